"""Definition's pages that answer: what the market needs, and what it asks for most."""
