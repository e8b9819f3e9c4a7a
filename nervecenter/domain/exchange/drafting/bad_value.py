"""A value that cannot be taken."""


class BadValue:
    """A value that cannot be taken; the message says what is wrong and what would be right."""

    __slots__ = ("message",)

    def __init__(self, message: str) -> None:
        self.message = message
