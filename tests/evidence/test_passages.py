"""Passages are found where a browser says they are, and texts are cut into marked pieces without losing a character."""

from hypothesis import given
from hypothesis import strategies as st

from nervecenter.evidence.passages import Piece, Span, passage_in, pieces, word_spans

SPANS = st.lists(st.builds(Span, st.integers(-2, 30), st.integers(-2, 30), st.sampled_from(["word", "passage"])))


def test_a_passage_is_found_at_the_place_nearest_to_where_it_was_selected() -> None:
    text = "slow, and slow, and slow"

    assert passage_in(text, "slow", 12) == (10, "slow")
    assert passage_in(text, " slow ", None) == (0, "slow")
    assert passage_in(text, "fast", 0) is None
    assert passage_in(text, "  ", 0) is None


def test_line_ends_are_alike_and_the_passage_is_kept_as_it_stands() -> None:
    assert passage_in("one\r\ntwo\nthree", "one\ntwo\r\nthree", 0) == (0, "one\r\ntwo\nthree")


def test_words_are_found_by_their_beginning_whatever_their_case() -> None:
    assert word_spans("Exports: an export exporting", ["export", "an"]) == [
        Span(0, 7, "word"),
        Span(12, 18, "word"),
        Span(19, 28, "word"),
    ]


def test_overlapping_marks_are_kept_apart() -> None:
    cut = pieces("slow exports hurt", [Span(0, 12, "passage"), Span(5, 12, "word")])

    assert cut == [Piece("slow ", ("passage",)), Piece("exports", ("passage", "word")), Piece(" hurt")]


@given(st.text(max_size=25), SPANS)
def test_no_character_is_lost_whatever_is_marked(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in pieces(text, spans)) == text
