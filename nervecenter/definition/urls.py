"""Where definition's pages that answer are found; its lists are generic."""

from django.urls import path

from nervecenter.definition.views import demand, needs

urlpatterns = [
    path("definition/needs/", needs.needs_page, name="needs"),
    path("evidence/demand/", demand.demand_page, name="demand"),
    path("evidence/demand/<str:public_id>/", demand.need_page, name="need-demand"),
]
