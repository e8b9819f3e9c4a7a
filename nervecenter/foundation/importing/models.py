"""What is kept of imports: each import with its outcome, values nobody could match, decisions about them, mappings."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from nervecenter.foundation.changes import Changeset


class Import(models.Model):
    """Files brought in together: looked at first, then written as a whole or not at all, and undone as a whole.

    `files` lists each file or sheet with its size and mapping, or why it could not be read; `errors` the bad cells that
    were kept (`error_count` counts all). Counts are of records; `rejected` and `skipped` of rows, `unmatched` of words.
    `documents` are the mappings that its files went through. One that `replays` another takes that one's kept files;
    `conflicts` are then the fields that somebody changed since, and `taken` those where the files are to win.
    """

    class Status(models.TextChoices):
        LOOKING = "looking", "Being looked at"
        PREVIEW = "preview", "Looked at"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        UNDONE = "undone", "Undone"

    title = models.CharField(max_length=200, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.PREVIEW)
    documents = models.JSONField(default=list)
    replays = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replayed_by")
    conflicts = models.JSONField(default=list)
    conflict_count = models.PositiveIntegerField(default=0)
    taken = models.JSONField(default=list)
    kind = models.CharField(max_length=60, default="", help_text="The kind that was asked for, if any.")
    mapping = models.TextField(default="", help_text="The mapping that was given, as YAML; else files found theirs.")
    kept = models.JSONField(default=list, help_text="The files, while they are kept between preview and run.")
    files = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64, default="", db_index=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    unmatched = models.PositiveIntegerField(default=0)
    by_kind = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    error_count = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)
    message = models.TextField(default="", help_text="Why it failed.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changeset = models.ForeignKey(Changeset, null=True, on_delete=models.SET_NULL, related_name="+")
    process = models.CharField(max_length=80, default="", help_text="Who runs it: host and process.")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status"], name="import_status")]

    def __str__(self) -> str:
        return self.title


class UnmatchedValue(models.Model):
    """A word in imported files that names nothing here. It waits for somebody to say what it means.

    `records` are the ids of the records whose field stays empty because of it; `places` its first rows. `proposal` is
    what it most likely means, when there is one such thing: `meaning` (as `resolve_unmatched` takes it, empty for a
    record that only comes with the files), `word` and `why`. A misspelt one names itself: its records hold it as it is.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        RESOLVED = "resolved", "Resolved"
        IGNORED = "ignored", "Ignored"
        REPEATED = "repeated", "Met again by a later import"
        MISSPELT = "misspelt", "Looks misspelt"

    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="unmatched_values")
    kind = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=60, default="", help_text="Empty for a word that is no link.")
    value = models.CharField(max_length=1000)
    count = models.PositiveIntegerField(default=0)
    places = models.JSONField(default=list)
    records = models.JSONField(default=list)
    proposal = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    resolved_to = models.CharField(max_length=300, default="")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changeset = models.ForeignKey(Changeset, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-count", "value"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status"], name="unmatched_status")]

    def __str__(self) -> str:
        return self.value


class Alias(models.Model):
    """A remembered decision: what a word means in files, for links to a kind or for one field's words.

    `scope` is a kind, such as module, or a field, such as capability.status. A value in the scope of a kind is another
    word, to be taken in its place. Without an object and a value the word is to be ignored; a word that is its own
    value is right as it stands.
    """

    scope = models.CharField(max_length=121)
    word = models.CharField(max_length=1000)
    object_id = models.BigIntegerField(null=True)
    value = models.CharField(max_length=300, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scope", "word"], name="alias_once")
        ]

    def __str__(self) -> str:
        return self.word


class SavedMapping(models.Model):
    """A mapping that somebody kept on the mapping screen; files with its columns find it again."""

    name = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200, default="")
    document = models.TextField()
    signature = models.TextField(default="", help_text="The normalised columns of the file it was made for.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.title or self.name
