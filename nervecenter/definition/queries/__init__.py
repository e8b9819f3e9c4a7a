"""What definition's page asks: one module a question."""
