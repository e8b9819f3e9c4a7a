"""Reading files safely: any supported file becomes parts whose records are asked column by column."""

from collections.abc import Iterator

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import DEFAULT_LIMITS, ReadLimits
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.delimited import delimited_part
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.json_trees import json_lines_part, json_part
from nervecenter.domain.exchange.reading.mail import mail_part
from nervecenter.domain.exchange.reading.markdown import markdown_part
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS, ReadOptions
from nervecenter.domain.exchange.reading.yaml_trees import yaml_part

_WHOLE = {
    ".csv": delimited_part,
    ".tsv": delimited_part,
    ".txt": delimited_part,
    ".tab": delimited_part,
    ".json": json_part,
    ".jsonl": json_lines_part,
    ".ndjson": json_lines_part,
    ".yml": yaml_part,
    ".yaml": yaml_part,
    ".md": markdown_part,
    ".markdown": markdown_part,
    ".mbox": mail_part,
    ".eml": mail_part,
}
_WORKBOOKS = {".xlsx", ".xlsm"}

SUPPORTED_SUFFIXES = (*sorted(_WHOLE), *sorted(_WORKBOOKS), ".gz", ".zip")


def read_parts(
    file: InputFile, options: ReadOptions = DEFAULT_OPTIONS, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[Part]:
    """The tables and documents of one plain file (archives go through `unpacked` first).

    Raises ReadError, with the place where there is one, for anything that cannot be read or goes beyond a limit.
    """
    if file.suffix in _WORKBOOKS:
        from nervecenter.domain.exchange.reading.workbooks import workbook_parts

        yield from workbook_parts(file, options, limits)
        return
    read = _WHOLE.get(file.suffix)
    if read is None:
        known = ", ".join(SUPPORTED_SUFFIXES)
        message = f'has the unknown extension "{file.suffix}". Known are {known}.'
        raise ReadError("unknown-format", message, file=file.name)
    yield read(file, options, limits)
