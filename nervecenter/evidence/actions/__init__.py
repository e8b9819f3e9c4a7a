"""Decisions about evidence: what it speaks to, and what is none. Each is one changeset that can be undone."""
