"""Django building blocks that every context stands on: records, actions, change log, search, lists, import, pages."""
