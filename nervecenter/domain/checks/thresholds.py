"""Thresholds: the named numbers and word lists of a check that a company may set otherwise."""

from typing import Any, Self, overload

from nervecenter.domain.checks.errors import ThresholdOutOfRange, WrongThresholdType


class Threshold[T: int | float | tuple[str, ...]]:
    """A named default of a check. Read on an instance it gives the value in force there.

    A number must lie between `lowest` and `highest`, both allowed. A word list must be drawn from `choices`.
    """

    def __init__(
        self,
        default: T,
        *,
        unit: str,
        about: str,
        lowest: float = 0,
        highest: float = 1_000_000,
        choices: frozenset[str] = frozenset(),
    ) -> None:
        self.default = default
        self.unit = unit
        self.about = about
        self.lowest = lowest
        self.highest = highest
        self.choices = choices
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Any, owner: type) -> T: ...
    def __get__(self, instance: Any, owner: type) -> Self | T:
        if instance is None:
            return self
        value: T = instance.chosen.get(self.name, self.default)
        return value

    @property
    def takes(self) -> str:
        """What may be set, in words."""
        if isinstance(self.default, tuple):
            return f"a list of words out of {', '.join(sorted(self.choices))}"
        kind = "a whole number" if isinstance(self.default, int) else "a number"
        return f"{kind} from {self.lowest:.12g} to {self.highest:.12g}"

    def accepted(self, value: object, *, where: str) -> int | float | tuple[str, ...]:
        """The value, if it may stand here. Refuses another type and a value out of range, naming `where`."""
        if isinstance(self.default, tuple):
            return self._accepted_words(value, where)
        allowed = (int,) if isinstance(self.default, int) else (int, float)
        if isinstance(value, bool) or not isinstance(value, allowed):
            raise WrongThresholdType(f"{where} is {value!r}. Give {self.takes}.")
        if not self.lowest <= value <= self.highest:
            raise ThresholdOutOfRange(f"{where} is {value!r}. Give {self.takes}.")
        return value

    def _accepted_words(self, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            raise WrongThresholdType(f"{where} is {value!r}. Give {self.takes}.")
        if not value or not self.choices.issuperset(value):
            raise ThresholdOutOfRange(f"{where} is {value!r}. Give {self.takes}.")
        return tuple(value)
