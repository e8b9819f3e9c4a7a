"""Statistics by published formulas, each with its source: numbers in, an estimate with what bounds it out."""
