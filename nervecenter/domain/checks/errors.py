"""What the honesty engine refuses: a badly declared check, an unknown selector, a wrong setting, an empty waiver."""


class ChecksError(ValueError):
    """A refusal of the honesty engine. `code` is stable; the text says what, where and what to do."""

    code = "checks-refused"


class CheckRefused(ChecksError):
    """A check is declared wrongly, so it was not registered."""

    code = "check-refused"


class UnknownSelector(ChecksError):
    """A selector names no check, no group and no code prefix."""

    code = "unknown-selector"


class UnknownThreshold(ChecksError):
    """A setting names a threshold which its check does not have."""

    code = "unknown-threshold"


class WrongThresholdType(ChecksError):
    """A threshold was given a value of another type."""

    code = "wrong-threshold-type"


class ThresholdOutOfRange(ChecksError):
    """A threshold was given a value outside of what makes sense."""

    code = "threshold-out-of-range"


class UnknownSeverity(ChecksError):
    """A setting names a severity that is none of error, warning and info."""

    code = "unknown-severity"


class WaiverRefused(ChecksError):
    """A waiver does not say what it covers, who answers for it or why."""

    code = "waiver-refused"
