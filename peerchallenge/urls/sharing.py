"""Addresses of the sharing of a report, and of those who open it by a link."""

from django.urls import path

from peerchallenge.views import shared, sharing

READERS = "sessions/<int:pk>/report/readers"

urlpatterns = [
    path(f"{READERS}/", sharing.detail, name="sharing-detail"),
    path(f"{READERS}/consent/", sharing.consent, name="sharing-consent"),
    path(f"{READERS}/link/", sharing.create, name="sharing-create"),
    path(f"{READERS}/link/<int:link>/revoke/", sharing.revoke, name="sharing-revoke"),
    path("shared/<slug:token>/", shared.read, name="shared-read"),
    path("shared/<slug:token>/download/", shared.download, name="shared-download"),
]
