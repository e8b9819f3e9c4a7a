"""Where honesty's pages are found; its lists of waivers and settings are generic."""

from django.urls import path

from nervecenter.honesty.views import check_pages, finding_list, home, waiving

urlpatterns = [
    path("", home.home, name="home"),
    path("honesty/", finding_list.finding_list, name="honesty"),
    path("honesty/run/", finding_list.run, name="run-checks"),
    path("honesty/findings/<slug:fingerprint>/waive/", waiving.waive, name="waive"),
    path("honesty/waivers/<int:number>/end/", waiving.end, name="end-waiver"),
    path("honesty/checks/", check_pages.checks, name="checks"),
    path("honesty/checks/<slug:code>/", check_pages.check_page, name="check"),
]
