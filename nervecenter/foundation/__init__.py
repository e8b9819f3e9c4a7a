"""Django building blocks that every context stands on: tracked records, actions, change log, search, lists, import, pages."""
