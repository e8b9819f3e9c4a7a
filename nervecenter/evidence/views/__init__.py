"""Evidence's own pages: the inbox, its parts, and the steps that forms take there."""
