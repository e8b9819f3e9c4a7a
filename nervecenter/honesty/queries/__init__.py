"""Questions of honesty: what the checks need to know of the company, what they found, and how that went on."""

from nervecenter.honesty.queries.company import company_facts

__all__ = ["company_facts"]
