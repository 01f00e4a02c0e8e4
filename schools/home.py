"""What this room offers to shared pages: its entries in the navigation, and the people of the demonstration."""

from typing import Any

from django.urls import reverse

from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.models import Appointment, School
from schools.roles import roles_of

SEES = {
    Role.DIRECTOR: "Everything that is planned, what is late, and every report.",
    Role.ADMINISTRATOR: "Schools, people, dates and messages; no report and no note.",
    Role.LEAD_HEADTEACHER: "The sessions and reports of one collaborative.",
    Role.HEADTEACHER: "The sessions at their own school and those in which they review.",
    Role.DEPUTY: "Dates, documents and programme of their own school's sessions; no report.",
    Role.SCHOOL_OFFICE: "Dates, documents and programme of their own school's sessions; no report.",
    Role.QA_REVIEWER: "The sessions to which they are assigned.",
    Role.LA_OFFICER: "Schools and groups, and what the Director refers to them.",
}


def navigation(user: User) -> list[dict[str, Any]]:
    """Schools and groups for everybody with a post; people for those who look after them."""
    if not roles_of(user).any:
        return []
    entries = [
        *_own(user),
        {"label": "Schools", "href": reverse("schools:school-list")},
        {"label": "Groups", "href": reverse("schools:group-list")},
    ]
    if user.has_perm("schools.manage_people"):
        entries.append({"label": "People", "href": reverse("schools:person-list")})
    return entries


def _own(user: User) -> list[dict[str, Any]]:
    """The page of one's own school, for those who head or help at exactly one."""
    held = roles_of(user)
    own = School.objects.filter(pk__in=held.schools | held.delegated).values_list("urn", flat=True)
    urns = list(own) if held.schools | held.delegated else []
    return [
        {"label": "My school", "href": reverse("schools:school-detail", args=[urn])}
        for urn in urns[:1]
        if len(urns) == 1
    ]


def demo_people() -> list[dict[str, Any]]:
    """Everybody who holds a post today, by role, for the page that signs one in."""
    held = Appointment.objects.on(clock.today()).filter(person__is_active=True)
    groups: dict[str, list[dict[str, Any]]] = {role: [] for role in SEES}
    for post in held.select_related("person", "school", "collaborative").order_by("person__name", "pk"):
        groups[post.role].append({"user": post.person, "title": post.title})
    return [
        {"role": Role(role).label, "sees": SEES[Role(role)], "people": people}
        for role, people in groups.items()
        if people
    ]
