"""Addresses of inspections."""

from django.urls import path

from scorecard.views import inspections

urlpatterns = [path("inspections/", inspections.inspection_list, name="inspection-list")]
