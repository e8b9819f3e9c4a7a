"""Where go-to-market's pages that answer are found; its lists are generic."""

from django.urls import path

from nervecenter.gotomarket import views

urlpatterns = [
    path("market/segments/<slug:public_id>/circle/", views.buyer_circle, name="buyer-circle"),
]
