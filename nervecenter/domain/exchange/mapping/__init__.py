"""The mapping document: its model, its text form, its checks, its paths and templates."""
