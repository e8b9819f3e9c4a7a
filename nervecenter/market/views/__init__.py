"""The pages of segments: the rule of one, and the accounts that belong to it."""
