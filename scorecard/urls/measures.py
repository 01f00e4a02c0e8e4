"""Addresses of the measures."""

from django.urls import path

from scorecard.views import measures

urlpatterns = [
    path("measures/", measures.measure_list, name="measure-list"),
    path("measures/new/", measures.measure_create, name="measure-create"),
    path("measures/<slug:code>/", measures.measure_detail, name="measure-detail"),
    path("measures/<slug:code>/edit/", measures.measure_edit, name="measure-edit"),
    path("measures/<slug:code>/columns/new/", measures.column_edit, name="column-create"),
    path("measures/<slug:code>/columns/<int:pk>/", measures.column_edit, name="column-edit"),
    path("measures/<slug:code>/columns/<int:pk>/remove/", measures.column_remove, name="column-remove"),
    path("measures/<slug:code>/breaks/new/", measures.break_create, name="break-create"),
    path("measures/<slug:code>/breaks/<int:pk>/remove/", measures.break_remove, name="break-remove"),
]
