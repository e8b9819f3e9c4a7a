"""The history of a record and its place in the chain, as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.history import LIMIT, LONGEST, HistoryEntry, history
from nervecenter.foundation.listing import Linked
from nervecenter.foundation.resources import Resource, resource
from nervecenter.foundation.tracing import Trace, TraceNode


def history_answer(request: HttpRequest, declared: Resource, number: int) -> HttpResponse:
    """A page of what happened to a record, newest first."""
    before = whole_number(request, "before", 0, most=2**62)
    limit = whole_number(request, "limit", LIMIT, most=LONGEST)
    found = history(declared.kind, number, before=before, limit=limit)
    following = f"{request.path}?before={found.older}&limit={limit}" if found.older else None
    return json_answer({"items": [_entry(entry) for entry in found.entries], "next": following})


def whole_number(request: HttpRequest, name: str, default: int, *, most: int) -> int:
    """A parameter that is a whole number from 1 to `most`; InvalidValues otherwise."""
    given = request.GET.get(name, "")
    if not given:
        return default
    if not given.isdecimal() or len(given) > len(str(most)) or not 1 <= int(given) <= most:
        raise InvalidValues({name: f"must be a whole number from 1 to {most}"})
    return int(given)


def _entry(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "change": entry.changeset,
        "at": entry.at,
        "operation": entry.operation,
        "action": entry.action,
        "actor": entry.actor,
        "request": entry.request,
        "reason": entry.reason,
        "undoes": entry.undoes,
        "undone_by": entry.undone_by,
        "fields": [
            {"field": change.field.name, "before": _told(change.before), "after": _told(change.after)}
            for change in entry.fields
        ],
    }


def _told(value: Any) -> Any:
    if isinstance(value, Linked):
        return {"id": value.public_id, "name": value.title}
    if isinstance(value, tuple):
        return [_told(one) for one in value]
    return value


def trace_answer(trace: Trace) -> dict[str, Any]:
    """A trace: where it starts, what it reaches, and the steps between."""
    return {
        "start": _node(trace.start),
        "items": [_node(node) for node in trace.nodes],
        "steps": [
            {"near": _public_id(step.near), "far": _public_id(step.far), "label": step.label} for step in trace.steps
        ],
        "cut": trace.cut,
    }


def _node(node: TraceNode) -> dict[str, Any]:
    return {"id": node.public_id, "kind": node.kind, "name": node.title, "depth": node.depth}


def _public_id(key: tuple[str, int]) -> str:
    return resource(key[0]).public_id(key[1])
