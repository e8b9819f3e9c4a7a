"""What a text is compared by."""

import pytest

from nervecenter.domain.similarity.stemming import stem
from nervecenter.domain.similarity.vocabulary import LEAD, Text, Vocabulary
from nervecenter.domain.similarity.words import plain, raw_words, words_of


def terms(text: str) -> list[str]:
    return [word.term for raw in raw_words(plain(text)) for word in words_of(raw)]


def distinct(count: int) -> str:
    """So many words of letters alone, no two with one stem."""
    return " ".join(f"q{chr(97 + number // 26)}{chr(97 + number % 26)}q" for number in range(count))


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("caresses", "caress"), ("ponies", "poni"), ("agreed", "agre"), ("plastered", "plaster"), ("motoring", "motor"),
        ("hopping", "hop"), ("filing", "file"), ("happy", "happi"), ("sky", "sky"), ("relational", "relat"),
        ("vietnamization", "vietnam"), ("hopefulness", "hope"), ("adjustable", "adjust"), ("adoption", "adopt"),
        ("controlling", "control"), ("rate", "rate"), ("cease", "ceas"), ("us", "us"), ("naïve", "naïve"),
    ],
)  # fmt: skip
def test_words_are_cut_as_porter_cut_them(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_an_identifier_counts_as_a_whole_and_in_its_parts() -> None:
    assert terms("HttpClient.readTimeout") == [
        "=httpclient.readtimeout", "httpclient", "http", "client", "readtimeout", "read", "timeout",
    ]  # fmt: skip
    assert terms("upgrade to 4.1.45 (CVE-2020-1)") == ["upgrad", "=4.1.45", "45", "=cve-2020-1", "cve", "2020"]


def test_stop_words_single_signs_and_very_long_words_do_not_count() -> None:
    assert terms("the a I 5 ✓ of") == []
    assert terms("x" * 65 + " " + "y-" * 40) == []


def test_what_machines_add_is_left_out_unless_nothing_else_is_there() -> None:
    trace = "\tat org.example.Main.run(Main.java:10)\n\tat org.example.Pool.next(Pool.java:7)\n\t... 12 more"

    assert terms(f"Start fails\n{trace}\n> as you wrote\nthanks\n-- \nAnn") == ["start", "fail", "thank"]
    assert terms("<p>Slow <b>export</b></p>{code:java}List<String>{code}") == ["slow", "export", "list", "string"]
    assert "pool" in terms("\n" + trace)
    assert terms("Sent from my phone\nStart fails") == ["start", "fail"]


def test_scripts_without_spaces_are_compared_by_pairs() -> None:
    assert terms("輸出データ") == ["輸出", "出デ", "デー", "ータ"]
    assert terms("数") == ["数"]


def test_marks_and_ligatures_are_evened_out() -> None:
    assert terms("Éclair ﬁle سَلام") == ["eclair", "file", "سلام"]


def test_a_title_leads_and_without_one_the_first_twelve_terms_do() -> None:
    vocabulary = Vocabulary()

    _, titled = vocabulary.counted(Text("slow export", "export of reports"))
    _, bare = vocabulary.counted(Text("", distinct(20)))

    assert titled == [LEAD + 4, LEAD + 5, 1]
    assert [mark >= LEAD for mark in bare] == [True] * 12 + [False] * 8


def test_only_the_first_eighty_terms_of_title_and_body_count() -> None:
    body, _ = Vocabulary().counted(Text("", distinct(200)))
    title, _ = Vocabulary().counted(Text(distinct(200) * 1_000, "then export"))

    assert len(body) == 80
    assert len(title) == 81
