"""All addresses. The public site is at the root, the signed-in home at /home/."""

from django.urls import include, path

hlp_patterns: list = []

urlpatterns = [
    path("", include((hlp_patterns, "hlp"))),
    path("accounts/", include("allauth.urls")),
    path("", include("schools.urls")),
    path("", include("peerchallenge.urls")),
]
