"""The portfolio: product lines, products, modules, editions, capabilities, releases, comparisons, offerings."""
