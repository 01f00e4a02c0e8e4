"""Addresses of the schools: one list a noun."""

from schools.urls import people, register

app_name = "schools"
urlpatterns = [*register.urlpatterns, *people.urlpatterns]
