"""Routing to labels by the texts that were put there before."""

import pytest

from nervecenter.domain.similarity.routing import PRESET_SHARPNESS, Router
from nervecenter.domain.similarity.vocabulary import Text

EXAMPLES = [
    ("billing", Text("Invoice shows the wrong tax")),
    ("billing", Text("Pay invoices by card")),
    ("export", Text("Export reports as a sheet")),
    ("export", Text("Scheduled export of reports")),
]


def test_a_text_goes_where_its_words_were_put_before() -> None:
    routes = Router(EXAMPLES).routes(Text("", "The invoice cannot be paid"))

    assert [route.label for route in routes] == ["billing", "export"]
    assert routes[0].probability > 0.9
    assert sum(route.probability for route in routes) == pytest.approx(1, abs=0.002)
    assert routes[0].words == ("invoice",)


def test_nothing_is_guessed_for_words_never_seen() -> None:
    router = Router(EXAMPLES)

    assert router.routes(Text("", "Völlig anderes")) == []
    assert router.routes(Text()) == []
    assert Router[str]([]).routes(Text("Invoice")) == []


def test_few_examples_leave_the_preset_and_many_fit_it_on_the_latest() -> None:
    many = [(label, Text(f"{text.title} {number % 5}{number % 7}")) for number in range(60) for label, text in EXAMPLES]

    few, fitted = Router(EXAMPLES), Router(many)

    assert (few.sharpness, few.basis) == (PRESET_SHARPNESS, "preset: stages of public release notes")
    assert fitted.basis == "fitted on the 60 latest examples"
    assert fitted.sharpness > PRESET_SHARPNESS


def test_labels_stand_in_the_order_of_their_first_example_and_so_do_equals() -> None:
    router = Router([("b", Text("same words")), ("a", Text("same words"))])

    routes = router.routes(Text("same words"))

    assert router.labels == ("b", "a")
    assert [(route.label, route.score, route.probability) for route in routes] == [("b", 1.0, 0.5), ("a", 1.0, 0.5)]


def test_a_text_without_words_teaches_nothing_and_breaks_nothing() -> None:
    router = Router([*EXAMPLES, ("empty", Text("", "the of"))])

    assert [route.label for route in router.routes(Text("tax invoice"), 1)] == ["billing"]
