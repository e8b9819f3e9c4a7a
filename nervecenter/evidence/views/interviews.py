"""An interview is written down: a short form that ends in the inbox, where passages are highlighted."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.actions import create_record
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.pages.answers import actor, page, tell
from nervecenter.foundation.pages.choices import field_inputs, with_errors
from nervecenter.foundation.pages.forms import sent_texts, values_of
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import resource

FIELDS = ("name", "occurred_on", "aim", "account", "interviewers", "participants", "personas", "product", "text", "url")
PREFILLED = {"persona": "personas", "account": "account", "product": "product"}


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of an interview; the record it was asked from is filled in (`account=acc-1`)."""
    declared = resource("evidence")
    require(actor(request), "create")
    wrong: dict[str, str] = {}
    if request.method == "GET":
        texts = {name: request.GET.getlist(name) or [""] for name in FIELDS}
        for given, name in PREFILLED.items():
            texts[name] = request.GET.getlist(given) or texts[name]
        texts["occurred_on"] = [request.GET.get("occurred_on") or timezone.localdate().isoformat()]
        texts["aim"] = [request.GET.get("aim") or Evidence.Aim.LEARNING]
    else:
        texts = sent_texts(declared, FIELDS, request.POST)
        values, wrong = values_of(declared, texts)
        values |= {"kind": Evidence.Kind.INTERVIEW, "grade": Evidence.Grade.PRIMARY}
        try:
            if wrong:
                raise InvalidValues(wrong)
            made = create_record("evidence", values, actor=actor(request))
        except InvalidValues as error:
            wrong = error.fields
        else:
            tell(request, f"Interview “{made}” was written down; mark what matters in it")
            return HttpResponseRedirect(f"/evidence/inbox/?item={declared.public_id(made.pk)}")
    inputs = with_errors(field_inputs(declared, FIELDS, texts), wrong)
    shown = {"inputs": inputs, "wrong": wrong}
    return render(request, "evidence/interview.html", shown, status=422 if wrong else 200)
