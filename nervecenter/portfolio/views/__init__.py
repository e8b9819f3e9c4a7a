"""The portfolio's pages that answer."""
