"""Addresses of the schools: one list a noun."""

from schools.urls import (
    accounts,
    closures,
    declarations,
    delegates,
    handovers,
    members,
    people,
    plans,
    register,
    roster,
    training,
)

app_name = "schools"
urlpatterns = [
    *closures.urlpatterns,
    *register.urlpatterns,
    *people.urlpatterns,
    *plans.urlpatterns,
    *accounts.urlpatterns,
    *delegates.urlpatterns,
    *handovers.urlpatterns,
    *roster.urlpatterns,
    *training.urlpatterns,
    *members.urlpatterns,
    *declarations.urlpatterns,
]
