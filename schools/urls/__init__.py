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
    practice,
    public,
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
    *practice.urlpatterns,
    *public.urlpatterns,
    *accounts.urlpatterns,
    *delegates.urlpatterns,
    *handovers.urlpatterns,
    *roster.urlpatterns,
    *training.urlpatterns,
    *members.urlpatterns,
    *declarations.urlpatterns,
]
