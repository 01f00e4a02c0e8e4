"""Addresses of agreed actions after the report."""

from django.urls import path

from peerchallenge.views import actions

urlpatterns = [
    path("actions/", actions.action_list, name="action-list"),
    path("actions/<int:pk>/", actions.action_detail, name="action-detail"),
    path("actions/<int:pk>/note/", actions.add_note, name="action-note"),
    path("sessions/<int:pk>/check-in/", actions.check_in, name="check-in"),
]
