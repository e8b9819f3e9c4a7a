"""`nervecenter similar`: which rows of a table resemble each other."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nervecenter.cli.answers import JsonOption, ProgressLine, columns, counted
from nervecenter.cli.refusals import FINDINGS, CannotRun

if TYPE_CHECKING:
    from nervecenter.domain.similarity.index import Index, Proposal
    from nervecenter.domain.similarity.sentences import SentenceEngine
    from nervecenter.domain.similarity.tables import TableItems
    from nervecenter.domain.similarity.vocabulary import Text

SHOWN_FAULTS = 5
PROGRESS_EVERY = 1_000


def similar(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, TSV or XLSX file; .gz and .zip too.")],
    id_column: Annotated[str, typer.Option("--id", metavar="COL", help="The column with the id of each row.")],
    text_columns: Annotated[
        list[str],
        typer.Option(
            "--text",
            metavar="COLS",
            help="The columns to compare, with commas or repeated; of several the first is the title.",
        ),
    ],
    query: Annotated[
        list[str] | None,
        typer.Option(
            "--query", metavar="IDS", help="Propose only for these ids, with commas or repeated; else for all."
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="At most so many proposals for each.")] = 10,
    vectors: Annotated[
        bool,
        typer.Option("--vectors", help="Compare by sentence vectors too (the extra embeddings): better, and slower."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose for each row of a table the rows that resemble it most, by their words.

    Scores go from 0 to 1, the highest first; among equals the row that stands first in the file. A row never proposes
    itself, and what shares no word is not proposed. Without --json a probability and the shared words are shown too.
    Nothing is stored. Exit code 1 when rows had to be left out; standard error names them.

    With --json the answer is {id: [[id, score], ...]}, in the order of the file or of --query.

    \b
    Examples:
      nervecenter similar issues.csv --id Key --text Summary,Description --query KEY-1,KEY-2 --json
      nervecenter similar feedback.csv --id id --text text --top 3
    """
    from nervecenter.domain.exchange.reading.files import file_from_path
    from nervecenter.domain.similarity.tables import table_items

    engine = _engine() if vectors else None
    table = table_items(file_from_path(file), id_column, text_columns)
    with ProgressLine(quiet=as_json) as line:
        index = _index(table, engine, line)
    _tell_faults(table)
    asked = _asked(query, index) if query else index
    write = _write_json if as_json else _write_words
    write((name, index.similar_to(name, top)) for name in asked)
    if table.left_out:
        raise typer.Exit(FINDINGS)


def _engine() -> "SentenceEngine":
    from nervecenter.domain.similarity.sentences import sentence_engine

    return sentence_engine()


def _index(table: "TableItems", engine: "SentenceEngine | None", line: ProgressLine) -> "Index[str]":
    from nervecenter.domain.similarity.index import Index

    def watched() -> Iterator[tuple[str, "Text"]]:
        for number, item in enumerate(table.items(), start=1):
            if number % PROGRESS_EVERY == 0:
                line.show(number, message="rows read")
            yield item

    return Index.build(watched(), engine=engine)


def _tell_faults(table: "TableItems") -> None:
    for fault in table.faults[:SHOWN_FAULTS]:
        place = f"{fault.file}, line {fault.row}" + (f", column {fault.column}" if fault.column else "")
        print(f"nervecenter: {place}: {fault.message} It was left out.", file=sys.stderr)
    if table.left_out > SHOWN_FAULTS:
        print(f"nervecenter: {counted(table.left_out, 'row')} were left out.", file=sys.stderr)


def _asked(query: Sequence[str], index: "Index[str]") -> Sequence[str]:
    from nervecenter.domain.similarity.tables import divided

    names = divided(query, index)
    unknown = [name for name in names if name not in index]
    if unknown:
        shown = ", ".join(unknown[:SHOWN_FAULTS]) + (" and more" if len(unknown) > SHOWN_FAULTS else "")
        raise CannotRun(f"no row has the id {shown}; --query takes ids of the file", code="unknown-id")
    return names


def _write_json(answers: "Iterable[tuple[str, list[Proposal[str]]]]") -> None:
    separator = "{\n"
    for name, proposals in answers:
        found = [[proposal.key, proposal.score] for proposal in proposals]
        print(f"{separator}{json.dumps(name, ensure_ascii=False)}: {json.dumps(found, ensure_ascii=False)}", end="")
        separator = ",\n"
    print("{}" if separator == "{\n" else "\n}")


def _write_words(answers: "Iterable[tuple[str, list[Proposal[str]]]]") -> None:
    written = False
    for name, proposals in answers:
        written = True
        print(name)
        rows = [
            [f"  {proposal.score:.3f}", f"{proposal.probability:4.0%}", proposal.key, ", ".join(proposal.words)]
            for proposal in proposals
        ]
        print("\n".join(columns(rows)) if rows else "  Nothing resembles it.")
    if not written:
        print("The table has no rows.")
