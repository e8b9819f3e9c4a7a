"""Where everything is found: the contexts' own pages first, then the generic pages of every kind."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nervecenter.foundation.pages.urls")),
]
