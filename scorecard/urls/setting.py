"""Addresses of what the score card sets in motion."""

from django.urls import path

from scorecard.views import setting

urlpatterns = [
    path("themes/", setting.theme_list, name="theme-list"),
    path("challenge/", setting.challenge_try, name="challenge-try"),
]
