"""Pictures of what the market says."""
