"""What is asked of a server: the API's four, and the pages people open."""

import json

from benchmarks.asking import Request


def requests(records: int, token: str, cookie: str) -> list[Request]:
    """The requests with their goals in milliseconds at the median, one client, 100,000 records."""
    api = {"Authorization": f"Bearer {token}"} if token else {}
    posted = {**api, "Content-Type": "application/json"}
    page = {"Cookie": cookie} if cookie else {}
    drawer = {**page, "HX-Request": "true"}

    def number(call: int) -> int:
        return call * 7919 % records + 1

    def kind(call: int) -> str:
        return ("feedback", "interview", "ticket", "deal")[call % 4]

    def body(call: int) -> bytes:
        values = {
            "name": f"Bench {call}",
            "text": "said in a benchmark",
            "kind": kind(call),
            "occurred_on": "2022-11-01",
        }
        return json.dumps(values).encode()

    return [
        Request("api get", lambda n: f"/api/v1/evidence/evd-{number(n)}", headers=api, goal_ms=2),
        Request(
            "api list of 50, filtered and sorted",
            lambda n: f"/api/v1/evidence?kind={kind(n)}&sort=-occurred_on&limit=50",
            headers=api,
            goal_ms=5,
        ),
        Request("api create", lambda _: "/api/v1/evidence", method="POST", body=body, headers=posted, goal_ms=6),
        Request(
            "api search, rare word",
            lambda n: f"/api/v1/search?q=rare{number(n) // 1000 * 1000}",
            headers=api,
            goal_ms=5,
        ),
        Request(
            "api search, common words", lambda n: f"/api/v1/search?q=balan%20bamer&limit={n % 10 + 10}", headers=api
        ),
        Request(
            "page: list of 50",
            lambda n: f"/evidence/evidence/?kind={kind(n)}&sort=-occurred_on",
            headers=page,
            goal_ms=12,
        ),
        Request("page: drawer", lambda n: f"/evidence/evidence/evd-{number(n)}/drawer/", headers=drawer, goal_ms=12),
        Request(
            "page: trace", lambda n: f"/market/problems/prb-{number(n) % 500 + 1}/?tab=why", headers=page, goal_ms=20
        ),
        Request("page: inbox", lambda _: "/evidence/inbox/", headers=page, goal_ms=60),
        Request(
            "page: inbox, proposals of an item",
            lambda n: f"/evidence/inbox/evd-{number(n)}/proposals/",
            headers={**page, "HX-Request": "true"},
            goal_ms=50,
        ),
        Request("page: home", lambda _: "/", headers=page, goal_ms=20),
    ]
