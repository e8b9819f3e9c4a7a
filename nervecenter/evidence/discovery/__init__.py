"""Segments found among the accounts: what they are told apart by, the search, and what is kept of it."""
