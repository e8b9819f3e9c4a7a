"""Names written a little otherwise and values misspelt are proposed; what is another thing is not."""

from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nervecenter.domain.exchange import near_misses
from nervecenter.domain.exchange.near_misses import (
    Misspelling,
    distance,
    edits_allowed,
    edits_between,
    misspellings,
    nearest,
    squeezed,
)
from nervecenter.domain.exchange.vocabularies import vocabulary_of

WORDS = st.text("abcdeé 1-", min_size=0, max_size=10)
NAMES = st.text("abcdefgh", min_size=5, max_size=14)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("GTXPro", "GTX Pro", 0),
        ("são paulo", "Sao-Paulo", 0),
        ("technolgy", "technology", 1),
        ("Philipines", "Philippines", 1),
        ("Lunix", "Linux", None),
        ("Linxu", "Linux", 1),
        ("North", "South", None),
        ("Version 2", "Version 3", None),
        ("GTX Plus Basic", "GTX Plus Pro", None),
        ("Acme", "Acne", None),
        ("Harbour Bank of Norway", "Harbor Bank of Noway", 2),
        ("Sales East Europe", "Sales West Europe", None),
        ("backend/senior engineer", "backend/engineer", None),
        ("database reliability engineer", "site reliability engineer", None),
        ("Geo Replicaton", "Georeplication", 1),
        ("Support Engineer I", "Support Engineer II", None),
        ("", "Linux", None),
    ],
)
def test_which_names_are_near(one: str, other: str, edits: int | None) -> None:
    assert edits_between(one, other) == edits


@given(WORDS, WORDS, st.integers(0, 4))
def test_distance_is_the_same_both_ways_and_nothing_only_for_equals(one: str, other: str, most: int) -> None:
    found = distance(one, other, most)

    assert found == distance(other, one, most)
    assert (found == 0) == (one == other)
    assert found <= most + 1


@given(WORDS, st.integers(0, 12), st.sampled_from("xyz"))
def test_one_letter_more_is_one_edit(word: str, place: int, letter: str) -> None:
    assert distance(word, word[:place] + letter + word[place:], 3) == 1


@given(NAMES, NAMES)
def test_nearness_holds_both_ways_and_within_what_is_allowed(one: str, other: str) -> None:
    edits = edits_between(one, other)

    assert edits == edits_between(other, one)
    assert edits is None or edits <= edits_allowed(min(len(one), len(other)))


@given(
    st.lists(NAMES, min_size=1, max_size=12, unique=True),
    st.lists(NAMES, max_size=12, unique=True),
    st.sampled_from([0, 5_000]),
)
def test_many_names_at_once_find_what_trying_all_pairs_finds(words: list[str], names: list[str], few: int) -> None:
    wanted = {}
    for word in words:
        near = [(edits, name) for name in names if name != word and (edits := edits_between(word, name)) is not None]
        best = [name for edits, name in near if edits == min(near)[0]]
        if len(best) == 1:
            wanted[word] = best[0]

    with patch.object(near_misses, "_FEW", few):
        found = nearest(words, ((name, name) for name in names))

    assert {word: near.meaning for word, near in found.items()} == wanted


@given(NAMES, st.integers(0, 13), st.sampled_from(" -_."))
def test_a_sign_more_finds_its_name(name: str, place: int, sign: str) -> None:
    word = name[:place] + sign + name[place:]
    assume(word != name)

    assert nearest([word], [(name, 7)])[word].meaning == 7
    assert squeezed(word) == squeezed(name)


def test_two_things_of_one_nearness_give_no_proposal() -> None:
    assert nearest(["GTXPro"], [("GTX Pro", 1), ("GTX-Pro", 2)]) == {}
    assert nearest(["GTXPro"], [("GTX Pro", 1), ("gtx pro", 1)])["GTXPro"].meaning == 1


def test_a_rare_value_beside_a_frequent_one_is_proposed() -> None:
    counts = {"technology": 60, "technolgy": 12, "Retail": 30, "retail": 9, "services": 4, "service": 3, "": 50}

    assert misspellings(counts) == [
        Misspelling("technolgy", "technology", 12, 60, 1),
        Misspelling("retail", "Retail", 9, 30, 0),
    ]


def test_a_known_word_is_proposed_without_standing_in_the_column_and_never_doubted() -> None:
    countries = vocabulary_of("country")

    found = misspellings({"Philipines": 2, "Slovenia": 90, "Slovakia": 5, "Atlantis": 1}, countries)

    assert [(one.word, one.meaning) for one in found] == [("Philipines", "Philippines")]
    assert misspellings({"technolgy": 12}, vocabulary_of("industry"))[0].meaning == "technology"
    assert vocabulary_of("colour") == ()


def test_a_known_word_in_other_letters_is_left_as_the_column_writes_it() -> None:
    assert misspellings({"SOFTWARE": 40, "Technology": 3}, vocabulary_of("industry")) == []
