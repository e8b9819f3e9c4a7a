"""Persons and the teams they work in."""

from django.db import models

from nervecenter.foundation.named import NamedModel


class Team(NamedModel):
    """People who build or sell together; often a group with a product manager of its own."""

    class Function(models.TextChoices):
        PRODUCT = "product", "Product"
        ENGINEERING = "engineering", "Engineering"
        MARKETING = "marketing", "Marketing"
        SALES = "sales", "Sales"
        SUPPORT = "support", "Support"
        OTHER = "other", "Other"

    function = models.CharField(max_length=12, choices=Function, default=Function.PRODUCT)
    focus = models.CharField(max_length=300, blank=True, default="", help_text="What the team is after at present.")


class Person(NamedModel):
    """Somebody who works here, or a position to be filled."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        VACANCY = "vacancy", "Vacancy"

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    title = models.CharField(max_length=200, blank=True, default="")
    speciality = models.CharField(max_length=200, blank=True, default="")
    job_family = models.CharField(max_length=200, blank=True, default="")
    departments = models.CharField(max_length=400, blank=True, default="")
    expertise = models.CharField(max_length=400, blank=True, default="")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, default=40, help_text="Hours of work a week.")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
