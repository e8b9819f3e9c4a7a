"""Where the portfolio's pages that answer are found; its lists are generic."""

from django.urls import path

from nervecenter.portfolio.views import offering_grid

urlpatterns = [
    path("portfolio/offering-grid/", offering_grid.offering_grid, name="offering-grid"),
]
