"""Addresses of rounds and sessions."""

from django.urls import URLPattern, path

from peerchallenge.views import cover, moves, rounds, sessions, steps, teams

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/new/", rounds.round_create, name="round-create"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("rounds/<int:pk>/edit/", rounds.round_edit, name="round-edit"),
    path("sessions/", sessions.session_list, name="session-list"),
    path("sessions/new/", sessions.session_create, name="session-create"),
    path("sessions/<int:pk>/", sessions.session_detail, name="session-detail"),
    path("sessions/<int:pk>/edit/", sessions.session_edit, name="session-edit"),
    path("sessions/<int:pk>/focus/", sessions.focus_edit, name="focus-edit"),
    path("sessions/<int:pk>/confirm/", steps.session_confirm, name="session-confirm"),
    path("sessions/<int:pk>/postpone/", steps.session_postpone, name="session-postpone"),
    path("sessions/<int:pk>/reschedule/", moves.session_reschedule, name="session-reschedule"),
    path("sessions/<int:pk>/cancel/", steps.session_cancel, name="session-cancel"),
    path("sessions/<int:pk>/end/", steps.session_end, name="session-end"),
    path("sessions/<int:pk>/correct-end/", steps.session_correct_end, name="session-correct-end"),
    path("sessions/<int:pk>/close/", steps.session_close, name="session-close"),
    path("sessions/<int:pk>/team/", teams.session_team, name="session-team"),
    path("sessions/<int:pk>/lead/", cover.session_lead, name="session-lead"),
    path("sessions/<int:pk>/cover/", cover.session_cover, name="session-cover"),
    path("sessions/<int:pk>/cover/<int:person>/", cover.session_cover_for, name="session-cover-for"),
    path("sessions/<int:pk>/code-of-conduct/", teams.session_accept_code, name="session-accept-code"),
    path("reminders/", rounds.reminder_table, name="reminder-table"),
]
