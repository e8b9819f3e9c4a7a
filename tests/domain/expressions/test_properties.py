"""What holds for every expression, tried on generated ones: it is read as it is written, and means what it says."""

import time

from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.expressions.conditions import conditions_from_data, conditions_of, tree_of
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.evaluating import compiled, evaluate, matcher
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse
from nervecenter.domain.expressions.predicates import AllOf, AnyOf, Predicate, predicate
from nervecenter.domain.expressions.rendering import render
from nervecenter.domain.expressions.tree import Attribute, Node
from tests.domain.expressions.trees import ATTRIBUTES, ROWS, naive, refused, trees

WORDS = st.sampled_from(
    ["size", "country", "in", "and", "or", "not", "is", "empty", "(", ")", "[", "]", "-", "*", "/", "=", "<", ",", "1",
     "2020-01-01", '"', "'a'", "if(", "min(", "contains", "starts with", "1e999", " ", "\n", "é", "\0"]
)  # fmt: skip


@given(trees())
def test_a_tree_is_read_back_from_its_text(tree: Node) -> None:
    text = render(tree)

    assert parse(text, ATTRIBUTES) == tree


@given(trees(), ROWS)
def test_an_expression_means_what_a_naive_interpreter_makes_of_it(tree: Node, row: dict[str, object]) -> None:
    value = evaluate(tree, row).value

    assert value == naive(tree, row)
    assert compiled(parse(render(tree), ATTRIBUTES))(row) == value


@given(st.text(max_size=60) | st.lists(WORDS, max_size=40).map(" ".join) | st.lists(WORDS, max_size=40).map("".join))
def test_any_text_is_an_expression_or_a_refusal_that_says_where(text: str) -> None:
    error = refused(lambda: parse(text, ATTRIBUTES))

    if error is not None:
        assert 0 <= error.position <= len(text) + 1
        assert error.remedy


@given(trees(Kind.TRUTH), ROWS)
def test_a_predicate_holds_for_the_same_rows(tree: Node, row: dict[str, object]) -> None:
    made = None if refused(lambda: predicate(tree)) else predicate(tree)

    if made is not None:
        assert met(made, row) is matcher(tree)(row)


@given(trees(Kind.TRUTH, depth=1), ROWS)
def test_conditions_of_a_form_mean_the_same_as_their_tree(tree: Node, row: dict[str, object]) -> None:
    flat = conditions_of(tree)

    if flat is not None:
        again = tree_of(conditions_from_data(flat.as_data()), ATTRIBUTES)
        assert matcher(again)(row) is matcher(tree)(row)
        assert conditions_of(again) == flat


def met(made: Predicate, row: dict[str, object]) -> bool:
    """Whether a row meets a predicate, asked of each test by itself, as a database would."""
    if isinstance(made, AllOf):
        return all(met(part, row) for part in made.parts)
    if isinstance(made, AnyOf):
        return any(met(part, row) for part in made.parts)
    own, value = row.get(made.attribute.name), made.value
    if isinstance(value, Attribute):
        value = row.get(value.name)  # type: ignore[assignment]
    if made.operator.endswith("empty"):
        return (own is None) is (made.operator == "is empty")
    if own is None or value is None:
        return False
    if isinstance(value, tuple):
        return (own in value) is (made.operator == "in")
    if isinstance(own, str):
        one, other = own.lower(), str(value).lower()
        tests = {"contains": other in one, "starts with": one.startswith(other), "=": own == value}
        found = tests[made.operator.removeprefix("not ").replace("!=", "=")]
        return found is not made.operator.startswith(("not", "!"))
    signs = {"=": own == value, "!=": own != value}
    if made.operator in signs:
        return signs[made.operator]
    less, equal = own < value, own == value  # type: ignore[operator]
    return {"<": less, "<=": less or equal, ">": not less and not equal, ">=": not less}[made.operator]


def test_hostile_texts_are_refused_at_once() -> None:
    deep = ["(" * 3_999, "not " * 900, "-" * 3_999, "if(" * 1_300, "[" * 4_000, '"' * 3_999, "size" + "+size" * 790]
    deep += [
        "size" * 1_000,
        "1" * 4_000,
        "(" * 30 + "size" + ")" * 30 + " = 1" * 900,
        "a" * 5_000,
        "size in (" + "1," * 1_900,
    ]

    started = time.perf_counter()
    refusals = [refused(lambda text=text: parse(text, ATTRIBUTES)) for text in deep]

    assert all(isinstance(error, ExpressionError) for error in refusals)
    assert time.perf_counter() - started < 2
