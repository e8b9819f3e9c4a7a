"""nervecenter: the nerve centre of a product company."""
