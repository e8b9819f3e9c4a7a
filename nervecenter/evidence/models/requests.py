"""What strangers ask for on the public feedback page, who wants it too, and whether the page is there at all."""

from typing import ClassVar

from django.db import models
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignKey

from nervecenter.evidence.models.items import Evidence
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Account, Contact, Problem


class FeedbackPage(TrackedModel):
    """How the public feedback page is set: one row, made when an administrator sets it for the first time."""

    is_on = models.BooleanField("public feedback", default=False)
    title = models.CharField(max_length=120, default="Feedback")
    introduction = models.TextField(blank=True, default="")
    is_moderated = models.BooleanField("new requests wait to be published", default=True)

    class Meta(TrackedModel.Meta):
        pass

    def __str__(self) -> str:
        return self.title


class FeedbackRequest(TrackedModel):
    """Something that people ask for in public. It has no e-mail address; those are kept with the votes."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        OPEN = "open", "Open"
        PLANNED = "planned", "Planned"
        SHIPPED = "shipped", "Shipped"
        DECLINED = "declined", "Declined"
        MERGED = "merged", "Merged"
        SPAM = "spam", "Spam"

    name = models.CharField("wish", max_length=200)
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True, default="", help_text="Shown in public below the request.")
    asked_on = models.DateField(null=True, blank=True)
    problem = ForeignKey(Problem, null=True, blank=True, on_delete=PROTECT, related_name="+")
    merged_into = ForeignKey("self", null=True, blank=True, on_delete=SET_NULL, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "id"], name="feedback_state")]

    def __str__(self) -> str:
        return self.name


class FeedbackVote(TrackedModel):
    """Somebody wants a request too. One e-mail address has one vote a request; it counts once it was looked at."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        COUNTED = "counted", "Counted"
        DROPPED = "dropped", "Dropped"

    request = ForeignKey(FeedbackRequest, on_delete=CASCADE, related_name="votes")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True, default="", help_text="What the voter wrote, where it was the asker.")
    is_first = models.BooleanField("asked for it", default=False)
    voted_on = models.DateField()
    account = ForeignKey(Account, null=True, blank=True, on_delete=PROTECT, related_name="+")
    contact = ForeignKey(Contact, null=True, blank=True, on_delete=PROTECT, related_name="+")
    evidence = ForeignKey(Evidence, null=True, blank=True, on_delete=SET_NULL, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *TrackedModel.Meta.constraints,
            models.UniqueConstraint(fields=["request", "email"], name="feedback_vote_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "request", "account"], name="feedback_vote_counted"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"
