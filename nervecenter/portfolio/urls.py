"""Where the portfolio's pages that answer are found; its lists are generic."""

from django.urls import path

from nervecenter.portfolio.views import comparison, coverage, maturity, offering_grid

urlpatterns = [
    path("portfolio/", coverage.portfolio, name="portfolio"),
    path("portfolio/offering-grid/", offering_grid.offering_grid, name="offering-grid"),
    path("portfolio/maturity/", maturity.maturity, name="maturity"),
    path("portfolio/comparison/", comparison.comparison, name="comparison"),
]
