"""Remarks: what people should be told of a file that shows only part of the truth."""

from dataclasses import dataclass
from dataclasses import field as declared

from nervecenter.domain.exchange.shapes import Block, Listed, Text, shaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence about a file, said when none of its records has certain values in a field, or always."""

    say: str = declared(metadata=shaped(Text(), "What people are told: what is missing, and how to get it."))
    kind: str = declared(default="", metadata=shaped(Text(), "Said only of a file that gives records of this kind."))
    field: str = declared(default="", metadata=shaped(Text(), "The field of that kind that is looked at."))
    lacks: tuple[str, ...] = declared(
        default=(),
        metadata=shaped(Listed(Text(), single=True), "Said only when no record has one of these values in the field."),
    )


REMARK = Block(Remark, "remark")
