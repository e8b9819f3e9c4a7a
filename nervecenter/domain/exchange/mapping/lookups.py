"""Looking a word up: another file of the same import says what it stands for."""

from dataclasses import dataclass, field

from nervecenter.domain.exchange.shapes import Block, Listed, Text, shaped

_TEXTS = Listed(Text(), single=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """The file that knows the word, the column it stands in there, and the column that says what it stands for."""

    file: tuple[str, ...] = field(metadata=shaped(_TEXTS, "Name patterns such as owners*.csv; one must fit."))
    find: tuple[str, ...] = field(
        metadata=shaped(_TEXTS, "The column of that file in which the word stands; the first of these that it has.")
    )
    take: tuple[str, ...] = field(
        metadata=shaped(_TEXTS, "The column whose value is taken in its place; the first of these that is filled.")
    )

    @property
    def named(self) -> str:
        """The file and its columns, as a sentence names them."""
        columns = f"{' or '.join(self.find)} and {' or '.join(self.take)}"
        return f"{' or '.join(self.file)} with the columns {columns}"


LOOK_UP = Block(LookUp, "look_up")
