"""Addresses of the score cards."""

from django.urls import path

from scorecard.views import cards

urlpatterns = [
    path("", cards.partnership_read, name="partnership-read"),
    path("schools/", cards.school_list, name="school-list"),
    path("schools/<int:urn>/", cards.school_read, name="school-read"),
]
