"""A context adds its own operations by a router, with the same sign-in and the same errors."""

import json

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from ninja import Router, Schema

from nervecenter.foundation.access import create_token
from nervecenter.foundation.api.document import openapi_document
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.mounting import api_urls, make_api
from nervecenter.foundation.users import User
from nervecenter.site.api import context_routers

pytestmark = pytest.mark.django_db

router = Router(tags=["Weather"])


class Asked(Schema):
    """What is asked."""

    days: int


class Forecast(Asked):
    """What is answered."""

    asked_by: str


@router.post("/weather", response=Forecast, operation_id="forecast", summary="Forecast")
def forecast(request: HttpRequest, body: Asked) -> object:
    """Tell the weather."""
    if body.days > 7:
        raise Http404("nobody knows that")
    return {"days": body.days, "asked_by": actor_of(request).username}


API = make_api([router])
VIEW = next(pattern.callback for pattern in api_urls(API) if str(pattern.pattern) == "weather")


def ask(body: str, secret: str = "") -> tuple[int, dict[str, object]]:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    request = RequestFactory().post("/api/v1/weather", body, content_type="application/json", headers=headers)
    answer = VIEW(request)
    return answer.status_code, json.loads(answer.content)


def test_it_is_signed_in_to_answered_and_refused_like_every_other() -> None:
    ana = User.objects.create_user("ana")
    secret = create_token(name="test", scope="write", actor=ana).secret

    assert ask('{"days": 3}', secret) == (200, {"days": 3, "asked_by": "ana"})
    told = {body: ask(body, secret) for body in ('{"days": "x"}', "{", '{"days": 9}')}
    told["nobody"] = ask('{"days": 3}')

    assert [(status, answer["code"]) for status, answer in told.values()] == [
        (422, "invalid-values"),
        (400, "malformed-body"),
        (404, "not-found"),
        (401, "not-signed-in"),
    ]
    assert told['{"days": "x"}'][1]["fields"] == {
        "body.days": "Input should be a valid integer, unable to parse string as an integer"
    }
    assert told['{"days": 9}'][1]["detail"] == "nobody knows that"


def test_it_stands_in_the_document() -> None:
    document = openapi_document(API)

    assert document["paths"]["/api/v1/weather"]["post"]["operationId"] == "forecast"
    assert document["components"]["schemas"]["Forecast"]["properties"]["days"] == {"title": "Days", "type": "integer"}


def test_the_site_collects_the_routers_of_the_contexts() -> None:
    assert all(isinstance(one, Router) for one in context_routers())
