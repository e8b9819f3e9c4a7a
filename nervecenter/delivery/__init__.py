"""What was built: the items of each release."""
