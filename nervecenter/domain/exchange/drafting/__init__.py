"""Drafting: a mapping applied to the records of a file gives typed rows, unresolved links and named bad cells."""
