"""Who asked for something: the people behind its evidence and its votes, each once, if they may be written to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from nervecenter.evidence.models import Evidence, FeedbackRequest, FeedbackVote
from nervecenter.evidence.targets import link_targets
from nervecenter.foundation.actions import read_record
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.resources import Resource
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Contact

TELLABLE = ("feedback_request", "requirement", "capability", "problem")
SHIPPED = "shipped"
RELEASES = ("shipped_in", "target_release")


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asked and may be told. `contact` is the number of the contact."""

    contact: int
    name: str
    email: str
    account: str


@dataclass(frozen=True, slots=True)
class Askers:
    """Who can be told about a record, and how many cannot: left alone at their wish, or without an e-mail address."""

    what: str
    release: str
    people: tuple[Asker, ...]
    left_alone: int
    without_address: int


def askers(declared: Resource, number: int) -> Askers:
    """Everybody behind the evidence that speaks to the record or to its problems, and whoever voted for it.

    A person is an e-mail address; one of whose contacts declines news is left alone. NotFound for a kind that nobody
    asks for, and where there is no such record.
    """
    if declared.kind not in TELLABLE:
        raise NotFound(f"nobody asks for a {declared.label.lower()}; open a requirement, capability or problem")
    record = read_record(declared.kind, number)
    numbers = _contacts(declared, record)
    rows = Contact.objects.filter(pk__in=numbers, archived_at=None).order_by("name", "pk")
    named = list(rows.values_list("pk", "name", "email", "account__name", "may_be_told"))
    addresses = {email.lower() for _, _, email, _, _ in named if email}
    declined = _declined(addresses)
    people: dict[str, Asker] = {}
    for pk, name, email, account, _ in named:
        if email and email.lower() not in declined:
            people.setdefault(email.lower(), Asker(pk, name, email, account or ""))
    return Askers(
        what=str(getattr(record, declared.title)),
        release=_release(record),
        people=tuple(people.values()),
        left_alone=len(declined),
        without_address=sum(not row[2] for row in named),
    )


def is_shipped(declared: Resource, number: int) -> bool:
    """Whether the record has shipped, by its status or state. One SQL query."""
    names = {field.name for field in declared.model._meta.local_concrete_fields}
    column = next((name for name in ("status", "state") if name in names), "")
    return bool(column) and declared.model._default_manager.filter(pk=number, **{column: SHIPPED}).exists()


def _declined(addresses: Iterable[str]) -> set[str]:
    lower = sorted(addresses)
    found: set[str] = set()
    for start in range(0, len(lower), 500):
        rows = Contact.objects.filter(may_be_told=False).annotate(address=Lower("email"))
        found |= set(rows.filter(address__in=lower[start : start + 500]).values_list("address", flat=True))
    return found


def _contacts(declared: Resource, record: TrackedModel) -> set[int]:
    heard = Evidence.objects.filter(_heard(declared, record), archived_at=None)
    found = set(heard.exclude(contact=None).values_list("contact_id", flat=True))
    found |= set(heard.exclude(participants=None).values_list("participants", flat=True))
    if isinstance(record, FeedbackRequest):
        votes = FeedbackVote.objects.filter(request=record, state=FeedbackVote.State.COUNTED)
        found |= set(votes.exclude(contact=None).values_list("contact_id", flat=True))
    return found


def _heard(declared: Resource, record: TrackedModel) -> Q:
    """Which evidence speaks to the record: linked to it or to one of its problems, or about the capability."""
    # A request has votes of its own; others behind its problem asked for something else, perhaps.
    condition = Q(pk__in=())
    if declared.kind == "capability":
        condition |= Q(capability=record.pk)
    for target in link_targets():
        links: Any = target.links._default_manager
        if target.kind == declared.kind:
            condition |= Q(pk__in=links.filter(**{target.column: record.pk}).values("evidence_id"))
        elif target.kind == "problem" and hasattr(record, "problems"):
            problems = record.problems.values("pk")
            condition |= Q(pk__in=links.filter(**{f"{target.column}__in": problems}).values("evidence_id"))
    return condition


def _release(record: TrackedModel) -> str:
    found = next((getattr(record, name) for name in RELEASES if getattr(record, name, None)), None)
    return str(found) if found is not None else ""
