"""A small, safe language over named attributes: rules of segments, formulas of scores. Nothing in it runs Python."""
