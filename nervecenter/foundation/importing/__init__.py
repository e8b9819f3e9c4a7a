"""Files in and out of the company's records."""
