"""What a search for segments refuses: items that cannot tell rows apart, and more classes than the rows can carry."""


class SegmentationError(ValueError):
    """A refusal: what is wrong, with which item of which file, and what to do. `code` is stable."""

    def __init__(self, code: str, message: str, *, column: str = "", file: str = "") -> None:
        super().__init__(f"{column}: {message}" if column else message)
        self.code = code
        self.message = message
        self.column = column
        self.file = file
