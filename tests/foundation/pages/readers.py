"""People who open the pages: one a role, signed in."""

from typing import Any

from django.test import Client

from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.resources import Resource
from nervecenter.foundation.users import User


def signed_in(role: str) -> Client:
    """A browser in which somebody of this role is signed in."""
    client = Client()
    client.force_login(User.objects.create_user(f"{role}-of-the-house", role=role))
    return client


def form_data(declared: Resource, values: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends for these values: a boolean is ticked or not sent, an unknown one is empty."""
    sent: dict[str, Any] = {}
    for name in declared.form:
        value = values.get(name, "")
        spec = field_specs(declared)[name]
        if spec.type == "boolean" and not spec.nullable:
            if value:
                sent[name] = "yes"
        elif isinstance(value, bool):
            sent[name] = "yes" if value else "no"
        else:
            sent[name] = value
    return sent


def body_of(response: Any) -> bytes:
    """The whole of an answer that comes in pieces."""
    return b"".join(response.streaming_content)
