"""People: persons and teams."""
