"""Questions about the market, each answered in frozen rows."""
