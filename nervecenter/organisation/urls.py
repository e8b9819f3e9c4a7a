"""Where organisation's page that answers is found; its lists are generic."""

from django.urls import path

from nervecenter.organisation import views

urlpatterns = [
    path("organisation/load/", views.load, name="load"),
]
