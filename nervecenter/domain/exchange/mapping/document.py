"""The mapping document: how one shape of file becomes records of ours. Plain frozen values, nothing is read here."""

from dataclasses import dataclass, field
from typing import Literal

from nervecenter.domain.exchange.mapping.lookups import LOOK_UP, LookUp
from nervecenter.domain.exchange.mapping.remarks import REMARK, Remark
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS, ReadOptions
from nervecenter.domain.exchange.shapes import (
    Block,
    Count,
    Either,
    Flag,
    Keyed,
    Listed,
    Scalar,
    Shape,
    Text,
    shaped,
)

Otherwise = Literal["error", "skip", "unmatched", "empty", "keep"]
Missing = Literal["unmatched", "create", "ignore", "error"]
Repeats = Literal["refuse", "first", "last", "gather", "number"]

_TEXTS = Listed(Text(), single=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must hold for a value. Several keys must all hold."""

    equals: object = field(default=None, metadata=shaped(Scalar(), "The value is this one."))
    not_: object = field(default=None, metadata=shaped(Scalar(), "The value is not this one."))
    in_: tuple[object, ...] = field(default=(), metadata=shaped(Listed(Scalar()), "The value is one of these."))
    not_in: tuple[object, ...] = field(default=(), metadata=shaped(Listed(Scalar()), "The value is none of these."))
    empty: bool | None = field(default=None, metadata=shaped(Flag(), "true: there is no value; false: there is one."))
    matches: str = field(default="", metadata=shaped(Text(), "A regular expression is found in the value."))
    above: object = field(default=None, metadata=shaped(Scalar(), "The value is a larger number."))
    below: object = field(default=None, metadata=shaped(Scalar(), "The value is a smaller number."))


_CONDITIONS = Keyed(Either(Block(Condition, "condition"), Either(Listed(Scalar()), Scalar())))


def _source() -> Shape:
    return SOURCE


def _sources() -> Shape:
    return Listed(SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value comes from (one of the first six keys), what is done to it, and how it is read."""

    column: str = field(default="", metadata=shaped(Text(), "A column's header, or a path into nested data."))
    template: str = field(default="", metadata=shaped(Text(), "A text with {column} or {path|slug} in braces."))
    constant: object = field(
        default=None, metadata=shaped(Either(Listed(Scalar()), Scalar()), "The same value for every record.")
    )
    first_of: "tuple[Source, ...]" = field(
        default=(), metadata=shaped(_sources, "The first of these sources that gives a value.")
    )
    all_of: "tuple[Source, ...]" = field(
        default=(), metadata=shaped(_sources, "What each of these sources gives, as a list; `join` makes it a text.")
    )
    flags: dict[str, str] | None = field(
        default=None,
        metadata=shaped(Keyed(Text()), "Columns and the name that each stands for: the names whose column is true."),
    )
    strip_html: bool = field(
        default=False, metadata=shaped(Flag(), "Make HTML plain: paragraphs are lines, scripts and styles go.")
    )
    strip_markup: bool = field(default=False, metadata=shaped(Flag(), "Take off Markdown and HTML."))
    strip_links: bool = field(default=False, metadata=shaped(Flag(), "Replace Markdown links by their words."))
    link_address: bool = field(
        default=False, metadata=shaped(Flag(), "Keep only the address of the first Markdown link.")
    )
    capture: str = field(
        default="",
        metadata=shaped(Text(), "Keep the first group of this regular expression; empty if it is not found."),
    )
    replace: dict[str, str] | None = field(
        default=None,
        metadata=shaped(
            Keyed(Text()), "Regular expressions and what to write in place of all that each finds, in this order."
        ),
    )
    split: tuple[str, ...] = field(
        default=(), metadata=shaped(_TEXTS, "Separators at which a text becomes a list; `lines` is the line end.")
    )
    look_up: LookUp | None = field(
        default=None, metadata=shaped(LOOK_UP, "Another file of the import says what the word stands for.")
    )
    values: dict[str, object] | None = field(
        default=None,
        metadata=shaped(Keyed(Either(Listed(Scalar()), Scalar())), "Their words and ours; case does not count."),
    )
    otherwise: Otherwise = field(
        default="error",
        metadata=shaped(
            Text(("error", "skip", "unmatched", "empty", "keep")), "What becomes of a value that `values` lacks."
        ),
    )
    slugify: bool = field(default=False, metadata=shaped(Flag(), "Make lower-case words joined by hyphens."))
    total: bool = field(default=False, metadata=shaped(Flag(), "Add up the numbers of a list."))
    times: object = field(default=None, metadata=shaped(Scalar(), "What a number is multiplied by, such as 0.01."))
    shorten: int = field(
        default=0, metadata=shaped(Count(), "Cut a longer text after so many characters, at a word; it ends with ….")
    )
    before: str = field(default="", metadata=shaped(Text(), "A text put in front of what is not empty."))
    join: str = field(
        default=", ", metadata=shaped(Text(), "What stands between the items when a list becomes a text.")
    )
    default: object = field(
        default=None, metadata=shaped(Either(Listed(Scalar()), Scalar()), "The value when there is none.")
    )
    when: dict[str, object] | None = field(
        default=None,
        metadata=shaped(
            _CONDITIONS, "Only for records whose other fields came out so, such as outcome: open; else it is empty."
        ),
    )
    required: bool = field(default=False, metadata=shaped(Flag(), "Refuse the record when there is no value."))
    date: tuple[str, ...] = field(
        default=(), metadata=shaped(_TEXTS, "Formats such as %d/%m/%Y, tried in order; `auto` finds out.")
    )
    decimal: str = field(default=".", metadata=shaped(Text((".", ",", "auto")), "The decimal sign."))
    true_words: tuple[str, ...] = field(default=(), metadata=shaped(_TEXTS, "What else counts as true."))
    false_words: tuple[str, ...] = field(default=(), metadata=shaped(_TEXTS, "What else counts as false."))
    link: str = field(
        default="",
        metadata=shaped(Text(), "The kind that the value names; known from the field, written for the reader."),
    )
    by: tuple[str, ...] = field(
        default=(), metadata=shaped(_TEXTS, "How the value names it: source_id, code, name; the first that finds one.")
    )
    many: bool = field(
        default=False, metadata=shaped(Flag(), "The field takes several; known from the field, written for the reader.")
    )
    of: str = field(
        default="", metadata=shaped(Text(), "The source whose ids the value holds, when it is another one.")
    )
    missing: Missing = field(
        default="unmatched",
        metadata=shaped(Text(("unmatched", "create", "ignore", "error")), "What becomes of a name that nothing has."),
    )

    @staticmethod
    def expanded(text: str) -> dict[str, object]:
        """What a lone text stands for: a template if it has braces, else a column."""
        return {"template" if "{" in text else "column": text}

    @staticmethod
    def shortened(written: dict[str, object]) -> object:
        """The lone text that says the same, if there is one."""
        if len(written) == 1:
            key, value = next(iter(written.items()))
            if isinstance(value, str) and (key == "template") == ("{" in value) and key in ("template", "column"):
                return value
        return written


SOURCE = Block(Source, "source", shorthand="column")


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """One target record for each of several columns, or for each item of a list or mapping inside the record."""

    columns: tuple[str, ...] = field(
        default=(), metadata=shaped(Listed(Text()), "These columns (or keys of the record).")
    )
    all_except: tuple[str, ...] = field(default=(), metadata=shaped(Listed(Text()), "All columns (or keys) but these."))
    path: str = field(default="", metadata=shaped(Text(), "A list or mapping inside the record."))
    links: str = field(default="", metadata=shaped(Text(), "The Markdown links in this column."))
    items: bool = field(
        default=False, metadata=shaped(Flag(), "Where a column holds a list, a record for each of its items.")
    )
    split: tuple[str, ...] = field(
        default=(),
        metadata=shaped(_TEXTS, "Separators at which a column's text becomes several values, one record each."),
    )
    keep_empty: bool = field(default=False, metadata=shaped(Flag(), "Also where the value is empty."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Which places of a document are records. Tables need none of it."""

    path: str = field(
        default="", metadata=shaped(Text(), "A path such as stages.*.groups.*, where * stands for each item or key.")
    )
    heading: int = field(default=0, metadata=shaped(Count(1), "Markdown: every heading of this level."))
    under: str = field(default="", metadata=shaped(Text(), "Markdown: only below the heading with this text."))
    table: str = field(
        default="", metadata=shaped(Text(), "Markdown: the rows of the table with this number (from 1), or of all.")
    )
    having: tuple[str, ...] = field(default=(), metadata=shaped(_TEXTS, "Markdown: only tables with these headers."))
    header: bool = field(
        default=True, metadata=shaped(Flag(), "Markdown: false if the first row of the table is a row like the others.")
    )
    transpose: bool = field(
        default=False,
        metadata=shaped(Flag(), "Markdown: the table's columns are the records, its first column the names."),
    )
    items: bool = field(default=False, metadata=shaped(Flag(), "Markdown: every list item."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One kind of record that each record of the file gives."""

    kind: str = field(metadata=shaped(Text(), "The kind of record, such as capability."))
    source_id: Source | None = field(
        default=None, metadata=shaped(SOURCE, "What identifies the record in its source, for ever.")
    )
    public_id: Source | None = field(
        default=None, metadata=shaped(SOURCE, "Our own id, such as cap-17, where the file carries it.")
    )
    records: Records | None = field(
        default=None,
        metadata=shaped(
            Block(Records, "records", shorthand="path"), "Other places of the document than the mapping's."
        ),
    )
    for_each: Each | None = field(
        default=None, metadata=shaped(Block(Each, "each"), "Several records of this kind from one of the file.")
    )
    where: dict[str, object] | None = field(
        default=None, metadata=shaped(_CONDITIONS, "Only for records for which all of this holds.")
    )
    repeats: Repeats = field(
        default="refuse",
        metadata=shaped(
            Text(("refuse", "first", "last", "gather", "number")),
            "When two records have one id and differ: refuse, keep one, gather their lists, or number the ids.",
        ),
    )
    create: bool = field(
        default=True,
        metadata=shaped(Flag(), "false: fill only records that are there, or come from another target of the import."),
    )
    fields: dict[str, Source] = field(metadata=shaped(Keyed(SOURCE), "Our fields and where each value comes from."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognise:
    """How a file of this shape is known. All that is given must hold."""

    file: tuple[str, ...] = field(
        default=(), metadata=shaped(_TEXTS, "Name patterns such as features*.csv; one must fit.")
    )
    headers: tuple[tuple[str, ...], ...] = field(
        default=(), metadata=shaped(Listed(_TEXTS), "Columns that must be there; of a list, one.")
    )
    paths: tuple[str, ...] = field(default=(), metadata=shaped(_TEXTS, "Paths that must exist in the document."))


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingDocument:
    """A dialect: how a file is known, where its records are, and what they become."""

    name: str = field(metadata=shaped(Text(), "A short name in lower case, kept for ever: saved imports refer to it."))
    title: str = field(default="", metadata=shaped(Text(), "The name that people read."))
    about: str = field(default="", metadata=shaped(Text(), "What the file is and where it comes from."))
    source: str = field(
        default="", metadata=shaped(Text(), "The system whose ids are used; mappings of one system share it.")
    )
    recognise: Recognise = field(
        default=Recognise(), metadata=shaped(Block(Recognise, "recognise"), "How a file is known.")
    )
    read: ReadOptions = field(
        default=DEFAULT_OPTIONS, metadata=shaped(Block(ReadOptions, "read"), "How the file is read.")
    )
    records: Records = field(
        default=Records(), metadata=shaped(Block(Records, "records", shorthand="path"), "Which places are records.")
    )
    where: dict[str, object] | None = field(
        default=None, metadata=shaped(_CONDITIONS, "Only records for which all of this holds.")
    )
    tolerant: bool = field(
        default=False,
        metadata=shaped(
            Flag(), "Files of this shape have few columns or many: one that is missing is not remarked on."
        ),
    )
    remarks: tuple[Remark, ...] = field(
        default=(), metadata=shaped(Listed(REMARK), "What people are told of a file that shows part of the truth.")
    )
    into: tuple[Target, ...] = field(metadata=shaped(Listed(Block(Target, "target")), "What each record becomes."))

    @property
    def system(self) -> str:
        """The source that its ids belong to."""
        return self.source or self.name


DOCUMENT = Block(MappingDocument, "mapping")
