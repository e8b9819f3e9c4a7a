"""Where everything is found: the contexts' own pages first, then the generic pages of every kind."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from nervecenter.foundation.api.mounting import nothing_here

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("nervecenter.site.api")),
    re_path(r"^api(?:/|$)", nothing_here),
    path("", include("nervecenter.demo.urls")),
    path("", include("nervecenter.honesty.urls")),
    path("", include("nervecenter.organisation.urls")),
    path("", include("nervecenter.portfolio.urls")),
    path("", include("nervecenter.definition.urls")),
    path("", include("nervecenter.gotomarket.urls")),
    path("", include("nervecenter.evidence.urls")),
    path("", include("nervecenter.market.urls")),
    path("", include("nervecenter.delivery.urls")),
    path("", include("nervecenter.foundation.pages.urls")),
]
handler403 = "nervecenter.foundation.pages.faults.not_permitted"
handler404 = "nervecenter.foundation.pages.faults.not_found"
handler500 = "nervecenter.foundation.pages.faults.our_fault"
