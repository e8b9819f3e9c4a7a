"""Files in and out: reading them safely, mapping them to our records, drafting rows, recognising dialects."""
