"""Where sample companies are brought in and taken out."""

from django.urls import path

from nervecenter.demo import views

urlpatterns = [
    path("sample/<slug:name>/load/", views.load, name="load-sample"),
    path("sample/<slug:name>/remove/", views.remove, name="remove-sample"),
]
