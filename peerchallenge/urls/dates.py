"""Addresses of availability, hosting, plans of dates and the ledger."""

from django.urls import path

from peerchallenge.views import availability, dates, ledger

YEAR = "availability/<int:pk>"
PLAN = "dates/<int:pk>"

urlpatterns = [
    path("availability/", availability.availability_now, name="availability-now"),
    path(f"{YEAR}/", availability.availability_list, name="availability-list"),
    path(f"{YEAR}/answers/", availability.availability_answers, name="availability-answers"),
    path(f"{YEAR}/remind/", availability.availability_remind, name="availability-remind"),
    path(f"{YEAR}/<int:person>/", availability.availability_edit, name="availability-edit"),
    path("years/<slug:name>/hosts/", dates.hosts_edit, name="hosts-edit"),
    path("dates/", dates.dates_list, name="dates-list"),
    path("dates/new/", dates.dates_create, name="dates-create"),
    path(f"{PLAN}/", dates.dates_detail, name="dates-detail"),
    path(f"{PLAN}/again/", dates.dates_again, name="dates-again"),
    path(f"{PLAN}/publish/", dates.dates_publish, name="dates-publish"),
    path(f"{PLAN}/lines/<int:line>/", dates.dates_line, name="dates-line"),
    path("ledger/", ledger.ledger_list, name="ledger-list"),
]
