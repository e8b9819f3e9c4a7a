"""Where market's pages beside its lists are found."""

from django.urls import path

from nervecenter.market.views import members, rules

urlpatterns = [
    path("market/segments/by-rule/", rules.rule, name="segment-by-rule"),
    path("market/segments/without/", members.accounts, name="accounts-without-segment"),
    path("market/segments/<slug:public_id>/rule/", rules.rule, name="segment-rule"),
    path("market/segments/<slug:public_id>/accounts/", members.accounts, name="segment-accounts"),
]
