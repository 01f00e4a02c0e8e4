"""Addresses of those who help at a school."""

from django.urls import path

from schools.views import delegates

urlpatterns = [
    path("schools/<int:urn>/delegates/", delegates.delegate_list, name="delegate-list"),
    path("schools/<int:urn>/delegates/invite/", delegates.delegate_create, name="delegate-create"),
    path("schools/<int:urn>/delegates/<int:pk>/end/", delegates.delegate_end, name="delegate-end"),
]
