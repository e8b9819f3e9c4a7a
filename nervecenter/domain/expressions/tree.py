"""The tree of an expression: frozen nodes that know their kind, their children and their place in the text.

Trees compare by meaning of their parts, not by place. Make them with `parsing.parse` or with `construction`, which
refuse what does not fit together.
"""

import datetime as dt
from dataclasses import dataclass, field

from nervecenter.domain.expressions.kinds import Kind, Value, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What every node has: where its text begins (from 1, 0 without a text), and how many steps are below it."""

    at: int = field(default=0, compare=False, repr=False)
    height: int = field(default=0, init=False, compare=False, repr=False)

    @property
    def children(self) -> tuple["Node", ...]:
        """The parts it is made of, in the order of the text."""
        return ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "height", 1 + max((child.height for child in self.children), default=0))


@dataclass(frozen=True, slots=True)
class Literal(_Place):
    """A value written out."""

    value: float | str | bool | dt.date

    @property
    def kind(self) -> Kind:
        """The kind of the value."""
        return kind_of(self.value)


@dataclass(frozen=True, slots=True)
class Attribute(_Place):
    """A declared attribute of the row."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Negative(_Place):
    """A number with its sign turned."""

    inner: "Node"

    @property
    def kind(self) -> Kind:
        """A number."""
        return Kind.NUMBER

    @property
    def children(self) -> tuple["Node", ...]:
        """The number."""
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Arithmetic(_Place):
    """`+`, `-`, `*` or `/` of two numbers."""

    sign: str
    left: "Node"
    right: "Node"

    @property
    def kind(self) -> Kind:
        """A number."""
        return Kind.NUMBER

    @property
    def children(self) -> tuple["Node", ...]:
        """Both numbers."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Comparison(_Place):
    """`=`, `!=`, `<`, `<=`, `>` or `>=` of two values of one kind. False where one of them is empty."""

    sign: str
    left: "Node"
    right: "Node"

    @property
    def kind(self) -> Kind:
        """True or false."""
        return Kind.TRUTH

    @property
    def children(self) -> tuple["Node", ...]:
        """Both values."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Among(_Place):
    """`in (...)` and `not in (...)`. Both are false for an empty value."""

    inner: "Node"
    options: tuple[Literal, ...]
    negated: bool = False

    @property
    def kind(self) -> Kind:
        """True or false."""
        return Kind.TRUTH

    @property
    def children(self) -> tuple["Node", ...]:
        """The value that is looked for; the options are no steps of their own."""
        return (self.inner,)

    @property
    def values(self) -> tuple[Value, ...]:
        """The options as values."""
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class TextTest(_Place):
    """`contains` and `starts with`, without regard to case. False, negated or not, where a text is empty."""

    word: str
    left: "Node"
    right: "Node"
    negated: bool = False

    @property
    def kind(self) -> Kind:
        """True or false."""
        return Kind.TRUTH

    @property
    def children(self) -> tuple["Node", ...]:
        """The text that is looked at, and the one that is looked for."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class EmptyTest(_Place):
    """`is empty` and `is not empty`."""

    inner: "Node"
    negated: bool = False

    @property
    def kind(self) -> Kind:
        """True or false."""
        return Kind.TRUTH

    @property
    def children(self) -> tuple["Node", ...]:
        """The value that may be empty."""
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Not(_Place):
    """True where the inner condition is false or empty."""

    inner: "Node"

    @property
    def kind(self) -> Kind:
        """True or false."""
        return Kind.TRUTH

    @property
    def children(self) -> tuple["Node", ...]:
        """The condition."""
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Join(_Place):
    """Two or more conditions joined by `and` or by `or`. An empty condition counts as false."""

    word: str
    parts: tuple["Node", ...]

    @property
    def kind(self) -> Kind:
        """True or false."""
        return Kind.TRUTH

    @property
    def children(self) -> tuple["Node", ...]:
        """The conditions."""
        return self.parts


@dataclass(frozen=True, slots=True)
class Call(_Place):
    """One of the functions of the language."""

    name: str
    arguments: tuple["Node", ...]

    @property
    def kind(self) -> Kind:
        """A number; of `if` what its branches are."""
        return self.arguments[1].kind if self.name == "if" else Kind.NUMBER

    @property
    def children(self) -> tuple["Node", ...]:
        """The arguments."""
        return self.arguments


type Node = Literal | Attribute | Negative | Arithmetic | Comparison | Among | TextTest | EmptyTest | Not | Join | Call
