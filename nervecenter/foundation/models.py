"""Foundation's tables, gathered for Django."""

from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.saved_views import SavedView
from nervecenter.foundation.triggers import SearchState
from nervecenter.foundation.users import ApiToken, User

__all__ = ["ApiToken", "Change", "Changeset", "Job", "SavedView", "SearchState", "User"]
