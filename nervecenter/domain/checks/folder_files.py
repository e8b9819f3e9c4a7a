"""Opens one YAML, JSON or CSV file of rows. Knows lines and records, and nothing of what the rows mean."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nervecenter.domain.checks.errors import ChecksError

LARGEST_FILE = 256 * 1024 * 1024
LONGEST_CELL = 131_072
DEEPEST_NESTING = 20
FORMATS = (".yaml", ".yml", ".json", ".csv")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class FolderProblem:
    """What is wrong, and where: the file, the line in it (in JSON the record), the column."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        row = f", {'record' if self.file.endswith('.json') else 'line'} {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.message}"


class FolderRefused(ChecksError):
    """A folder could not be read. `problems` holds everything that is wrong with it, not only the first."""

    code = "folder-refused"

    def __init__(self, problems: tuple[FolderProblem, ...]) -> None:
        shown = [str(problem) for problem in problems[:20]]
        left = len(problems) - len(shown)
        super().__init__("\n".join([*shown, f"and {left} more problems"] if left else shown))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FileRow:
    """The values of a row as the file gives them, and where the row begins."""

    row: int
    values: Mapping[str, object]


def file_rows(path: Path) -> Iterator[FileRow]:
    """The rows of a file in their order. Refuses one that is too large, not UTF-8, broken or no list of rows."""
    text = file_text(path)
    if path.suffix == ".csv":
        return _csv_rows(path.name, text)
    if path.suffix == ".json":
        return _json_rows(path.name, text)
    return _yaml_rows(path.name, text)


def file_text(path: Path) -> str:
    """The text of a file, without a byte order mark."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refusal(
                path.name, 0, "", f"is larger than {LARGEST_FILE // 2**20} MiB. Split it or use the database."
            )
        content = path.read_bytes()
    except OSError as error:
        raise refusal(path.name, 0, "", f"cannot be read: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal(path.name, line, "", "is not UTF-8. Save the file as UTF-8.") from error


def yaml_node(file: str, text: str) -> tuple[yaml.Node | None, Any]:
    """The root of a YAML document and the loader that builds values of its nodes. Refuses aliases and deep nesting."""
    try:
        _refuse_traps(file, text)
        loader = _Loader(text)
        return loader.get_single_node(), loader
    except yaml.YAMLError as error:
        line = _line(getattr(error, "problem_mark", None))
        problem = getattr(error, "problem", None) or getattr(error, "reason", "it cannot be parsed")
        raise refusal(file, line, "", f"is not valid YAML: {problem}.") from error


def yaml_value(file: str, node: yaml.Node, loader: Any) -> object:
    """The value of a node. Refuses a key given twice, and scalars such as a day that does not exist."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        for name, times in names.items():
            if times > 1:
                raise refusal(file, line, name, "is given twice in one row. Keep one.")
    try:
        value: object = loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        told = getattr(error, "problem", None) or str(error)
        raise refusal(file, line, "", f"holds a value that cannot be read: {told}.") from error
    return value


def refusal(file: str, row: int, column: str, message: str) -> FolderRefused:
    """A refusal with one problem."""
    return FolderRefused((FolderProblem(file, row, column, message),))


def _refuse_traps(file: str, text: str) -> None:
    """The parser of events knows no recursion; what builds values out of them would crash on deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise refusal(file, _line(event.start_mark), "", "uses a YAML alias. Write the value out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_NESTING:
            raise refusal(file, _line(event.start_mark), "", "is nested too deeply. Write a flat list of rows.")


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 0


def _yaml_rows(file: str, text: str) -> Iterator[FileRow]:
    node, loader = yaml_node(file, text)
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise refusal(file, 1, "", "is not a list. Begin each row with a dash.")
    for item in node.value:
        line = item.start_mark.line + 1
        yield _mapped(file, line, yaml_value(file, item, loader))


def _json_rows(file: str, text: str) -> Iterator[FileRow]:
    try:
        rows = json.loads(text, object_pairs_hook=lambda pairs: _unique(file, pairs))
    except json.JSONDecodeError as error:
        raise refusal(file, 0, "", f"is not valid JSON: {error.msg} in line {error.lineno}.") from error
    except (RecursionError, ValueError) as error:
        if isinstance(error, FolderRefused):
            raise
        raise refusal(file, 0, "", f"cannot be read: {error}.") from error
    if not isinstance(rows, list):
        raise refusal(file, 0, "", "is not a list. Put the rows between [ and ].")
    for number, row in enumerate(rows, start=1):
        yield _mapped(file, number, row)


def _unique(file: str, pairs: list[tuple[str, object]]) -> dict[str, object]:
    for name, times in Counter(name for name, _ in pairs).items():
        if times > 1:
            raise refusal(file, 0, name, "is given twice in one row. Keep one.")
    return dict(pairs)


def _mapped(file: str, row: int, value: object) -> FileRow:
    if not isinstance(value, Mapping):
        raise refusal(file, row, "", "is not a row. Give columns with their values.")
    return FileRow(row, {str(name): each for name, each in value.items()})


def _csv_rows(file: str, text: str) -> Iterator[FileRow]:
    # The parser's own limit belongs to the whole process and may have been moved: it must not decide.
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_FILE))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        _refuse_header(file, header)
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    message = f"has {len(cells)} cells, the header has {len(header)}. Quote cells that hold a comma."
                    raise refusal(file, begins, "", message)
                row = {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
                _refuse_long_cells(file, begins, row)
                yield FileRow(begins, row)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refusal(file, begins, "", f"is not valid CSV: {error}.") from error


def _refuse_long_cells(file: str, line: int, row: Mapping[str, str]) -> None:
    for name, cell in row.items():
        if len(cell) > LONGEST_CELL:
            raise refusal(file, line, name, f"is longer than {LONGEST_CELL:,} characters. Shorten it.")


def _refuse_header(file: str, header: list[str]) -> None:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise refusal(file, 1, "", "is not separated by commas. Save it as CSV with commas.")
    for name, times in Counter(header).items():
        if not name:
            raise refusal(file, 1, "", "has a column without a name. Name it or take it out.")
        if times > 1:
            raise refusal(file, 1, name, f"stands {times} times in the header. Keep one.")
