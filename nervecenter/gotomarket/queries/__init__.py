"""Questions about what we say and to whom, each answered in frozen rows."""
