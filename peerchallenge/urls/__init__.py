"""Addresses of the peer challenge: one list a noun."""

from peerchallenge.urls import calendar, preparation, report, sessions

app_name = "peerchallenge"
urlpatterns = [
    *sessions.urlpatterns,
    *preparation.urlpatterns,
    *report.urlpatterns,
    *calendar.urlpatterns,
]
