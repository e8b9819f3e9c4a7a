"""What the reference says of the language is so."""

import re

import pytest

from nervecenter.domain.expressions import construction, parsing, tokens
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse
from tests.architecture.tree import ROOT

TEXT = (ROOT / "docs" / "reference" / "expressions.md").read_text()
ATTRIBUTES = {
    **dict.fromkeys(["industry", "country", "name", "website"], Kind.TEXT),
    **dict.fromkeys(["employees", "annual_revenue", "fit"], Kind.NUMBER),
    **dict.fromkeys(["is_customer", "is_target"], Kind.TRUTH),
    "first_seen": Kind.DATE,
}


def test_every_example_is_a_rule() -> None:
    examples = re.findall(r"^ {4}(.+)$", TEXT, re.MULTILINE)

    kinds = [parse(example, ATTRIBUTES).kind for example in examples]

    assert kinds == [Kind.TRUTH] * 5


@pytest.mark.parametrize(("text", "answer"), re.findall(r"^\| `(.+)` \| (.+ at \d+: .+) \|$", TEXT, re.MULTILINE))
def test_every_refusal_is_the_one_that_is_told(text: str, answer: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text, ATTRIBUTES)

    assert str(refused.value) == answer


def test_every_function_word_and_limit_is_named() -> None:
    words = re.findall(r"\w+", TEXT)

    assert set(construction.FUNCTIONS) <= set(words)
    assert set(tokens.KEYWORDS) <= set(words)
    assert f"{construction.LONGEST:,} characters, {parsing.DEEPEST} brackets" in TEXT
    assert f"{construction.HIGHEST} steps" in TEXT
