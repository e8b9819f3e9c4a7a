"""Where delivery's page that answers is found; its lists are generic."""

from django.urls import path

from nervecenter.delivery import views

urlpatterns = [
    path("delivery/overview/", views.overview, name="delivery-overview"),
]
