"""What is proposed for one item, for programs and agents: to be looked at, never taken by itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from nervecenter.evidence.api.bodies import number_in
from nervecenter.evidence.api.routing import TAGS, router
from nervecenter.evidence.proposing.proposals import Proposed, duplicates, proposals
from nervecenter.evidence.queries.items import item
from nervecenter.foundation.api.described import brings
from nervecenter.foundation.api.representation import json_answer


class ProposedRecord(Schema):
    """A record that resembles the item: how likely it is meant, and the words that both share.

    `probability` is null where the record was only found by its words, because the comparison is not ready yet.
    """

    id: str
    kind: str
    name: str
    probability: float | None
    words: list[str]


class EvidenceProposals(Schema):
    """What an item may speak to, and other items that may say the same; the likeliest first."""

    targets: list[ProposedRecord]
    duplicates: list[ProposedRecord]


@router.get(
    "/evidence/{public_id}/proposals",
    response=EvidenceProposals,
    openapi_extra=brings(errors=(404,)),
    operation_id="list_evidence_proposals",
    summary="What a piece of evidence may speak to",
    tags=TAGS,
)
def list_proposals(request: HttpRequest, public_id: str) -> HttpResponse:
    """Problems and requirements that it may speak to, and likely duplicates. Nothing is linked by asking."""
    shown = item(number_in(public_id))
    record, linked = shown.record, {(link.kind, link.number) for link in shown.links}
    targets = [one for one in proposals(record.name, record.text).targets if (one.kind, one.number) not in linked]
    alike = [one.proposed for one in duplicates(shown.number, record.name, record.text)]
    return json_answer({"targets": [_told(one) for one in targets], "duplicates": [_told(one) for one in alike]})


def _told(one: Proposed) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "kind": one.kind,
        "name": one.name,
        "probability": one.chance,
        "words": list(one.words),
    }
