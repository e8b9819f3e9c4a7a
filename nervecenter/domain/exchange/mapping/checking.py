"""What must hold in a mapping document beyond its shape, alone and against the kinds of record there are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from nervecenter.domain.exchange.headers import did_you_mean
from nervecenter.domain.exchange.kinds import KindSpec
from nervecenter.domain.exchange.mapping.document import Condition, Each, MappingDocument, Source, Target
from nervecenter.domain.exchange.mapping.paths import PathError, parsed_path
from nervecenter.domain.exchange.mapping.templates import TemplateError, parsed_template
from nervecenter.domain.exchange.shapes import Problem

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*$")
_RUNAWAY = re.compile(r"[+*}]\s*\)\s*[+*{]|\\[1-9]")
_LONGEST_PATTERN = 300
_ORIGINS = ("column", "template", "constant", "first_of", "all_of", "flags")
_WAYS = ("source_id", "code", "name")


def document_problems(document: MappingDocument) -> Iterator[Problem]:
    """What is wrong with a document that has the right shape."""
    if not _NAME.match(document.name):
        yield Problem("name", f'"{document.name}" must be lower-case words joined by hyphens, such as acme-features.')
    if len(document.system) > 40:
        yield Problem("source" if document.source else "name", "has more than 40 characters.")
    if document.records.path:
        yield from _path_problems("records", document.records.path)
    yield from _where_problems("where", document.where)
    if not document.into:
        yield Problem("into", "is empty. Say which kind of record the file gives.")
    for number, target in enumerate(document.into):
        yield from _target_problems(f"into[{number}]", target)


def kind_problems(document: MappingDocument, kinds: Mapping[str, KindSpec]) -> list[Problem]:
    """Kinds and fields that the document names and that do not exist, with the nearest that does."""
    found: list[Problem] = []
    for number, target in enumerate(document.into):
        path = f"into[{number}]"
        kind = kinds.get(target.kind)
        if kind is None:
            message = f'there is no kind "{target.kind}".{did_you_mean(target.kind, kinds)}'
            found.append(Problem(f"{path}.kind", message))
            continue
        for name, source in target.fields.items():
            place = f"{path}.fields.{name}"
            spec = kind.fields.get(name)
            if spec is None:
                message = f'{kind.kind} has no field "{name}".{did_you_mean(name, kind.fields)}'
                found.append(Problem(place, f"{message} It has {', '.join(kind.fields)}."))
                continue
            for other in source.when or {}:
                if other not in target.fields:
                    near = did_you_mean(other, target.fields)
                    found.append(Problem(f"{place}.when", f'the target fills no field "{other}".{near}'))
            if source.link and source.link != spec.target_kind:
                points = f"points to {spec.target_kind}" if spec.target_kind else "is not a link"
                found.append(Problem(f"{place}.link", f'is "{source.link}", but the field {points}.'))
            found.extend(_way_problems(place, source, kinds.get(spec.target_kind)))
        identified = target.source_id is not None or target.public_id is not None
        if not identified and not (set(kind.keys) & set(target.fields)):
            either = f" or one of the fields {', '.join(kind.keys)}" if kind.keys else ""
            message = f"needs source_id{either}, so that a second import finds its records again."
            found.append(Problem(path, message))
    found.extend(_remark_problems(document, kinds))
    return found


def _remark_problems(document: MappingDocument, kinds: Mapping[str, KindSpec]) -> Iterator[Problem]:
    for number, remark in enumerate(document.remarks):
        path = f"remarks[{number}]"
        given = {target.kind for target in document.into}
        if remark.kind and remark.kind not in given:
            yield Problem(f"{path}.kind", f'the mapping gives no "{remark.kind}".{did_you_mean(remark.kind, given)}')
        elif remark.lacks and not (remark.kind and remark.field):
            yield Problem(path, "needs kind and field with lacks.")
        elif remark.field and remark.kind in kinds and remark.field not in kinds[remark.kind].fields:
            fields = kinds[remark.kind].fields
            yield Problem(
                f"{path}.field", f'{remark.kind} has no field "{remark.field}".{did_you_mean(remark.field, fields)}'
            )


def _way_problems(place: str, source: Source, target: KindSpec | None) -> Iterator[Problem]:
    if target is None:
        return
    ways = ("source_id", *target.keys)
    for way in source.by:
        if way not in ways:
            message = f'a {target.kind} is found by {", ".join(ways)}, not by "{way}".{did_you_mean(way, ways)}'
            yield Problem(f"{place}.by", message)


def _target_problems(path: str, target: Target) -> Iterator[Problem]:
    if not target.fields:
        yield Problem(f"{path}.fields", "is empty.")
    if target.repeats == "number" and target.source_id is None:
        yield Problem(f"{path}.repeats", "can number only what has a source_id.")
    if target.source_id is not None:
        yield from _source_problems(f"{path}.source_id", target.source_id)
    if target.public_id is not None:
        yield from _source_problems(f"{path}.public_id", target.public_id)
    if target.records is not None and target.records.path:
        yield from _path_problems(f"{path}.records", target.records.path)
    for name, source in target.fields.items():
        yield from _source_problems(f"{path}.fields.{name}", source)
    yield from _where_problems(f"{path}.where", target.where)
    if target.for_each is not None:
        yield from _each_problems(f"{path}.for_each", target.for_each)


def _each_problems(path: str, each: Each) -> Iterator[Problem]:
    given = [name for name in ("columns", "all_except", "path", "links") if getattr(each, name)]
    if len(given) != 1:
        yield Problem(path, "needs one of columns, all_except, path and links.")
    for key in ("items", "split"):
        if getattr(each, key) and (each.path or each.links):
            yield Problem(f"{path}.{key}", "says something only together with columns or all_except.")
    if each.path:
        yield from _path_problems(f"{path}.path", each.path)


def _source_problems(path: str, source: Source) -> Iterator[Problem]:
    given = [name for name in _ORIGINS if getattr(source, name) not in ("", None, ())]
    if len(given) != 1:
        named = " and ".join(given) or "none"
        yield Problem(path, f"needs exactly one of {', '.join(_ORIGINS)}; it has {named}.")
    if source.template:
        try:
            parsed_template(source.template)
        except TemplateError as error:
            yield Problem(f"{path}.template", str(error))
    if source.column.startswith(("^", "/")):
        yield from _path_problems(f"{path}.column", source.column)
    if source.capture:
        yield from _pattern_problems(f"{path}.capture", source.capture)
    for number, pattern in enumerate(source.replace or {}):
        yield from _pattern_problems(f"{path}.replace[{number}]", pattern)
    if source.values is None and source.otherwise != "error":
        yield Problem(f"{path}.otherwise", "says something only together with values.")
    yield from _inner_problems(path, source)
    yield from _format_problems(f"{path}.date", source.date)


def _inner_problems(path: str, source: Source) -> Iterator[Problem]:
    for key, sources in (("first_of", source.first_of), ("all_of", source.all_of)):
        for number, each in enumerate(sources):
            yield from _source_problems(f"{path}.{key}[{number}]", each)
    if source.times is not None and not _is_number(source.times):
        yield Problem(f"{path}.times", f'"{source.times}" is not a number. One is 0.01.')


def _is_number(value: object) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _format_problems(path: str, formats: Sequence[str]) -> Iterator[Problem]:
    for form in formats:
        if form == "auto":
            continue
        try:
            shown = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC).strftime(form)
            datetime.strptime(shown, form)  # noqa: DTZ007 (only tried)
            bad = shown == form
        except ValueError:
            bad = True
        if bad:
            yield Problem(path, f'"{form}" is not a date format. One is %d/%m/%Y; auto finds out.')


def _pattern_problems(path: str, pattern: str) -> Iterator[Problem]:
    if len(pattern) > _LONGEST_PATTERN or _RUNAWAY.search(pattern):
        yield Problem(path, "is a pattern that may never end: no repetition of a repetition, no back reference.")
        return
    try:
        re.compile(pattern)
    except re.error as error:
        yield Problem(path, f"is not a regular expression: {error}.")


def _path_problems(path: str, text: str) -> Iterator[Problem]:
    try:
        parsed_path(text)
    except PathError as error:
        yield Problem(path, str(error))


def _where_problems(path: str, where: Mapping[str, object] | None) -> Iterator[Problem]:
    for name, condition in (where or {}).items():
        if isinstance(condition, Condition) and condition.matches:
            yield from _pattern_problems(f"{path}.{name}.matches", condition.matches)
