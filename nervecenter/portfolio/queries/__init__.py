"""What the portfolio's pages ask: one module a question."""
