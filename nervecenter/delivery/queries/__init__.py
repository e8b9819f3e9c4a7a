"""What delivery's page asks: one module a question."""
