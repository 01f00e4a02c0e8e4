"""What lists of schools and groups show beside each row, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from hlp import clock
from schools.choices import Role
from schools.models import AcademicYear, Appointment, Collaborative, Group, GroupPlace, Membership, School


@dataclass
class SchoolCard:
    """A school with its group of a year and its headteachers of today."""

    school: School
    place: GroupPlace | None = None
    headships: list[Appointment] = field(default_factory=list)
    member: bool = False


@dataclass
class CollaborativeCard:
    """A collaborative with its leads of today and its groups of a year."""

    collaborative: Collaborative
    leads: list[Appointment] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def school_cards(schools: Iterable[School], year: AcademicYear | None) -> list[SchoolCard]:
    """A card for each school, in the same order. Three queries and that of the schools."""
    cards = {school.pk: SchoolCard(school) for school in schools}
    for place in GroupPlace.objects.filter(year=year, school__in=cards).select_related(
        "group__collaborative"
    ):
        cards[place.school_id].place = place
    for post in _held(Role.HEADTEACHER).filter(school__in=cards):
        cards[post.school_id].headships.append(post)  # type: ignore[index]  # a headteacher has a school
    for pk in Membership.objects.filter(year=year, school__in=cards).values_list("school_id", flat=True):
        cards[pk].member = True
    return list(cards.values())


def collaborative_cards(
    collaboratives: Iterable[Collaborative], groups: Iterable[Group]
) -> list[CollaborativeCard]:
    """A card for each collaborative, with those of the groups that belong to it."""
    cards = {one.pk: CollaborativeCard(one) for one in collaboratives}
    for group in groups:
        cards[group.collaborative_id].groups.append(group)
    for post in _held(Role.LEAD_HEADTEACHER).filter(collaborative__in=cards):
        cards[post.collaborative_id].leads.append(post)  # type: ignore[index]  # a lead has a collaborative
    return list(cards.values())


def _held(role: Role) -> QuerySet[Appointment]:
    return Appointment.objects.on(clock.today()).filter(role=role).select_related("person")
