"""Honesty's pages: home, the findings, the checks and what is set for them, waivers."""
