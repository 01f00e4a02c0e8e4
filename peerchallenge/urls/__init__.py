"""Addresses of the peer challenge: one list a noun."""

from peerchallenge.urls import calendar, dates, monitoring, preparation, reply, report, sessions

app_name = "peerchallenge"
urlpatterns = [
    *sessions.urlpatterns,
    *preparation.urlpatterns,
    *report.urlpatterns,
    *reply.urlpatterns,
    *calendar.urlpatterns,
    *monitoring.urlpatterns,
    *dates.urlpatterns,
]
