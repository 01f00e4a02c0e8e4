"""Addresses of the import of people."""

from django.urls import path

from schools.views import roster

urlpatterns = [
    path("people/import/", roster.roster_create, name="roster-create"),
    path("people/import/<int:pk>/", roster.roster_detail, name="roster-detail"),
    path("people/import/<int:pk>/confirm/", roster.roster_confirm, name="roster-confirm"),
]
