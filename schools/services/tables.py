"""The lists of this room as files: their columns, and their rows in a fixed number of queries for every 500."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from hlp import clock
from hlp.models import User
from hlp.models.user import UserQuerySet
from hlp.tables import Column, Table, in_parts
from schools.choices import Role
from schools.models import AcademicYear, Appointment, Collaborative, Group, GroupPlace, School
from schools.models.appointment import AppointmentQuerySet
from schools.models.school import SchoolQuerySet
from schools.services.listing import CollaborativeCard, SchoolCard, school_cards
from schools.services.memberships.listing import MemberCard


def names_of(posts: Iterable[Appointment]) -> str:
    """``Amara Amberwick, Gwen Elderdell (acting)``."""
    return ", ".join(f"{post.person} (acting)" if post.acting else str(post.person) for post in posts)


# --- Schools --------------------------------------------------------------------------------------


def _group(card: SchoolCard) -> Group | None:
    return card.place.group if card.place else None


def _collaborative(card: SchoolCard) -> Collaborative | None:
    return card.place.group.collaborative if card.place else None


SCHOOL = [
    Column("School", attrgetter("school.name"), 44),
    Column("URN", attrgetter("school.urn"), 10),
    Column("Phase", lambda card: card.school.get_phase_display(), 13),
    Column("Type", attrgetter("school.type"), 30),
    Column("Ages", attrgetter("school.ages"), 10),
    Column("Headteacher", lambda card: names_of(card.headships), 30),
    Column("Collaborative", lambda card: str(_collaborative(card) or ""), 18),
    Column("Group", lambda card: str(_group(card) or ""), 14),
    Column("Member", attrgetter("member"), 10),
    Column("Open", attrgetter("school.open"), 8),
    Column("Address", attrgetter("school.address"), 50),
    Column("Postcode", attrgetter("school.postcode"), 11),
    Column("Easting", attrgetter("school.easting"), 10),
    Column("Northing", attrgetter("school.northing"), 10),
    Column("Website", attrgetter("school.website"), 36),
]


def school_table(schools: SchoolQuerySet, year: AcademicYear | None) -> Table:
    """Schools with the group of a year and today's headteachers."""
    parts = in_parts(schools.iterator())
    return Table("schools", SCHOOL, (card for part in parts for card in school_cards(part, year)))


# --- Members --------------------------------------------------------------------------------------

MEMBER = [
    *SCHOOL[:5],
    Column("Headteacher", lambda member: names_of(member.card.headships), 30),
    Column("Collaborative", attrgetter("collaborative"), 18),
    Column("Group", lambda member: str(_group(member.card) or ""), 14),
    Column("Member since", attrgetter("since"), 20),
    Column("First day in the year", attrgetter("row.starts"), 20),
    Column("Last day, if it leaves", lambda member: member.row.ends if member.departs else None, 20),
    Column("What changed", lambda member: member.arrival.label if member.arrival else "", 13),
    Column("Postcode", attrgetter("school.postcode"), 11),
    Column("Easting", attrgetter("school.easting"), 10),
    Column("Northing", attrgetter("school.northing"), 10),
]
AGREEMENT = [
    Column("Why it joined", attrgetter("row.joined_because"), 40),
    Column("Why it leaves", attrgetter("row.left_because"), 40),
    Column("Agreement accepted", attrgetter("row.accepted_at"), 24),
]


def member_table(
    members: SchoolQuerySet,
    year: AcademicYear,
    cards: Callable[[list[School]], list[MemberCard]],
    *,
    inside: bool,
) -> Table:
    """Members of a year; ``inside`` adds reasons and the agreement, for those who run the partnership."""
    rows = (card for part in in_parts(members.iterator()) for card in cards(part))
    return Table(f"members-{year.slug}", [*MEMBER, *AGREEMENT] if inside else MEMBER, rows)


# --- Groups ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlaceLine:
    """A school of a group, or one without a group."""

    school: School
    place: GroupPlace | None = None
    group: Group | None = None
    card: CollaborativeCard | None = None


GROUP = [
    Column("Collaborative", lambda line: str(line.card.collaborative) if line.card else "", 18),
    Column("Lead headteacher", lambda line: names_of(line.card.leads) if line.card else "", 26),
    Column("Group", lambda line: str(line.group or "None"), 14),
    Column("Kind", lambda line: line.group.kind if line.group else "", 10),
    Column("School", attrgetter("school.name"), 44),
    Column("URN", attrgetter("school.urn"), 10),
    Column("Phase", lambda line: line.school.get_phase_display(), 13),
    Column("Additional member", lambda line: line.place.additional if line.place else None, 12),
]


def group_table(cards: Iterable[CollaborativeCard], free: SchoolQuerySet) -> Table:
    """A line for each school in a group, by collaborative and group, then the members that have none."""
    return Table("groups", GROUP, _places(cards, free))


def _places(cards: Iterable[CollaborativeCard], free: SchoolQuerySet) -> Iterator[PlaceLine]:
    for card in cards:
        for group in card.groups:
            yield from (PlaceLine(place.school, place, group, card) for place in group.places.all())
    yield from (PlaceLine(school) for school in free)


# --- People ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PostLine:
    """A person with one of their posts, or without any."""

    person: User
    post: Appointment | None = None


def _of_post(name: str) -> Any:
    return lambda line: getattr(line.post, name) if line.post else None


def _is_held(post: Appointment) -> bool:
    today = clock.today()
    return post.starts <= today and (post.ends is None or post.ends >= today)


PERSON = [
    Column("Name", attrgetter("person.name"), 26),
    Column("E-mail address", attrgetter("person.email"), 40),
    Column("Telephone on the day", attrgetter("person.phone"), 20),
    Column("Role", lambda line: Role(line.post.role).label if line.post else "", 24),
    Column("School", lambda line: _of_post("school")(line) and line.post.school.name, 44),
    Column("URN", lambda line: _of_post("school")(line) and line.post.school.urn, 10),
    Column(
        "Collaborative", lambda line: _of_post("collaborative")(line) and line.post.collaborative.name, 18
    ),
    Column("Acting", _of_post("acting"), 9),
    Column("First day", _of_post("starts"), 20),
    Column("Last day", _of_post("ends"), 20),
    Column("In post today", lambda line: _is_held(line.post) if line.post else None, 10),
    Column("Account open", attrgetter("person.is_active"), 10),
]


def person_table(people: UserQuerySet, posts: AppointmentQuerySet) -> Table:
    """A line for each post of each person, past and to come, the newest first; one for a person without any."""
    return Table("people", PERSON, _posts(people, posts))


def _posts(people: UserQuerySet, posts: AppointmentQuerySet) -> Iterator[PostLine]:
    for part in in_parts(people.iterator()):
        held: dict[int, list[Appointment]] = {person.pk: [] for person in part}
        rows = posts.filter(person__in=part).select_related("school", "collaborative")
        for post in rows.order_by("-starts", "-pk"):
            held[post.person_id].append(post)
        for person in part:
            yield from [PostLine(person, post) for post in held[person.pk]] or [PostLine(person)]
