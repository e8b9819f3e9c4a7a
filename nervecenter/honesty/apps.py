"""Django's entry into honesty."""

from django.apps import AppConfig


class HonestyConfig(AppConfig):
    """Makes honesty a Django application."""

    name = "nervecenter.honesty"
    label = "honesty"
