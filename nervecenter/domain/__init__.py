"""Plain Python: value types, checks, exchange of files. Knows no Django."""
