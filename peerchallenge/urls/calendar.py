"""Addresses of the calendar: its files, and the private address of each person."""

from django.urls import path

from peerchallenge.views import calendar, dryrun, feeds

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:pk>/planner/", calendar.planner, name="calendar-planner"),
    path("calendar/<int:pk>/planner/download/", calendar.planner_download, name="calendar-planner-download"),
    path("calendar/<int:pk>/dry-run/", dryrun.dry_run_page, name="dry-run"),
    path("sessions/<int:pk>/calendar.ics", feeds.session_file, name="session-file"),
    path("rounds/<int:pk>/calendar.ics", feeds.round_file, name="round-file"),
    path("calendar/feed/<str:token>.ics", feeds.feed, name="feed"),
    path("calendar/feed/<str:token>/all.ics", feeds.feed, {"everything": True}, name="feed-everything"),
    path("calendar/subscribe/", feeds.feed_detail, name="feed-detail"),
    path("calendar/addresses/", feeds.feed_list, name="feed-list"),
    path("calendar/addresses/<int:pk>/reset/", feeds.feed_reset, name="feed-reset"),
]
