"""Facts about what the market says and does: who was spoken to, how deals ended, which words were used."""

from dataclasses import dataclass
from datetime import date

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketContactFacts(FactRow):
    """A product on sale or a target segment, and the day of the last interview about it that was held to learn."""

    kind: str
    last_learning_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaFacts(FactRow):
    """A persona, how many interviews shaped it, and whether the person who looks after it took part in any.

    `is_used`: problems, segments, buyer circles or messages refer to it. `owner` is empty where nobody looks after it.
    """

    kind: str = "persona"
    is_guess: bool = False
    is_used: bool = False
    interview_count: int = 0
    owner: str = ""
    owner_interview_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DealQuarterFacts(FactRow):
    """The deals closed in one quarter: how many have no reason, how many were lost to nobody knows whom.

    A reason is the seller's or one that the buyer gave.
    """

    kind: str = "quarter"
    closed: int = 0
    without_reason: int = 0
    lost: int = 0
    lost_to_unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DealReasonFacts(FactRow):
    """A closed deal whose buyer was interviewed: what the seller says and what the buyer says.

    `buyer_reasons` holds the buyer's strongest reasons first. Outcomes are words such as won, lost, no_decision; empty
    where nobody said.
    """

    kind: str = "deal"
    seller_reason: str = ""
    buyer_reasons: tuple[str, ...] = ()
    seller_outcome: str = ""
    buyer_outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulDealFacts(FactRow):
    """A deal that may contradict itself. Only such deals come here; a company has too many others.

    `currency_percent`: how many percent of the deals with a currency are in this one; empty where it has none.
    """

    kind: str = "deal"
    outcome: str = "open"
    opened_on: date | None = None
    closed_on: date | None = None
    amount: float | None = None
    currency: str = ""
    currency_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineFacts(FactRow):
    """Open deals of one segment, channel or product, and whether the offering grid covers it.

    `amount` is in the company's usual currency; deals in another are counted and not added.
    """

    kind: str
    is_offered: bool = True
    deals: int = 0
    amount: float = 0
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketWordsFacts(FactRow):
    """An approved positioning, beside the words that its customers use.

    `market_terms` are the words that most of `pieces` win-loss interviews and tickets use, the most frequent first;
    `shared_terms` those among them that the positioning or a claim of its product uses too.
    """

    kind: str = "positioning"
    shared_terms: frozenset[str] = frozenset()
    market_terms: tuple[str, ...] = ()
    pieces: int = 0
