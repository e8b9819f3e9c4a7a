"""Decisions about the pages themselves: views of a list that are kept under a name."""

from django.db import IntegrityError, transaction

from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.resources import resource
from nervecenter.foundation.saved_views import SavedView
from nervecenter.foundation.users import User

LONGEST = 80


def save_view(*, kind: str, name: str, query: str, is_shared: bool, actor: User) -> SavedView:
    """The list as it stands, under a name. InvalidValues when the name is empty, too long or taken by the same user."""
    declared = resource(kind)
    name = name.strip()
    if not name or len(name) > LONGEST:
        raise InvalidValues({"name": f"a view needs a name of 1 to {LONGEST} characters"})
    if not query:
        raise InvalidValues({"query": "the list stands as it always does; filter, sort or group it first"})
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                kind=declared.kind, name=name, query=query, is_shared=is_shared, owner=actor
            )
    except IntegrityError:
        raise InvalidValues({"name": f"you have a view called “{name}” already; choose another name"}) from None


def forget_view(number: int, *, actor: User) -> SavedView:
    """The view is gone; the records it showed stay. Only its owner or an administrator may do that."""
    view = SavedView.objects.filter(pk=number).first()
    if view is None or (view.owner_id != actor.pk and not allowed(actor, "administer")):
        raise NotFound(f"there is no view number {number} of yours")
    view.delete()
    return view
