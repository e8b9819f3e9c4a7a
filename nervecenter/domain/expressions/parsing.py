"""From text to tree, by recursive descent: one look ahead, each word read once."""

from collections.abc import Callable
from typing import Final

from nervecenter.domain.expressions import construction as make
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Attributes, Kind
from nervecenter.domain.expressions.tokens import Token, Word, tokens
from nervecenter.domain.expressions.tree import Literal, Node

DEEPEST: Final = 30
"""How many brackets, calls, `not` and minus signs may stand inside one another."""

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_A_VALUE = "a value, an attribute or a function belongs here"


def parse(text: str, attributes: Attributes, *, expected: Kind | None = None) -> Node:
    """The tree of an expression over these attributes. Raises ExpressionError and nothing else.

    `expected` is the kind the whole must have: TRUTH for a rule, NUMBER for a formula.
    """
    parser = _Parser(tokens(text), attributes)
    if parser.ended():
        raise ExpressionError("an empty expression", "write a condition, such as size > 10", code="empty")
    tree = parser.expression()
    if not parser.ended():
        raise parser.unexpected()
    if expected is not None and tree.kind is not expected:
        needed = "a condition is needed here, such as size > 10"
        remedy = needed if expected is Kind.TRUTH else f"{expected.words} is needed here"
        raise ExpressionError(f"the whole is {tree.kind.words}", remedy, position=tree.at, code="wrong-kind")
    return tree


class _Parser:
    def __init__(self, words: list[Token], attributes: Attributes) -> None:
        self.words = words
        self.attributes = attributes
        self.place = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.words[self.place]

    def ended(self) -> bool:
        """Whether every word has been read."""
        return self.now.word is Word.END

    def expression(self) -> Node:
        return self._joined("or", lambda: self._joined("and", self._condition))

    def unexpected(self, remedy: str = "") -> ExpressionError:
        token = self.now
        if not remedy and token.word is Word.SIGN and token.value in _COMPARISONS:
            remedy = "comparisons cannot be chained; join two with `and`"
        elif not remedy and token.word in {Word.NAME, Word.NUMBER, Word.TEXT, Word.DATE}:
            remedy = "an operator such as = or `and` is missing before it, or quotes around a text"
        return ExpressionError(
            f"unexpected {token.shown}", remedy or "take it out", position=token.at, code="unexpected"
        )

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        at = self.now.at
        parts = [part()]
        while self._takes(word):
            parts.append(part())
        return make.join(word, parts, at=at)

    def _condition(self) -> Node:
        at = self.now.at
        if self._takes("not"):
            return make.negation(self._deeper(self._condition), at=at)
        return self._tested(self._sum(), at)

    def _tested(self, left: Node, at: int) -> Node:
        """A value with the one test that may follow it."""
        sign = self.now.value
        if self.now.word is Word.SIGN and sign in _COMPARISONS:
            self.place += 1
            return make.comparison(str(sign), left, self._sum(), at=at)
        if self._takes("is"):
            negated = self._takes("not")
            self._needs("empty", "`is` goes on with `empty` or `not empty`")
            return make.empty_test(left, negated=negated, at=at)
        negated = self._takes("not")
        if self._takes("in"):
            return make.among(left, self._options(), negated=negated, at=at)
        if self._takes("contains"):
            return make.text_test("contains", left, self._sum(), negated=negated, at=at)
        if self._takes("starts"):
            self._needs("with", "`starts` goes on with `with`")
            return make.text_test("starts with", left, self._sum(), negated=negated, at=at)
        if negated:
            raise self.unexpected("after `not` comes `in`, `contains` or `starts with`")
        return left

    def _options(self) -> list[Literal]:
        self._needs("(", 'after `in` comes a list, such as ("a", "b")')
        found = [self._option()]
        while self._takes(","):
            found.append(self._option())
        self._needs(")", "a list is closed with )")
        return found

    def _option(self) -> Literal:
        minus = self._takes("-")
        found = self._literal(minus=minus)
        if found is None:
            raise self.unexpected('a list holds values only, such as ("a", "b")')
        return found

    def _sum(self) -> Node:
        return self._chained(("+", "-"), lambda: self._chained(("*", "/"), self._signed))

    def _chained(self, signs: tuple[str, str], part: Callable[[], Node]) -> Node:
        at = self.now.at
        left = part()
        while self.now.word is Word.SIGN and self.now.value in signs:
            sign = str(self.now.value)
            self.place += 1
            left = make.arithmetic(sign, left, part(), at=at)
        return left

    def _signed(self) -> Node:
        at = self.now.at
        if not self._takes("-"):
            return self._primary()
        if self.now.word is Word.NUMBER:
            found = self._literal(minus=True)
            if found is not None:
                return found
        return make.negative(self._deeper(self._signed), at=at)

    def _primary(self) -> Node:
        token = self.now
        found = self._literal()
        if found is not None:
            return found
        if self._takes("("):
            inner = self._deeper(self.expression)
            self._needs(")", "a bracket is closed with )")
            return inner
        if token.word is not Word.NAME:
            raise self.unexpected(_A_VALUE)
        self.place += 1
        if not self._takes("("):
            return make.attribute(str(token.value), self.attributes, at=token.at)
        arguments = [self._deeper(self.expression)]
        while self._takes(","):
            arguments.append(self._deeper(self.expression))
        self._needs(")", "the arguments of a function are closed with )")
        return make.call(str(token.value).lower(), arguments, at=token.at)

    def _literal(self, *, minus: bool = False) -> Literal | None:
        """The value that stands here, if one does; after a minus only a number will do."""
        token = self.now
        value: object = token.value
        if token.word is Word.KEYWORD and value in {"true", "false"}:
            value = value == "true"
        elif token.word not in {Word.NUMBER, Word.TEXT, Word.DATE}:
            return None
        if minus:
            if not isinstance(value, float):
                raise self.unexpected("only a number can be negative")
            value = -value
        self.place += 1
        return make.literal(value, at=token.at - minus)

    def _deeper(self, part: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            remedy = f"at most {DEEPEST} brackets may stand inside one another; split it"
            raise ExpressionError("an expression that is too deep", remedy, position=self.now.at, code="too-deep")
        found = part()
        self.depth -= 1
        return found

    def _takes(self, value: str) -> bool:
        if self.now.word in {Word.SIGN, Word.KEYWORD} and self.now.value == value:
            self.place += 1
            return True
        return False

    def _needs(self, value: str, remedy: str) -> None:
        if not self._takes(value):
            raise self.unexpected(remedy)
