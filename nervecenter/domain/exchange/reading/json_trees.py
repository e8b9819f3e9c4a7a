"""JSON documents, held in memory, and JSON lines, streamed."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import NoReturn

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.encoding import TextProfile, text_profile, text_stream, whole_text
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.options import ReadOptions


def json_part(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Part:
    """A JSON document as one tree. Refuses broken JSON with line and column, repeated keys, NaN and deep nesting.

    A file that is one JSON value a line is read as JSON lines, whatever it is called.
    """
    profile = text_profile(file, declared=options.encoding, limit=limits.file_bytes, what="JSON")
    _refuse_unfit(file, profile)
    with text_stream(file, profile) as stream:
        first = stream.readline(limits.line_characters).strip()
    if first.startswith("{") and first.endswith("}") and profile.size > len(first) + 8:
        return _lines_part(file, profile, limits)
    if profile.size > limits.json_bytes:
        message = f"is larger than the {limits.json_bytes:,} bytes allowed for one JSON document. Use JSON lines."
        raise ReadError("file-too-large", message, file=file.name)
    root = _decoded(whole_text(file, profile), file.name, 0)
    _check_depth(root, file.name, limits)
    return Part(file.name, "", "json", root=root)


def json_lines_part(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Part:
    """One JSON value a line, streamed with its line number. Refuses what `json_part` refuses, line by line."""
    profile = text_profile(file, declared=options.encoding, limit=limits.file_bytes, what="JSON lines")
    _refuse_unfit(file, profile)
    return _lines_part(file, profile, limits)


def _refuse_unfit(file: InputFile, profile: TextProfile) -> None:
    if profile.blank:
        raise ReadError("empty-file", "is empty.", file=file.name)
    if profile.encoding == "cp1252":
        message = "is not UTF-8, which JSON must be. Save it again as UTF-8."
        raise ReadError("wrong-encoding", message, file=file.name)


def _lines_part(file: InputFile, profile: TextProfile, limits: ReadLimits) -> Part:
    def records() -> Iterator[tuple[int, object]]:
        limit = limits.line_characters
        decode = _decoder()
        with text_stream(file, profile) as stream:
            for number, line in enumerate(iter(partial(stream.readline, limit + 1), ""), start=1):
                if len(line) > limit:
                    message = f"a line is longer than {limit:,} characters."
                    raise ReadError("line-too-long", message, file=file.name, row=number)
                if not line.isspace():
                    value = _guarded(decode, line, file.name, number)
                    if line.count("{") + line.count("[") > limits.depth:
                        _check_depth(value, file.name, limits, number)
                    yield number, value

    return Part(file.name, "", "jsonl", stream=records)


class _RefusedError(ValueError):
    """Well-formed JSON that we do not take; its text says why."""


def _decoder() -> Callable[[str], object]:
    def refuse_constant(word: str) -> NoReturn:
        raise _RefusedError(f"{word} is not a number. Write null.")

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise _RefusedError(f'the key "{twice}" stands twice in one object. Keep one.')
        return result

    return json.JSONDecoder(parse_float=Decimal, parse_constant=refuse_constant, object_pairs_hook=unique).decode


def _decoded(text: str, name: str, line: int) -> object:
    return _guarded(_decoder(), text, name, line)


def _guarded(decode: Callable[[str], object], text: str, name: str, line: int) -> object:
    try:
        return decode(text)
    except json.JSONDecodeError as error:
        row = line or error.lineno
        message = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}."
        raise ReadError("broken-json", message, file=name, row=row, column=error.colno) from error
    except _RefusedError as error:
        raise ReadError("refused-json", str(error), file=name, row=line) from error
    except RecursionError as error:
        raise ReadError("too-deep", "is nested too deeply to be read.", file=name, row=line) from error
    except ValueError as error:
        raise ReadError("broken-json", f"holds a number that cannot be read ({error}).", file=name, row=line) from error


def _check_depth(root: object, name: str, limits: ReadLimits, line: int = 0) -> None:
    level: list[object] = [root]
    for _ in range(limits.depth + 1):
        following: list[object] = []
        for value in level:
            if isinstance(value, dict):
                if len(value) > limits.columns * 20:
                    message = f"an object has {len(value):,} keys; the limit is {limits.columns * 20:,}."
                    raise ReadError("too-many-columns", message, file=name, row=line)
                following.extend(child for child in value.values() if isinstance(child, dict | list))
            elif isinstance(value, list):
                following.extend(child for child in value if isinstance(child, dict | list))
        if not following:
            return
        level = following
    raise ReadError("too-deep", f"is nested more than {limits.depth} levels deep.", file=name, row=line)
