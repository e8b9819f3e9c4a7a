"""Where definition's page that answers is found; its lists are generic."""

from django.urls import path

from nervecenter.definition import views

urlpatterns = [
    path("definition/needs/", views.needs_page, name="needs"),
]
