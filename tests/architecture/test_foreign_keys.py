"""A foreign key looks down the layers, a string one too, which the import contract cannot see."""

from django.apps import apps
from django.db.models import Model

from tests.architecture.tree import layers


def layer(model: type[Model]) -> str:
    """The layer a model belongs to; empty for a model of Django or of another library."""
    module = model.__module__.split(".")
    return module[1] if module[0] == "nervecenter" else ""


def test_every_foreign_key_points_at_its_own_layer_or_at_one_below() -> None:
    order = layers()
    upward = []
    looked_at = 0

    for model in apps.get_models(include_auto_created=False):
        for field in (*model._meta.fields, *model._meta.many_to_many):
            target = field.related_model
            if not layer(model) or not isinstance(target, type) or not layer(target):
                continue
            looked_at += 1
            if order.index(layer(target)) < order.index(layer(model)):
                upward.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")

    assert looked_at > 0
    assert upward == []
