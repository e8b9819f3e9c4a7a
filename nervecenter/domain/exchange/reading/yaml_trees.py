"""YAML documents, read event by event: no objects are made of tags, nothing is expanded without being counted.

A plain scalar becomes a number only if writing the number again gives the same text, so a version `15.10` and a
code `007` stay what they are. Only true and false are booleans (`no` may be Norway); dates stay text for the
mapping to read.
"""

from math import isfinite

import yaml

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.encoding import text_profile, whole_text
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.options import ReadOptions

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_START = frozenset("-0123456789")
_MERGE = "<<"


def yaml_part(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Part:
    """A YAML document as one tree with the line of every record. Several documents in a file become a list."""
    profile = text_profile(file, declared=options.encoding, limit=limits.yaml_bytes, what="YAML")
    if profile.blank:
        raise ReadError("empty-file", "is empty.", file=file.name)
    if profile.encoding == "cp1252":
        raise ReadError("wrong-encoding", "is not UTF-8, which YAML must be. Save it again as UTF-8.", file=file.name)
    root, line_of = yaml_tree(whole_text(file, profile), name=file.name, limits=limits)
    return Part(file.name, "", "yaml", root=root, line_of=line_of)


def yaml_tree(text: str, *, name: str, limits: ReadLimits) -> tuple[object, dict[int, dict[object, int]]]:
    """The value of a YAML text, and for each of its containers (by `id`) the line of each key or position.

    Refuses broken YAML with line and column, repeated keys, tags, nesting beyond `depth`, and aliases that would
    expand to more than `aliased_nodes` values.
    """
    builder = _Builder(name, limits)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = error.problem or error.context or "cannot be read"
        raise ReadError("broken-yaml", f"is not YAML: {problem}.", file=name, row=row, column=column) from error
    except yaml.YAMLError as error:
        raise ReadError("broken-yaml", f"is not YAML: {error}.", file=name) from error
    documents = builder.documents
    return (documents[0] if len(documents) == 1 else documents), builder.line_of


def plain_scalar(text: str) -> object:
    """What an unquoted YAML scalar stands for: null, a boolean, a number that writes back the same, or its text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBER_START and len(text) < 30:
        try:
            whole = int(text)
            return whole if str(whole) == text else text
        except ValueError:
            pass
        try:
            number = float(text)
            return number if repr(number) == text and isfinite(number) else text
        except ValueError:
            pass
    return text


class _Frame:
    """A container that is being filled: `key` is the waiting key of a mapping."""

    __slots__ = ("anchor", "container", "has_key", "key", "lines", "merges", "size")

    def __init__(self, container: dict[object, object] | list[object], anchor: str | None) -> None:
        self.container = container
        self.lines: dict[object, int] = {}
        self.key: object = None
        self.has_key = False
        self.merges = False
        self.anchor = anchor
        self.size = 1


class _Builder:
    """Builds plain values from parser events, with an explicit stack, so that depth costs no recursion."""

    def __init__(self, name: str, limits: ReadLimits) -> None:
        self._name = name
        self._limits = limits
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[object, int]] = {}
        self._expanded = 0
        self.documents: list[object] = []
        self.line_of: dict[int, dict[object, int]] = {}

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
                raise self._fault("refused-yaml", f"the tag {event.tag} is not allowed. Write the plain value.", event)
            plain = event.implicit[0] and not event.style
            value = plain_scalar(event.value) if plain else event.value
            self._place(value, 1, event, plain=plain)
            if event.anchor:
                self._anchors[event.anchor] = (value, 1)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if event.tag not in (None, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
                raise self._fault("refused-yaml", f"the tag {event.tag} is not allowed. Write the plain value.", event)
            if len(self._stack) >= self._limits.depth:
                raise self._fault("too-deep", f"is nested more than {self._limits.depth} levels deep.", event)
            container: dict[object, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._note_line(event)
            self._stack.append(_Frame(container, event.anchor))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            frame = self._stack.pop()
            self.line_of[id(frame.container)] = frame.lines
            if frame.anchor:
                self._anchors[frame.anchor] = (frame.container, frame.size)
            self._place(frame.container, frame.size, event, plain=False)

    def _alias(self, event: yaml.AliasEvent) -> None:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            raise self._fault("broken-yaml", f"the alias *{event.anchor} has no anchor before it.", event)
        value, size = known
        self._expanded += size
        if self._expanded > self._limits.aliased_nodes:
            limit = self._limits.aliased_nodes
            raise self._fault("alias-bomb", f"its aliases expand to more than {limit:,} values.", event)
        self._place(value, size, event, plain=False)

    def _note_line(self, event: yaml.Event) -> None:
        """A container's line is that of its first line, known now and not at its end."""
        if self._stack:
            frame = self._stack[-1]
            if isinstance(frame.container, list):
                frame.lines[len(frame.container)] = _line(event)

    def _place(self, value: object, size: int, event: yaml.Event, *, plain: bool) -> None:
        if not self._stack:
            self.documents.append(value)
            return
        frame = self._stack[-1]
        frame.size += size
        container = frame.container
        if isinstance(container, list):
            frame.lines.setdefault(len(container), _line(event))
            container.append(value)
        elif not frame.has_key:
            self._take_key(frame, value, event, plain=plain)
        else:
            frame.has_key = False
            if frame.merges:
                self._merge(container, value, event)
            else:
                container[frame.key] = value

    def _take_key(self, frame: _Frame, value: object, event: yaml.Event, *, plain: bool) -> None:
        if isinstance(value, dict | list):
            raise self._fault("refused-yaml", "a key is a list or a mapping. Keys must be plain values.", event)
        key = event.value if plain and isinstance(event, yaml.ScalarEvent) else value
        if key in frame.lines:
            before = frame.lines[key]
            raise self._fault("repeated-key", f'the key "{key}" already stands on line {before}. Keep one.', event)
        frame.lines[key] = _line(event)
        # In quotes it is a key like any other.
        frame.key, frame.has_key, frame.merges = key, True, plain and key == _MERGE

    def _merge(self, container: dict[object, object], value: object, event: yaml.Event) -> None:
        sources = value if isinstance(value, list) else [value]
        for source in sources:
            if not isinstance(source, dict):
                raise self._fault("broken-yaml", "<< must be given a mapping.", event)
            for key, merged in source.items():
                container.setdefault(key, merged)

    def _fault(self, code: str, message: str, event: yaml.Event) -> ReadError:
        column = event.start_mark.column + 1 if event.start_mark else 0
        return ReadError(code, message, file=self._name, row=_line(event), column=column)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
