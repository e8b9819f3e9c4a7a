"""The index: exact scores on a small corpus, and what holds whatever the texts are."""

from math import log
from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.similarity.index import Index, KeyTaken, Proposal, UnknownKey
from nervecenter.domain.similarity.vocabulary import Text

FRUIT = {"a": Text("", "red apple"), "b": Text("", "red pear"), "c": Text("", "green tea")}
WORDS = (
    "crash", "crashes", "the", "of", "login", "logIn", "log-in", "v1.2", "CVE-2020-1", "بطيء", "שלום", "データ", "😀",
    "é", "straße", "<b>", "\n> quoted", "\n at a.b.C(D.java:3)",
)  # fmt: skip

texts = st.builds(
    Text,
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
)
corpora = st.lists(texts, max_size=12).map(lambda many: dict(enumerate(many)))


def answers(index: Index[int]) -> dict[int, list[Proposal[int]]]:
    """Everything the index proposes for its own texts."""
    return {key: index.similar_to(key, 50) for key in index}


def test_a_score_is_the_weighted_mean_of_angle_found_and_covered() -> None:
    index = Index.build(FRUIT.items())

    (proposal,) = index.similar_to("a")

    twice, once = log(1 + (3 - 2 + 0.5) / (2 + 0.5)), log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    angle = twice**2 / (twice**2 + once**2)
    share = twice / (twice + once)
    assert proposal == Proposal("b", round(0.4 * angle + 0.4 * share + 0.2 * share, 6), 0.053, ("red",))
    assert proposal.score == 0.26907


def test_a_word_of_the_title_counts_four_times() -> None:
    items = {"title": Text("pear", "of a green tree"), "body": Text("tree", "with a green pear"), "none": Text("tea")}
    index = Index.build(items.items())

    proposals = index.similar(Text("", "pear"))

    assert [proposal.key for proposal in proposals] == ["title", "body"]
    assert proposals[0].score > proposals[1].score


def test_the_same_words_score_one_and_equals_keep_the_order_of_the_file() -> None:
    index = Index.build((key, Text("Login fails", "Since Monday")) for key in ("z", "a", "m"))

    proposals = index.similar_to("a")

    assert [(proposal.key, proposal.score) for proposal in proposals] == [("z", 1.0), ("m", 1.0)]
    assert [proposal.key for proposal in index.similar(Text("Login fails", "Since Monday"), 2)] == ["z", "a"]


def test_what_shares_no_word_is_not_proposed() -> None:
    index = Index.build(
        [*FRUIT.items(), ("stop", Text("the and of")), ("empty", Text()), ("emoji", Text("😀", "👍🏽"))]
    )

    assert [len(index.similar_to(key)) for key in ("c", "stop", "empty", "emoji")] == [0, 0, 0, 0]
    assert index.similar(Text()) == []
    assert index.similar(Text("purple")) == []
    assert index.similar(Text("red"), 0) == []
    assert Index[str]().similar(Text("red")) == []


def test_forms_of_a_word_parts_of_an_identifier_and_accents_meet() -> None:
    index = Index.build(
        {
            "form": Text("", "crashing"),
            "code": Text("", "HttpClient.readTimeout"),
            "accent": Text("", "Référence"),
            "hebrew": Text("", "שלום עולם"),
            "japanese": Text("", "データを輸出する"),
        }.items()
    )

    def first(text: str) -> list[str]:
        return [proposal.key for proposal in index.similar(Text("", text))]

    assert first("it crashed") == ["form"]
    assert first("timeout while reading") == ["code"]
    assert first("reference") == ["accent"]
    assert first("עולם") == ["hebrew"]
    assert first("データ") == ["japanese"]


def test_shown_words_are_those_of_the_asking_text_and_none_is_part_of_another() -> None:
    index = Index.build(
        {"a": Text("Upgrade Netty", "fixes CVE-2020-1935"), "b": Text("upgraded netty for cve-2020-1935")}.items()
    )

    (proposal,) = index.similar_to("a")

    assert set(proposal.words) == {"Upgrade", "Netty", "CVE-2020-1935"}


def test_a_key_stands_once_and_a_refusal_changes_nothing() -> None:
    index = Index.build(FRUIT.items())

    with pytest.raises(KeyTaken, match="'a' is in the index already"):
        index.add("a", Text("blue"))
    with pytest.raises(KeyTaken, match="'x' is in the index already"):
        Index.build([("x", Text()), ("x", Text())])
    with pytest.raises(UnknownKey, match="'d' is not in the index"):
        index.remove("d")
    with pytest.raises(UnknownKey):
        index.similar_to("d")

    assert list(index) == ["a", "b", "c"]
    assert index.similar(Text("blue")) == []


def test_many_removals_close_the_gaps_and_change_no_answer() -> None:
    items = {key: Text(f"item {key % 97}", f"group {key % 7}") for key in range(1_500)}
    index = Index.build(items.items())

    for key in range(1_200):
        index.remove(key)

    left = Index.build((key, text) for key, text in items.items() if key >= 1_200)
    assert len(index) == 300
    assert [index.similar_to(key) for key in (1_200, 1_499)] == [left.similar_to(key) for key in (1_200, 1_499)]


def test_it_answers_while_others_add_and_remove() -> None:
    index = Index.build((key, Text(f"item {key}", "shared words")) for key in range(50))
    failures: list[Exception] = []

    def change(start: int) -> None:
        try:
            for key in range(start, start + 50):
                index.add(key, Text(f"item {key}", "shared words"))
                index.similar_to(key)
                index.remove(key)
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [Thread(target=change, args=(start,)) for start in (1_000, 2_000, 3_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert list(index) == list(range(50))


@given(corpora)
def test_nothing_proposes_itself_and_scores_fall_from_one_to_zero(corpus: dict[int, Text]) -> None:
    index = Index.build(corpus.items())

    found = answers(index)

    for key, proposals in found.items():
        scores = [proposal.score for proposal in proposals]
        assert key not in {proposal.key for proposal in proposals}
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert all(proposal.words for proposal in proposals)


@given(corpora, st.data())
def test_removing_a_text_is_as_if_it_had_never_come(corpus: dict[int, Text], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(corpus)))) if corpus else set()
    index = Index.build(corpus.items())

    for key in sorted(gone):
        index.remove(key)

    assert answers(index) == answers(Index.build((key, text) for key, text in corpus.items() if key not in gone))


@given(corpora)
def test_adding_one_by_one_with_questions_between_is_building_at_once(corpus: dict[int, Text]) -> None:
    index = Index[int]()

    for key, text in corpus.items():
        index.add(key, text)
        index.similar(text)

    assert answers(index) == answers(Index.build(corpus.items()))


@given(corpora, st.randoms())
def test_the_order_of_the_texts_decides_among_equals_only(
    corpus: dict[int, Text], random: "np.random.Generator"
) -> None:
    shuffled = list(corpus.items())
    random.shuffle(shuffled)

    there, here = answers(Index.build(shuffled)), answers(Index.build(corpus.items()))

    for key in corpus:
        assert sorted(there[key], key=lambda each: each.key) == sorted(here[key], key=lambda each: each.key)


@given(texts)
def test_a_text_finds_its_own_copy_with_score_one_or_has_no_word(text: Text) -> None:
    index = Index.build([("copy", text), *FRUIT.items()])

    found = [proposal.score for proposal in index.similar(text) if proposal.key == "copy"]

    assert found in ([1.0], [])
    assert bool(found) == bool(index.similar(text))
