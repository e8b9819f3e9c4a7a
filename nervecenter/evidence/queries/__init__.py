"""Questions about what the market says and does, each answered in frozen rows."""
