"""The API's addresses: the operations of every kind, and those that a context adds by a `router` in its api.py."""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from ninja import Router

from nervecenter.foundation.api.mounting import api_urls, make_api


def context_routers() -> list[Router]:
    """The routers that contexts bring, in the order of the settings."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("nervecenter.") and config.module and module_has_submodule(config.module, "api"):
            router = getattr(import_module(f"{config.name}.api"), "router", None)
            if isinstance(router, Router):
                found.append(router)
    return found


api = make_api(context_routers())
urlpatterns = api_urls(api)
