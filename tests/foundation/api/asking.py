"""A client of the API as the tests need it: a token of a user with a role, JSON in and out."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from nervecenter.foundation.access import create_token
from nervecenter.foundation.users import User

MEMBERS = {"type", "title", "status", "detail", "code", "instance", "request"}


@dataclass
class Asker:
    """Asks the API in the name of one user; `last` is the answer as it came."""

    client: Client
    user: User
    last: Any = field(default=None, repr=False)

    def get(self, path: str, **headers: str) -> Any:
        return self._asked("GET", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._asked("POST", path, body, headers)

    def patch(self, path: str, body: Any, version: int | None = None, **headers: str) -> Any:
        return self._asked("PATCH", path, body, headers | _if_match(version))

    def delete(self, path: str, version: int | None = None, **headers: str) -> Any:
        return self._asked("DELETE", path, None, headers | _if_match(version))

    def _asked(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        content = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
        sent = {"content-type": "application/json"} if body is not None else {}
        self.last = self.client.generic(
            method,
            f"/api/v1/{path}",
            content,
            content_type=headers.pop("content_type", sent.get("content-type", "")),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        return json.loads(self.last.content) if self.last.content else None


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"if_match": f'"{version}"'}


def asker(role: str = "editor", *, scope: str = "write") -> Asker:
    """A new user with this role, who asks by a token of this scope."""
    user = User.objects.create(username=f"{role}-{User.objects.count()}", role=role)
    secret = create_token(name="test", actor=user, scope=scope).secret
    return Asker(Client(headers={"authorization": f"Bearer {secret}"}), user)


def assert_problem(asked: Asker, status: int, code: str) -> Any:
    """The last answer is a problem of this status and code, with all members a problem has. Returns it."""
    told = json.loads(asked.last.content)
    assert (asked.last.status_code, told.get("code")) == (status, code), told
    assert asked.last["Content-Type"] == "application/problem+json"
    assert told.keys() >= MEMBERS
    assert told["status"] == status
    assert told["type"] == f"/api/v1/docs/errors#{code}"
    assert told["instance"] == asked.last.request["PATH_INFO"]
    assert told["request"] == asked.last["X-Request-ID"]
    assert told["detail"]
    return told
