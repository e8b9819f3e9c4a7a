"""Which records of a list are meant: those that were ticked, or all that match."""

from dataclasses import replace
from urllib.parse import parse_qs

from django.http import HttpRequest, QueryDict

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.listing import ListQuery, query_of, selected
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.addresses import list_parameters
from nervecenter.foundation.pages.answers import record_number
from nervecenter.foundation.pages.scoping import narrowed, scoped
from nervecenter.foundation.resources import Resource

MOST = 10_000


def sent_to(request: HttpRequest) -> QueryDict:
    """What the form sent, by either method."""
    return request.POST if request.method == "POST" else request.GET


def selected_numbers(request: HttpRequest, declared: Resource) -> list[int]:
    """The ticked records (`ids`), or with `all` every record that the list of the address `list` selects.

    `all` is how many the reader was shown. InvalidValues: nothing is selected, the list has become another, or it has
    more than MOST records.
    """
    sent = sent_to(request)
    if sent.get("all"):
        return _all_that_match(declared, str(sent.get("list", "")), str(sent.get("all")))
    numbers = [record_number(declared, public_id) for public_id in sent.getlist("ids")]
    if not numbers:
        raise InvalidValues({"ids": "nothing is selected; tick at least one row of the list"})
    return numbers


def listed_query(declared: Resource, address: str) -> ListQuery:
    """The query behind the address of a list, with its product scope, from its first page."""
    given = parse_qs(address)
    query = query_of(list_parameters(given))
    filters, _ = scoped(declared, next(iter(given.get("scope", [])), ""))
    return replace(query, parameters=narrowed(query.parameters, filters), after="", before="")


def _all_that_match(declared: Resource, address: str, shown: str) -> list[int]:
    numbers = list(selected(declared, listed_query(declared, address)).values_list("pk", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        raise InvalidValues({"all": f"more than {MOST:,} match; narrow the list by a filter"})
    if not is_whole_number(shown) or int(shown) != len(numbers):
        raise InvalidValues({"all": f"{shown} matched when the list was shown, {len(numbers):,} do now; look again"})
    return numbers
