"""Who owns what, in which role, and what a role asks for."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.people.models import Person, Team
from nervecenter.portfolio.models import Product, ProductLine


class Role(NamedModel):
    """A role people hold: the duty it answers for, whether every team needs it, and what one team takes of a week.

    Its code is the word that ownership uses. Product and product marketing managers are known without a record.
    """

    duty = models.CharField(max_length=120, blank=True, default="", help_text="Such as product marketing.")
    is_needed = models.BooleanField("every team needs one", default=False)
    hours_a_team = models.DecimalField(
        "hours a week for one team", max_digits=4, decimal_places=1, null=True, blank=True
    )


class Ownership(NamedModel):
    """A person holds a role for a team, a product or a product line. No person is a hole to fill."""

    role = models.CharField(
        max_length=40, db_index=True, help_text="Such as pm (product manager) or pmm (product marketing manager)."
    )
    person_label = models.CharField("as written", max_length=120, blank=True, default="")
    is_acting = models.BooleanField("acting", default=False)
    person = ForeignKey(Person, null=True, blank=True, on_delete=PROTECT, related_name="+")
    team = ForeignKey(Team, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product_line = ForeignKey(ProductLine, null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["role", "id"]
