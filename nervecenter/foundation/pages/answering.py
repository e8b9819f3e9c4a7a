"""Pages that answer a question: one sentence in words, the filters it holds for, pictures, then the rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.resources import UnknownKind, parse_public_id, resource


@dataclass(frozen=True, slots=True)
class Chooser:
    """A filter of a page: what may be chosen (value and words), and what is. Nothing chosen means `every`."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    every: str = "All"


def answer_page(
    request: HttpRequest,
    template: str,
    *,
    answer: SafeString,
    figures: Mapping[str, Figure] | None = None,
    choosers: Sequence[Chooser] = (),
    **context: Any,
) -> HttpResponse:
    """The page; or, where the address asks for `csv=<figure>`, the rows of that figure as a file."""
    pictures = dict(figures or {})
    wanted = request.GET.get("csv", "")
    if wanted:
        if wanted not in pictures:
            raise NotFound(f"this page has no figure '{wanted}'; it has {', '.join(pictures) or 'none'}")
        headers = {"Content-Disposition": f'attachment; filename="{wanted}.csv"'}
        return HttpResponse(pictures[wanted].csv(), content_type="text/csv; charset=utf-8", headers=headers)
    shown = {name: replace(figure, csv_path=csv_path(request, name)) for name, figure in pictures.items()}
    kept = {chooser.name for chooser in choosers}
    hidden = [(name, value) for name, values in request.GET.lists() for value in values if value and name not in kept]
    page = {"answer": answer, "figures": shown, "choosers": choosers, "hidden": hidden}
    chosen = [chooser for chooser in choosers if chooser.chosen]
    return render(request, template, page | {"chosen": chosen, "path": request.path} | context)


def csv_path(request: HttpRequest, name: str) -> str:
    """The address that gives a figure of this page as CSV, with the filters that hold."""
    parameters = request.GET.copy()
    parameters["csv"] = name
    return f"{request.path}?{parameters.urlencode()}"


def path_having(request: HttpRequest, **changes: str | int) -> str:
    """This page from its first row, with these parameters instead; an empty value takes a parameter out."""
    parameters = request.GET.copy()
    for name in ("start", "csv", *changes):
        parameters.pop(name, None)
    for name, value in changes.items():
        if value != "":
            parameters[name] = str(value)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


def chosen_start(request: HttpRequest) -> int:
    """How many rows the address skips (`start=50`); InvalidValues when that is no whole number."""
    text = request.GET.get("start", "") or "0"
    if not text.isdecimal() or len(text) > 9:
        raise InvalidValues({"start": f"'{text}' is not a whole number from 0 up"})
    return int(text)


def chosen_word(request: HttpRequest, name: str, known: Iterable[str]) -> str:
    """The word a parameter chooses, empty for none; InvalidValues names the words it knows."""
    word, words = request.GET.get(name, ""), tuple(known)
    if word and word not in words:
        raise InvalidValues({name: f"'{word}' is not one of {', '.join(words)}"})
    return word


def chosen_record(request: HttpRequest, name: str, kind: str) -> int | None:
    """The number of the record a parameter chooses by its public id; InvalidValues when it is of another kind."""
    public_id = request.GET.get(name, "")
    if not public_id:
        return None
    try:
        declared, number = parse_public_id(public_id)
    except UnknownKind as error:
        raise InvalidValues({name: str(error)}) from None
    if declared.kind != kind:
        raise InvalidValues({name: f"{public_id} is no {resource(kind).label.lower()}"})
    return number
