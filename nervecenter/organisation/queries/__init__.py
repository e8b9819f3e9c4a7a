"""Questions about who owns what, how much that is, and what nobody owns."""
