"""What resembles what: an index of texts that answers proposals, and a router that proposes labels. No database.

`words` reads a text into terms, `rows` and `postings` hold them, `comparing` scores pairs, `index` answers. NumPy is
imported by these modules, so import them inside the function that needs them.
"""
