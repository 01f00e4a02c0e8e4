"""Addresses of the dashboard and of nominations for quality assurance."""

from django.urls import path

from peerchallenge.views import dashboard, nominations

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("nominations/", nominations.nomination_list, name="nomination-list"),
    path("nominations/<int:pk>/", nominations.nomination_answer, name="nomination-answer"),
    path("sessions/<int:pk>/nominate/", nominations.session_nominate, name="session-nominate"),
]
