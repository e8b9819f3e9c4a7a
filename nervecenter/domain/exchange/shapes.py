"""Shapes of a YAML document: one declaration reads it with named problems, writes it back and gives its JSON schema."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Any, Protocol

from nervecenter.domain.exchange.headers import did_you_mean


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a document, at a path such as `into[0].fields.name`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path or 'the document'}: {self.message}"


class Shape(Protocol):
    """What a value of the document may be."""

    def read(self, value: object, path: str, problems: list[Problem]) -> Any:
        """The value as we keep it; what does not fit is added to the problems."""

    def write(self, value: Any) -> object:
        """The kept value as plain YAML."""

    def schema(self) -> dict[str, object]:
        """The JSON schema of the value."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, or one of some words. Numbers are taken as the text they were written as."""

    choices: tuple[str, ...] = ()

    def read(self, value: object, path: str, problems: list[Problem]) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            problems.append(Problem(path, f"must be a text, not {_kind(value)}."))
            return ""
        text = str(value)
        if self.choices and text not in self.choices:
            words = ", ".join(self.choices)
            problems.append(Problem(path, f'"{text}" is not one of {words}.{did_you_mean(text, self.choices)}'))
        return text

    def write(self, value: str) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "string", "enum": list(self.choices)} if self.choices else {"type": "string"}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, value: object, path: str, problems: list[Problem]) -> bool:
        if not isinstance(value, bool):
            problems.append(Problem(path, f"must be true or false, not {_kind(value)}."))
            return False
        return value

    def write(self, value: bool) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of at least `least`."""

    least: int = 0

    def read(self, value: object, path: str, problems: list[Problem]) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < self.least:
            problems.append(Problem(path, f"must be a whole number of at least {self.least}, not {_kind(value)}."))
            return self.least
        return value

    def write(self, value: int) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "integer", "minimum": self.least}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, a number, true, false or null."""

    def read(self, value: object, path: str, problems: list[Problem]) -> object:
        if isinstance(value, dict | list):
            problems.append(Problem(path, f"must be a single value, not {_kind(value)}."))
            return None
        return value

    def write(self, value: object) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": ["string", "number", "boolean", "null"]}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; with `single` one value may stand alone instead of a list of one."""

    item: Shape
    single: bool = False

    def read(self, value: object, path: str, problems: list[Problem]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            if self.single:
                return (self.item.read(value, path, problems),)
            problems.append(Problem(path, f"must be a list, not {_kind(value)}."))
            return ()
        return tuple(self.item.read(each, f"{path}[{number}]", problems) for number, each in enumerate(value))

    def write(self, value: Sequence[Any]) -> object:
        written = [self.item.write(each) for each in value]
        return written[0] if self.single and len(written) == 1 else written

    def schema(self) -> dict[str, object]:
        many: dict[str, object] = {"type": "array", "items": self.item.schema()}
        return {"anyOf": [self.item.schema(), many]} if self.single else many


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping with free keys."""

    item: Shape

    def read(self, value: object, path: str, problems: list[Problem]) -> dict[str, Any]:
        if not isinstance(value, dict):
            problems.append(Problem(path, f"must be a mapping, not {_kind(value)}."))
            return {}
        return {str(key): self.item.read(each, _below(path, str(key)), problems) for key, each in value.items()}

    def write(self, value: Mapping[str, Any]) -> object:
        return {key: self.item.write(each) for key, each in value.items()}

    def schema(self) -> dict[str, object]:
        return {"type": "object", "additionalProperties": self.item.schema()}


@dataclass(frozen=True, slots=True)
class Either:
    """One of two shapes: the first for mappings (or lists, if it is a list), the other for everything else."""

    structured: Shape
    simple: Shape

    def read(self, value: object, path: str, problems: list[Problem]) -> Any:
        wanted = list if isinstance(self.structured, Listed) else dict
        return (self.structured if isinstance(value, wanted) else self.simple).read(value, path, problems)

    def write(self, value: Any) -> object:
        structured = isinstance(value, tuple) if isinstance(self.structured, Listed) else is_dataclass(value)
        return (self.structured if structured else self.simple).write(value)

    def schema(self) -> dict[str, object]:
        return {"anyOf": [self.simple.schema(), self.structured.schema()]}


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping with known keys, kept as a dataclass whose fields carry their shapes.

    `shorthand` names the field that a lone text stands for. `name` is where the schema is kept under `$defs`.
    """

    cls: type[Any]
    name: str
    shorthand: str = ""

    def read(self, value: object, path: str, problems: list[Problem]) -> Any:
        known = {_key(each): each for each in fields(self.cls)}
        if self.shorthand and isinstance(value, str | int | float) and not isinstance(value, bool):
            value = self.cls.expanded(str(value)) if hasattr(self.cls, "expanded") else {self.shorthand: value}
        if not isinstance(value, dict):
            problems.append(Problem(path, f"must be a mapping, not {_kind(value)}."))
            value = {}
        given: dict[str, Any] = {}
        for key, each in value.items():
            spec = known.get(str(key))
            if spec is None:
                message = f"is not a key here.{did_you_mean(str(key), known)} Known are {', '.join(known)}."
                problems.append(Problem(_below(path, str(key)), message))
            else:
                given[spec.name] = _shape(spec).read(each, _below(path, str(key)), problems)
        for key, spec in known.items():
            if spec.name not in given and spec.default is MISSING and spec.default_factory is MISSING:
                problems.append(Problem(_below(path, key), "is missing."))
                given[spec.name] = _shape(spec).read(_stand_in(_shape(spec)), "", [])
        return self.cls(**given)

    def write(self, value: Any) -> object:
        written: dict[str, object] = {}
        for spec in fields(self.cls):
            kept = getattr(value, spec.name)
            default = spec.default_factory() if spec.default_factory is not MISSING else spec.default
            if kept != default or type(kept) is not type(default):
                written[_key(spec)] = _shape(spec).write(kept)
        if self.shorthand:
            short = self.cls.shortened(written) if hasattr(self.cls, "shortened") else written
            if short is not None and not isinstance(short, dict):
                return short
            if list(written) == [self.shorthand] and not hasattr(self.cls, "shortened"):
                return written[self.shorthand]
        return written

    def schema(self) -> dict[str, object]:
        reference: dict[str, object] = {"$ref": f"#/$defs/{self.name}"}
        return {"anyOf": [{"type": "string"}, reference]} if self.shorthand else reference

    def definition(self) -> dict[str, object]:
        """The schema that `$ref` points at."""
        properties: dict[str, object] = {}
        required: list[str] = []
        for spec in fields(self.cls):
            properties[_key(spec)] = {"description": str(spec.metadata["about"]), **_shape(spec).schema()}
            if spec.default is MISSING and spec.default_factory is MISSING:
                required.append(_key(spec))
        made: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": properties}
        return made | ({"required": required} if required else {})


def shaped(shape: Shape | Callable[[], Shape], about: str) -> dict[str, object]:
    """The metadata of a dataclass field: its shape (or what gives it later) and the sentence that documents it."""
    return {"shape": shape, "about": about}


def _shape(spec: Field[Any]) -> Shape:
    shape: Shape = spec.metadata["shape"]() if callable(spec.metadata["shape"]) else spec.metadata["shape"]
    return shape


def _key(spec: Field[Any]) -> str:
    return spec.name.rstrip("_")


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _stand_in(shape: Shape) -> object:
    return {} if isinstance(shape, Block | Keyed) else [] if isinstance(shape, Listed) else ""


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f'"{value}"'
