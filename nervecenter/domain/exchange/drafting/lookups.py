"""What other files of one import say about words: read when a mapping first asks, and kept for the import."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from nervecenter.domain.exchange.drafting.cells import Cells, apply_text
from nervecenter.domain.exchange.drafting.values import as_text
from nervecenter.domain.exchange.drafting.views import records_of
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.document import Records
from nervecenter.domain.exchange.mapping.lookups import LookUp
from nervecenter.domain.exchange.reading import chunks, read_parts
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.files import InputFile

MOST_WORDS = 1_000_000


class Lookups:
    """The files of an import, asked what a word stands for."""

    def __init__(self, files: Sequence[InputFile] = ()) -> None:
        self._files = files
        self._tables: dict[LookUp, dict[str, str] | None] = {}

    def table(self, look_up: LookUp) -> Mapping[str, str] | None:
        """What each word stands for, by the files whose name fits and that have the columns; None without such a file.

        Raises ReadError for a file that cannot be read or holds more than `MOST_WORDS` words.
        """
        if look_up not in self._tables:
            fitting = [file for file in self._files if named_like(file.name, look_up.file)]
            self._tables[look_up] = _read(fitting, look_up)
        return self._tables[look_up]


NO_LOOKUPS = Lookups()


def looked_up(cells: Cells, table: Mapping[str, str]) -> Cells:
    """Each word replaced by what it stands for; a word that the table lacks becomes empty."""
    if not cells.textual:
        values = [str(value) if isinstance(value, int) else value for value in cells.values]
        cells = cells.with_values(values, textual=False)
    return apply_text(cells, lambda word: table.get(word.strip(), ""))


def named_like(name: str, patterns: Sequence[str]) -> bool:
    """Whether a file's name, without its folders, fits one of the patterns."""
    base = name.lower().rsplit("/", 1)[-1]
    return any(fnmatchcase(base, pattern.lower()) for pattern in patterns)


def _read(files: Sequence[InputFile], look_up: LookUp) -> dict[str, str] | None:
    table: dict[str, str] = {}
    for file in files:
        for part in read_parts(file):
            for records in records_of(part, _place(part)):
                if not _take(records, look_up, table):
                    break
                if len(table) > MOST_WORDS:
                    message = f"holds more than {MOST_WORDS:,} words to look up. Split the import."
                    raise ReadError("too-many-words", message, file=file.name)
    return table or None


def _place(part: Part) -> Records:
    """Where the records of a document are: the items of its list, or of the one list that it holds."""
    if part.tables is None and part.stream is None and isinstance(part.root, dict):
        lists = [str(key) for key, value in part.root.items() if isinstance(value, list)]
        if len(lists) == 1:
            return Records(path=lists[0].replace(".", "\\.") + ".*")
    return Records()


def _take(records: chunks.Records, look_up: LookUp, table: dict[str, str]) -> bool:
    words = next((column for name in look_up.find if (column := records.column(name)) is not None), None)
    meanings = [column for name in look_up.take if (column := records.column(name)) is not None]
    if words is None or not meanings:
        return False
    for place, word in enumerate(words.values):
        key = as_text(word)
        told = (as_text(column.values[place]) for column in meanings)
        meaning = next((text for text in told if isinstance(text, str) and text), "")
        if isinstance(key, str) and key and meaning:
            table.setdefault(key, meaning)
    return True
