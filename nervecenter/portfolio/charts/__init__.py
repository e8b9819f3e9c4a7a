"""The portfolio's pictures: rows in, Vega-Lite specifications and their tables out."""
