"""What counts as a number in an address or a form, before `int()` or the database are asked."""

DIGITS = 18


def is_whole_number(text: str) -> bool:
    """Whether the text is digits only and short enough for a column; `²` is no digit, and 19 of them fit nowhere."""
    return text.isdecimal() and len(text) <= DIGITS
