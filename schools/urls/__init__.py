"""Addresses of the schools: one list a noun."""

from schools.urls import accounts, delegates, people, register

app_name = "schools"
urlpatterns = [*register.urlpatterns, *people.urlpatterns, *accounts.urlpatterns, *delegates.urlpatterns]
