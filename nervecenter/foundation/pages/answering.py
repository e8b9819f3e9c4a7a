"""Pages that answer a question: one sentence in words, the filters it holds for, pictures, then the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.figures import Figure


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
