"""The base of records that people call by a name, and often by a code; and fields that several kinds share."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from nervecenter.foundation.tracked import TrackedModel


def scale(lowest: int, highest: int) -> dict[str, Any]:
    """The words for an IntegerField that is a scale, both ends being on it."""
    return {"validators": [MinValueValidator(lowest), MaxValueValidator(highest)]}


class NamedModel(TrackedModel):
    """A tracked record with a name and, where the company has one, a code by which other files refer to it."""

    code = models.CharField(
        max_length=120, blank=True, default="", db_index=True, help_text="Short word by which files refer to it."
    )
    name = models.CharField(max_length=300, db_index=True)

    class Meta(TrackedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name
