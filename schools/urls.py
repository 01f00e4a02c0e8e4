"""Addresses of schools, groups and people."""

from django.urls import URLPattern

app_name = "schools"
urlpatterns: list[URLPattern] = []
