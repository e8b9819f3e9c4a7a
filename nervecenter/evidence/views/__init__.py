"""Evidence's own pages: the inbox, its parts, the steps that forms take there; wins and losses and their deals."""
