"""Addresses with what looks like a number and is none, or is longer than any of ours: words, never a fault of ours."""

import pytest

from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
LONG = "9" * 23


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/market/accounts/?limit=²", 422),
        (f"/market/accounts/?limit={'9' * 5000}", 422),
        ("/market/accounts/?open=acc-²", 404),
        ("/market/accounts/?scope=prd-²", 200),
        ("/market/accounts/acc-²/", 404),
        ("/search/?q=a&format=palette&selected=²", 200),
        ("/jobs/?before=²", 200),
        (f"/unmatched/?import={LONG}", 200),
        (f"/portfolio/capabilities/new/?modules=mod-{LONG}", 200),
    ],
)
def test_what_is_no_number_of_ours_is_answered_in_words(address: str, status: int) -> None:
    response = signed_in("editor").get(address)

    assert response.status_code == status


def test_after_undo_an_address_with_an_odd_number_is_kept_as_it_was() -> None:
    made = signed_in("editor")
    made.post("/market/accounts/new/", {"name": "Acme", "status": "prospect"})
    undo = made.get("/market/accounts/").text.partition('action="/changes/')[2].partition('"')[0]

    response = made.post(f"/changes/{undo}", {"next": "/market/accounts/acc-²/"})

    assert response.status_code == 302
