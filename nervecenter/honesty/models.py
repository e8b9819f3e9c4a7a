"""What the checks found, and what was waived."""
