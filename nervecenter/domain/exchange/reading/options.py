"""What a mapping may say about reading a file, where looking at it is not enough."""

from dataclasses import dataclass, field
from typing import Literal

from nervecenter.domain.exchange.shapes import Count, Flag, Text, shaped

Repeated = Literal["number", "gather", "refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read one kind of file. Every empty value means: find out by looking."""

    encoding: str = field(default="", metadata=shaped(Text(), "The encoding, such as cp1252; else it is found out."))
    delimiter: str = field(
        default="", metadata=shaped(Text(), "The separator of a table: comma, semicolon, tab, pipe or the sign.")
    )
    quote: str = field(default='"', metadata=shaped(Text(), "The quote sign of a table, or none."))
    sheet: str = field(default="", metadata=shaped(Text(), "The one sheet of a workbook to read; else all."))
    header_row: int = field(
        default=0, metadata=shaped(Count(), "The line of the header; what stands above is skipped.")
    )
    repeated_headers: Repeated = field(
        default="number",
        metadata=shaped(
            Text(("number", "gather", "refuse")),
            "Two columns of one name become Labels and Labels__2, one column of lists, or a refusal.",
        ),
    )
    drop_footer: bool = field(
        default=False, metadata=shaped(Flag(), "Leave out rows that fill only their first cell, as reports end with.")
    )


DEFAULT_OPTIONS = ReadOptions()
