"""Addresses of days without challenges."""

from django.urls import path

from schools.views import closures

urlpatterns = [
    path("years/<int:pk>/closed/", closures.closure_list, name="closure-list"),
    path("years/<int:pk>/closed/new/", closures.closure_create, name="closure-create"),
    path("years/<int:pk>/closed/usual/", closures.closure_usual, name="closure-usual"),
    path("years/closed/<int:pk>/", closures.closure_edit, name="closure-edit"),
    path("years/closed/<int:pk>/remove/", closures.closure_remove, name="closure-remove"),
]
