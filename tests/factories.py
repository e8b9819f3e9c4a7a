"""Valid values for any kind of record, made from its declaration; and records of them."""

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

from nervecenter.domain.checks.check import registered_checks
from nervecenter.foundation.actions import create_record
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.resources import resource
from nervecenter.foundation.tracked import BOOKKEEPING, TrackedModel

_numbers = count(1)


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(check.code for check in registered_checks()))


_RULED: dict[tuple[str, str], Callable[[int], Any]] = {
    ("check_setting", "code"): lambda number: _codes()[number % len(_codes())],
    ("check_setting", "thresholds"): lambda _: "",
    ("waiver", "code"): lambda number: _codes()[number % len(_codes())],
    ("waiver", "subject"): lambda number: f"tm-{number}",
    ("waiver", "fingerprint"): lambda _: "",
}

_READABLE: dict[tuple[str, str], Callable[[int], Any]] = {
    ("segment", "rule"): lambda number: f"employees > {number}",
}


def made(kind: str, /, **values: Any) -> TrackedModel:
    """A record of the kind, with these values and otherwise the least that is needed."""
    return create_record(kind, needed_values(kind) | values, actor=None)


def needed_values(kind: str) -> dict[str, Any]:
    """A value for each field that must have one, of the JSON type that the API takes. Linked records are made."""
    specs = field_specs(resource(kind))
    return {name: valid_value(kind, spec) for name, spec in specs.items() if spec.required or (kind, name) in _RULED}


def full_values(kind: str) -> dict[str, Any]:
    """A value for each field that people write, as `needed_values`."""
    specs = field_specs(resource(kind))
    return {name: valid_value(kind, spec) for name, spec in specs.items() if name not in BOOKKEEPING}


def valid_value(kind: str, spec: FieldSpec) -> Any:
    """A value that the field takes, another one each time where there are several."""
    number = next(_numbers)
    if (kind, spec.name) in _RULED:
        return _RULED[kind, spec.name](number)
    if (kind, spec.name) in _READABLE:
        return _READABLE[kind, spec.name](number)
    if spec.type == "link":
        return _public_id(spec)
    if spec.type == "links":
        return [_public_id(spec), _public_id(spec)]
    return _VALUES[spec.type](spec, number)


def _on_scale(spec: FieldSpec, number: int) -> int:
    if spec.lowest is None or spec.highest is None:
        return number
    return spec.lowest + number % (spec.highest - spec.lowest + 1)


_VALUES: dict[str, Callable[[FieldSpec, int], Any]] = {
    "text": lambda spec, number: f"{spec.label} {number}"[-(spec.max_length or 80) :],
    "longtext": lambda spec, number: f"{spec.label} {number}",
    "url": lambda _, number: f"https://example.com/{number}",
    "integer": lambda spec, number: _on_scale(spec, number),
    "decimal": lambda spec, number: f"{number % 9}.{'5' * (spec.decimal_places or 0)}".rstrip("."),
    "date": lambda _, number: f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}",
    "boolean": lambda _, number: bool(number % 2),
    "choice": lambda spec, number: spec.choices[number % len(spec.choices)][0],
}


def another_value(kind: str, spec: FieldSpec, value: Any) -> Any:
    """A valid value that is not this one; the same where the field knows no other."""
    for _ in range(20):
        found = valid_value(kind, spec)
        if found != value:
            return found
    return value


def _public_id(spec: FieldSpec) -> str:
    return resource(spec.target_kind).public_id(made(spec.target_kind).pk)
