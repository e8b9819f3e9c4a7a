"""Foundation's tables, gathered for Django."""

from nervecenter.foundation.access.records import SetUpLink, SignInAttempt
from nervecenter.foundation.api.idempotency import IdempotentAnswer
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.importing.models import Alias, Import, SavedMapping, UnmatchedValue
from nervecenter.foundation.importing.source_models import SourceBlock, SourceChunk, SourceFile, SourceRows
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.saved_views import SavedView
from nervecenter.foundation.triggers import SearchState
from nervecenter.foundation.users import ApiToken, User

__all__ = [
    "Alias",
    "ApiToken",
    "Change",
    "Changeset",
    "IdempotentAnswer",
    "Import",
    "Job",
    "SavedMapping",
    "SavedView",
    "SearchState",
    "SetUpLink",
    "SignInAttempt",
    "SourceBlock",
    "SourceChunk",
    "SourceFile",
    "SourceRows",
    "UnmatchedValue",
    "User",
]
