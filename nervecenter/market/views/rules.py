"""The rule of a segment in a form: conditions and text, with what it finds before it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from nervecenter.domain.expressions.kinds import Kind
from nervecenter.foundation.actions import change_record, create_record, read_record
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.pages.answers import actor, is_fragment, page, record_number, tell, whole_or_part
from nervecenter.foundation.pages.editing import expected_version
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import resource
from nervecenter.market.account_rules import ATTRIBUTES
from nervecenter.market.models import Segment
from nervecenter.market.queries.segments import offered_values, rule_count
from nervecenter.market.rule_drafts import ConditionRow, RuleDraft, draft_from, draft_of
from nervecenter.market.wording import OPERATORS, attribute_words, rule_in_words

NEW = "market/segments/by-rule/"


@page
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """The rule of a segment, or of a new one: looked at, changed, tried and saved."""
    declared = resource("segment")
    segment: Any = read_record("segment", record_number(declared, public_id)) if public_id else None
    require(actor(request), "change" if segment else "create")
    name = request.POST.get("name", "").strip()
    if request.method == "GET":
        return _shown(request, draft_of(segment.rule if segment else request.GET.get("rule", "")), segment, name)
    draft = draft_from(request.POST)
    if is_fragment(request) or request.POST.get("act") != "save" or draft.fault:
        return _shown(request, draft, segment, name)
    try:
        saved = _save(request, draft, segment, name)
    except InvalidValues as error:
        wrong = "; ".join(f"{field} {text}" for field, text in error.fields.items())
        return _shown(request, draft, segment, name, wrong=wrong)
    tell(request, f"The rule of “{saved.name}” was saved" if segment else f"Segment “{saved.name}” was created")
    return HttpResponseRedirect(declared.record_path(saved.pk))


def _save(request: HttpRequest, draft: RuleDraft, segment: Segment | None, name: str) -> Any:
    if segment is None:
        return create_record("segment", {"name": name, "rule": draft.text}, actor=actor(request))
    version = expected_version(request)
    return change_record("segment", segment.pk, {"rule": draft.text}, actor=actor(request), expected_version=version)


def _shown(
    request: HttpRequest, draft: RuleDraft, segment: Segment | None, name: str, *, wrong: str = ""
) -> HttpResponse:
    fragment = is_fragment(request)
    values = {} if fragment else offered_values()
    context = {
        "segment": segment,
        "path": resource("segment").record_path(segment.pk) if segment else resource("segment").path,
        "version": request.POST.get("expected_version", segment.version) if segment else "",
        "name": name,
        "draft": draft,
        "answer": _answer(draft),
        "rows": [_row(row, values) for row in draft.rows],
        "wrong": wrong,
    }
    response = whole_or_part(request, "market/rule.html", "live", context)
    if (wrong or (draft.fault and request.POST.get("act") == "save")) and not fragment:
        response.status_code = 422
    return response


def _row(row: ConditionRow, values: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "row": row,
        "attributes": [(name, attribute_words(name), name == row.attribute) for name in ATTRIBUTES],
        "operators": [(sign, words, sign == row.operator) for sign, words in OPERATORS.items()],
        "values": values.get(row.attribute, ()),
        "is_date": ATTRIBUTES.get(row.attribute) is Kind.DATE,
    }


def _answer(draft: RuleDraft) -> SafeString:
    if draft.fault:
        return format_html("<b>{}</b> {}", "Nothing can be counted yet.", draft.fault)
    if draft.tree is None:
        return format_html("<b>{}</b>: add a condition to see how many accounts it finds.", "No rule yet")
    found = rule_count(draft.tree)
    return format_html(
        "<b>{} of {} accounts</b> meet this rule, {} of them customers: {}.",
        f"{found.met:,}",
        f"{found.accounts:,}",
        f"{found.customers:,}",
        rule_in_words(draft.tree),
    )
