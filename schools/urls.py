"""Addresses of schools, groups, people and academic years."""

from django.urls import path

from schools.views import groups, imports, people, schools, years

app_name = "schools"
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
    path("people/", people.person_list, name="person-list"),
    path("people/invite/", people.person_invite, name="person-invite"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/appoint/", people.appointment_create, name="appointment-create"),
    path("appointments/<int:pk>/end/", people.appointment_end, name="appointment-end"),
    path("years/", years.year_list, name="year-list"),
    path("years/new/", years.year_create, name="year-create"),
    path("years/<int:pk>/", years.year_edit, name="year-edit"),
]
