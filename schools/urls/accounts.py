"""Addresses of people's accounts."""

from django.urls import path

from schools.views import accounts

urlpatterns = [
    path("people/<int:pk>/edit/", accounts.person_edit, name="person-edit"),
    path("people/<int:pk>/invite-again/", accounts.person_invite_again, name="person-invite-again"),
    path("people/<int:pk>/close/", accounts.person_close, name="person-close"),
    path("people/<int:pk>/open/", accounts.person_open, name="person-open"),
]
