"""Addresses of the peer challenge: one list a noun."""

from peerchallenge.urls import (
    actions,
    calendar,
    dashboard,
    dates,
    evaluation,
    monitoring,
    preparation,
    qa,
    reply,
    report,
    sessions,
    sharing,
    support,
)

app_name = "peerchallenge"
urlpatterns = [
    *sessions.urlpatterns,
    *preparation.urlpatterns,
    *qa.urlpatterns,
    *sharing.urlpatterns,  # before the report, whose sections stand at any word
    *report.urlpatterns,
    *reply.urlpatterns,
    *calendar.urlpatterns,
    *monitoring.urlpatterns,
    *dates.urlpatterns,
    *actions.urlpatterns,
    *support.urlpatterns,
    *evaluation.urlpatterns,
    *dashboard.urlpatterns,
]
