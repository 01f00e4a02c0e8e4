"""Addresses of people and their posts."""

from django.urls import path

from schools.views import people

urlpatterns = [
    path("people/", people.person_list, name="person-list"),
    path("people/invite/", people.person_invite, name="person-invite"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/appoint/", people.appointment_create, name="appointment-create"),
    path("appointments/<int:pk>/end/", people.appointment_end, name="appointment-end"),
]
