"""Addresses of schools, groups and academic years."""

from django.urls import path

from schools.views import groups, imports, schools, years

urlpatterns = [
    path("schools/", schools.school_list, name="school-list"),
    path("schools/new/", schools.school_create, name="school-create"),
    path("schools/import/", imports.import_create, name="import-create"),
    path("schools/import/<int:pk>/", imports.import_detail, name="import-detail"),
    path("schools/import/<int:pk>/confirm/", imports.import_confirm, name="import-confirm"),
    path("schools/import/<int:pk>/again/", imports.import_again, name="import-again"),
    path("schools/<int:urn>/", schools.school_detail, name="school-detail"),
    path("schools/<int:urn>/edit/", schools.school_edit, name="school-edit"),
    path("groups/", groups.group_list, name="group-list"),
    path("groups/new/", groups.group_create, name="group-create"),
    path("groups/<int:pk>/", groups.group_edit, name="group-edit"),
    path("years/", years.year_list, name="year-list"),
    path("years/new/", years.year_create, name="year-create"),
    path("years/<int:pk>/", years.year_edit, name="year-edit"),
]
