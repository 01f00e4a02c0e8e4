"""Addresses of the peer challenge: one list a noun."""

from peerchallenge.urls import (
    actions,
    before,
    calendar,
    dashboard,
    dates,
    evaluation,
    evidence,
    findings,
    monitoring,
    preparation,
    programme,
    qa,
    reply,
    report,
    sessions,
    sharing,
    support,
    themes,
)

app_name = "peerchallenge"
urlpatterns = [
    *sessions.urlpatterns,
    *themes.urlpatterns,
    *preparation.urlpatterns,
    *before.urlpatterns,
    *programme.urlpatterns,
    *qa.urlpatterns,
    *sharing.urlpatterns,  # before the report, whose sections stand at any word
    *report.urlpatterns,
    *reply.urlpatterns,
    *calendar.urlpatterns,
    *monitoring.urlpatterns,
    *dates.urlpatterns,
    *actions.urlpatterns,
    *support.urlpatterns,
    *findings.urlpatterns,
    *evaluation.urlpatterns,
    *evidence.urlpatterns,
    *dashboard.urlpatterns,
]
