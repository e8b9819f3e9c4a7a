"""Proposals for an item: what it may speak to, and what may say the same. They are shown, never taken by themselves."""
