"""Tags that our templates share."""
