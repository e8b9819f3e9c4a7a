"""Addresses of a list: the same list with one thing changed. What stands on the screen stands in the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from nervecenter.foundation.resources import Resource

OF_THE_PAGE = frozenset({"open", "tab", "ids", "format", "page", "selected", "scope", "csrfmiddlewaretoken"})
OF_THE_PLACE = frozenset({"after", "before", "open"})


@dataclass(frozen=True, slots=True)
class Address:
    """A list's address, taken apart. Empty parameters are left out."""

    path: str
    parameters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.parameters)}" if self.parameters else self.path

    def having(self, **changes: str | Iterable[str]) -> "Address":
        """The address with these parameters instead; an empty value takes a parameter out."""
        kept = [(name, value) for name, value in self.parameters if name not in changes]
        for name, value in changes.items():
            several = [value] if isinstance(value, str) else list(value)
            kept += [(name, one) for one in several if one]
        return Address(self.path, tuple(kept))

    def without(self, *names: str) -> "Address":
        """The address without these parameters."""
        return Address(self.path, tuple((name, value) for name, value in self.parameters if name not in names))

    def less(self, name: str, value: str) -> "Address":
        """The address without this one value of a parameter."""
        return Address(self.path, tuple(pair for pair in self.parameters if pair != (name, value)))

    @property
    def query(self) -> str:
        """What stands after the question mark, without the place in the list."""
        return urlencode(self.without(*OF_THE_PLACE).parameters)


def address_of(declared: Resource, lists: Mapping[str, Sequence[str]]) -> Address:
    """The address that shows what these parameters ask for."""
    pairs = [(name, value) for name, values in lists.items() for value in values if value]
    return Address(declared.path, tuple(pairs))


def list_parameters(lists: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters that the list understands; those of the page around it are left out."""
    return {name: list(values) for name, values in lists.items() if name not in OF_THE_PAGE and any(values)}
