"""What the checks read about who was spoken to, and in which words the market speaks."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from nervecenter.domain.checks.facts.evidence import MarketContactFacts, MarketWordsFacts, PersonaFacts
from nervecenter.domain.similarity.words import STOP_WORDS, raw_words, words_of
from nervecenter.evidence.models import Driver, Evidence, WinLossInterview
from nervecenter.foundation.resources import resource
from nervecenter.gotomarket.models import Claim, Message, Positioning
from nervecenter.gotomarket.models.messages import Approval
from nervecenter.market.models import BuyerRole, Persona, Problem, Segment
from nervecenter.market.queries.membership import effective_segment, segment_rules
from nervecenter.portfolio.models import Offering, Product

NEWEST_PIECES = 500
FREQUENT_TERMS = 25
SHORTEST_TERM = 3


def market_contact_facts() -> tuple[MarketContactFacts, ...]:
    """Each product on sale and each target segment with its last learning interview. Four SQL queries."""
    held = Evidence.objects.filter(archived_at=None, kind=Evidence.Kind.INTERVIEW, aim=Evidence.Aim.LEARNING)
    sold = Exists(Offering.objects.filter(archived_at=None, is_sold=True, product=OuterRef("pk")))
    asked = (
        ("product", "product_id", Product.objects.filter(Q(sold) | Q(is_marketed=True), archived_at=None)),
        ("segment", "segment_id", Segment.objects.filter(archived_at=None, is_target=True)),
    )
    found = []
    for kind, column, subjects in asked:
        last = dict(held.exclude(**{column: None}).values_list(column).annotate(Max("occurred_on")).order_by())
        declared = resource(kind)
        found += [
            MarketContactFacts(kind=kind, id=declared.public_id(number), label=name, last_learning_on=last.get(number))
            for number, name in subjects.order_by("id").values_list("id", "name")
        ]
    return tuple(found)


def persona_facts() -> tuple[PersonaFacts, ...]:
    """Each persona with the interviews behind it. Three SQL queries."""
    shaped = Evidence.personas.through.objects.filter(
        evidence__kind=Evidence.Kind.INTERVIEW, evidence__archived_at=None
    ).order_by()
    interviews = dict(shaped.values_list("persona_id").annotate(Count("evidence_id")))
    by_owner = shaped.filter(evidence__interviewers=F("persona__owner"))
    present = dict(by_owner.values_list("persona_id").annotate(Count("evidence_id", distinct=True)))
    used: Any = Exists(Problem.personas.through.objects.filter(persona=OuterRef("pk"), problem__archived_at=None))
    for model in (BuyerRole, Message):
        used |= Exists(model._default_manager.filter(archived_at=None, persona=OuterRef("pk")))
    declared = resource("persona")
    rows = Persona.objects.filter(archived_at=None).annotate(used=used).order_by("id")
    return tuple(
        PersonaFacts(
            id=declared.public_id(number),
            label=name,
            is_guess=is_guess,
            is_used=is_used or segment is not None,
            interview_count=interviews.get(number, 0),
            owner=owner or "",
            owner_interview_count=present.get(number, 0),
        )
        for number, name, is_guess, is_used, segment, owner in rows.values_list(
            "id", "name", "is_guess", "used", "segment_id", "owner__name"
        )
    )


def market_words_facts() -> tuple[MarketWordsFacts, ...]:
    """Each approved positioning beside the words of its product's and segment's newest customers. Six SQL queries."""
    declared = resource("positioning")
    rows = Positioning.objects.filter(archived_at=None, status=Approval.APPROVED).order_by("id")
    positioned = list(rows.values_list("id", "name", "statement", "product_id", "segment_id"))
    voices = _voices() if positioned else []
    claims: dict[int | None, list[str]] = defaultdict(list)
    live = Claim.objects.filter(archived_at=None).exclude(status=Claim.Status.WITHDRAWN)
    for product, name in live.values_list("product_id", "name"):
        claims[product].append(name)
    found = []
    for number, name, statement, product, segment in positioned:
        texts = [voice.text for voice in voices if voice.concerns(product, segment)]
        frequent = _frequent(texts)
        ours = {term for text in (name, statement, *claims[product]) for term, _ in _terms(text)}
        found.append(
            MarketWordsFacts(
                id=declared.public_id(number),
                label=name,
                market_terms=tuple(frequent.values()),
                shared_terms=frozenset(shown for term, shown in frequent.items() if term in ours),
                pieces=len(texts),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one customer said, and which product and segments it is of."""

    text: str
    product: int | None
    segments: tuple[int | None, int | None]

    def concerns(self, product: int | None, segment: int | None) -> bool:
        return (product is None or self.product == product) and (segment is None or segment in self.segments)


def _voices() -> list[_Voice]:
    """The newest win-loss interviews, each with what its buyer gave as reasons, and the newest tickets."""
    held = WinLossInterview.objects.filter(archived_at=None, deal__archived_at=None).order_by("-held_on", "-id")
    rules = segment_rules()
    columns = ("id", "text", "deal__product_id", "deal__segment_id", "of_account")
    belonging = held.annotate(of_account=effective_segment(rules, prefix="deal__account__"))
    interviews = {row[0]: row[1:] for row in belonging.values_list(*columns)[:NEWEST_PIECES]}
    words: dict[int, list[str]] = defaultdict(list)
    drivers = Driver.objects.filter(archived_at=None, interview__in=list(interviews)).order_by("id")
    for interview, said in drivers.values_list("interview_id", "name"):
        words[interview].append(said)
    told = [
        _Voice("\n".join([text, *words[interview]]), product, (segment, its_segment))
        for interview, (text, product, segment, its_segment) in interviews.items()
    ]
    tickets = Evidence.objects.filter(archived_at=None, kind=Evidence.Kind.TICKET).order_by("-occurred_on", "-id")
    placed = tickets.annotate(of_account=effective_segment(rules, prefix="account__"))
    newest = placed.values_list("name", "text", "product_id", "segment_id", "of_account")[:NEWEST_PIECES]
    return told + [
        _Voice(f"{name}\n{text}", product, (segment, its_segment))
        for name, text, product, segment, its_segment in newest
    ]


def _frequent(texts: Iterable[str]) -> dict[str, str]:
    """The terms that most texts use, with the word as it is mostly written; a term of one text is no habit."""
    uses: Counter[str] = Counter()
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        terms = set(_terms(text))
        uses.update({term for term, _ in terms})
        for term, shown in terms:
            written[term][shown] += 1
    ordered = sorted(uses.items(), key=lambda use: (-use[1], use[0]))
    usual = {term: min(words, key=lambda word: (-words[word], word)) for term, words in written.items()}
    return {term: usual[term] for term, count in ordered[:FREQUENT_TERMS] if count > 1}


def _terms(text: str) -> Iterable[tuple[str, str]]:
    for raw in raw_words(text):
        for word in words_of(raw):
            shown = word.shown.lower()
            if not word.compound and len(shown) >= SHORTEST_TERM and shown not in STOP_WORDS and not shown.isdigit():
                yield word.term, shown
