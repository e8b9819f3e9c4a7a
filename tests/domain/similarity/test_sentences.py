"""Sentence vectors beside words: with an engine written here, and with the packaged one where it is installed."""

from collections.abc import Sequence

import numpy as np
import pytest

from nervecenter.domain.similarity.calibration import PRESET_WITH_SENTENCES
from nervecenter.domain.similarity.index import Index
from nervecenter.domain.similarity.routing import Router
from nervecenter.domain.similarity.sentences import NoSentenceEngine, Vectors, sentence_engine
from nervecenter.domain.similarity.vocabulary import Text

MEANINGS = {"sign": 0, "login": 0, "slow": 1, "tardy": 1}
ITEMS = {"a": Text("sign on fails"), "b": Text("tardy pages"), "c": Text("something else")}


class TwoMeanings:
    """Knows two meanings; everything else has none."""

    dimensions = 2

    def __init__(self) -> None:
        self.asked: list[Text] = []

    def vectors(self, texts: Sequence[Text]) -> Vectors:
        self.asked += texts
        made = np.zeros((len(texts), 2), np.float32)
        for row, text in zip(made, texts, strict=True):
            for word in text.title.split():
                if word in MEANINGS:
                    row[MEANINGS[word]] = 1
        return made


def test_a_meaning_is_found_where_no_word_is_shared() -> None:
    index = Index.build(ITEMS.items(), engine=TwoMeanings())

    (proposal,) = index.similar(Text("slow"))

    assert (proposal.key, proposal.score, proposal.words) == ("b", 0.2, ())
    assert proposal.probability == PRESET_WITH_SENTENCES.probability(0.2)


def test_a_text_of_stop_words_alone_may_still_have_a_meaning() -> None:
    index = Index.build([("a", Text("the slow"))], engine=TwoMeanings())
    index.add("stop", Text("the of"), vector=np.array([0, 1], np.float32))

    assert [(proposal.key, proposal.score) for proposal in index.similar_to("stop")] == [("a", 0.2)]
    assert index.similar(Text("the of")) == []


def test_words_keep_four_fifths_of_the_say() -> None:
    by_words = Index.build(ITEMS.items()).similar(Text("login fails"))
    index = Index.build(ITEMS.items(), engine=TwoMeanings())

    (proposal,) = index.similar(Text("login fails"))

    assert by_words[0].key == proposal.key == "a"
    assert proposal.score == pytest.approx(0.8 * by_words[0].score + 0.2, abs=2e-6)


def test_a_removed_text_is_not_found_by_its_meaning_and_a_vector_can_be_handed_in_again() -> None:
    engine = TwoMeanings()
    index = Index.build(ITEMS.items(), engine=engine)
    kept = index.vector("b")

    index.remove("b")
    gone = index.similar(Text("slow"))
    asked = len(engine.asked)
    index.add("b", ITEMS["b"], vector=kept)

    assert gone == []
    assert len(engine.asked) == asked
    assert [proposal.key for proposal in index.similar(Text("slow"))] == ["b"]


def test_gaps_are_closed_in_the_vectors_too() -> None:
    index = Index.build(((key, Text("slow" if key == 1_100 else f"item {key}")) for key in range(1_200)),
                        engine=TwoMeanings())  # fmt: skip

    for key in range(1_000):
        index.remove(key)

    assert [proposal.key for proposal in index.similar(Text("tardy"))] == [1_100]


def test_routing_hears_meanings_beside_words() -> None:
    examples = [("speed", Text("slow thing")), ("access", Text("login thing"))]

    (first, _) = Router(examples, engine=TwoMeanings()).routes(Text("tardy thing"))

    assert first.label == "speed"


def test_the_packaged_model_knows_what_means_the_same() -> None:
    try:
        engine = sentence_engine()
    except NoSentenceEngine as missing:
        pytest.skip(str(missing))

    near, same, far, empty = engine.vectors(
        [Text("I cannot sign in"), Text("login is broken"), Text("export a report as a sheet"), Text()]
    )

    assert near @ same > near @ far + 0.2
    assert np.linalg.norm(near) == pytest.approx(1, abs=1e-5)
    assert not empty.any()
