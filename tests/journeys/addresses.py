"""Every page of the application: its name in the address table, and where an example of it is found."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PAGES = {
    "home": ("/",),
    "honesty": ("/honesty/", "/honesty/?check=NC601&status=all"),
    "waive": ("/honesty/findings/{finding}/waive/",),
    "checks": ("/honesty/checks/",),
    "check": ("/honesty/checks/nc101/",),
    "load": ("/organisation/load/",),
    "segment-by-rule": ("/market/segments/by-rule/", '/market/segments/by-rule/?rule=country="DE" and employees>50'),
    "accounts-without-segment": ("/market/segments/without/",),
    "segment-rule": ("/market/segments/seg-1/rule/",),
    "segment-accounts": ("/market/segments/seg-1/accounts/",),
    "portfolio": ("/portfolio/",),
    "comparison": ("/portfolio/comparison/",),
    "maturity": ("/portfolio/maturity/",),
    "offering-grid": ("/portfolio/offering-grid/",),
    "discover": ("/market/segments/discover/",),
    "buyer-circle": ("/market/segments/seg-1/circle/",),
    "new-interview": ("/evidence/interviews/new/?account=acc-1",),
    "opportunities": ("/evidence/opportunities/",),
    "inbox": ("/evidence/inbox/", "/evidence/inbox/?sort=weightiest", "/evidence/inbox/?item=evd-1&target_q=a"),
    "demand": ("/evidence/demand/", "/evidence/demand/?sort=revenue&of=problem"),
    "need-demand": ("/evidence/demand/prb-1/",),
    "win-loss": ("/evidence/win-loss/",),
    "win-loss-deals": ("/evidence/win-loss/deals/",),
    "moderation": ("/evidence/moderation/", "/evidence/moderation/?state=open"),
    "feedback-page": ("/evidence/feedback-page/",),
    "tell": ("/evidence/tell/cap-1/",),
    "needs": ("/definition/needs/", "/definition/needs/?of=jobs"),
    "delivery-overview": ("/delivery/overview/",),
    "users": ("/users/",),
    "password": ("/users/password/",),
    "tokens": ("/tokens/",),
    "search": ("/search/?q=security", "/search/?q=nothing+holds+these"),
    "jobs": ("/jobs/",),
    "imports": ("/imports/",),
    "import": ("/imports/1/",),
    "unmatched": ("/unmatched/", "/unmatched/?import=1"),
    "documentation": ("/documentation/",),
    "documentation-kind": ("/documentation/capability/",),
    "list": ("/portfolio/capabilities/?group=status", "/market/accounts/", "/portfolio/capabilities/?q=no+such+thing"),
    "record": (
        *(f"/portfolio/capabilities/cap-1/?tab={tab}" for tab in ("facts", "linked", "why", "history", "source")),
        "/gotomarket/claims/clm-54/?tab=why",
    ),
    "drawer": ("/portfolio/capabilities/?open=cap-1",),
    "create": ("/market/accounts/new/",),
    "edit": ("/portfolio/capabilities/cap-1/edit/",),
    "edit-selection": ("/portfolio/capabilities/edit/?ids=cap-1&ids=cap-2",),
    "filters": ("/portfolio/capabilities/filters/",),
    "display": ("/portfolio/capabilities/display/",),
}
WITHOUT_A_PAGE = {
    "accept-proposals", "archive", "archive-selection", "cancel-import", "cancel-job", "cell", "close-user", "decide",
    "end-waiver", "export", "feedback-vote", "forget-source", "forget-view", "import-errors", "inbox-item",
    "inbox-proposals", "inbox-rows", "inbox-step", "inbox-together", "inbox-unlink", "keep-view", "load-sample",
    "look-again", "look-up", "make-found-segment", "moderate", "remove-sample", "restore",
    "revoke-token", "run-checks", "run-import", "scope", "sign-out", "undo", "undo-import", "user-role",
}  # fmt: skip
SHOWN_IN_A_JOURNEY = {
    "discovery", "feedback", "feedback-ask", "feedback-request", "feedback-thanks", "job", "leave-alone", "mapping",
    "moderated", "set-up", "sign-in",
}  # fmt: skip


def names_of_addresses() -> set[str]:
    """The names of all addresses of the site; the API has its own tests."""
    return {name for name in _names(get_resolver().url_patterns) if name}


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one.name or ""
        elif not str(one.pattern).startswith("api/"):
            yield from _names(one.url_patterns)
