"""Addresses of the board: one list a noun."""

from board.urls import after, meetings, naming, papers, projects, seats

app_name = "board"
urlpatterns = [
    *seats.urlpatterns,
    *meetings.urlpatterns,
    *papers.urlpatterns,
    *after.urlpatterns,
    *naming.urlpatterns,
    *projects.urlpatterns,
]
