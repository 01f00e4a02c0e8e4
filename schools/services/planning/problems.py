"""A year's members, people and past as the planner's problem."""

from collections.abc import Mapping

from hlp import clock
from schools.choices import Phase, Role
from schools.models import AcademicYear, Appointment, Collaborative, School
from schools.planner import Pins, PlannedCollaborative, PlannedSchool, Problem
from schools.planner.centres import Point, centres
from schools.services.declarations import conflicts_in, interests_in
from schools.services.declarations.pairs import Heads, heads_in, is_derived
from schools.services.planning.inputs import watched_in
from schools.services.planning.past import Past
from schools.services.training import trained_on

LAST_INFANT, FIRST_JUNIOR = (
    8,
    7,
)  # ages: an infant school ends by the one, a junior school begins with the other


class NoMembers(Exception):
    """The year has no members yet: the sentence says so."""


def problem_for(
    year: AcademicYear, *, weights: Mapping[str, float] | None = None, pins: Pins | None = None
) -> Problem:
    """What the planner is asked for a year: the members that stay to its end, as they stand now.

    Headteachers are those of any day of the year, trained on its first day or today, whichever is later. Schools and
    collaboratives have their primary keys. The number of queries does not depend on the number of schools.
    Raises NoMembers.
    """
    members = list(School.objects.staying_in(year).order_by("pk"))
    if not members:
        raise NoMembers(f"No school is a member for the whole of {year} yet. Renew the members first.")
    keys = {school.pk for school in members}
    past, heads = Past(year, keys), _heads(heads_in(year), keys)
    trained, watched = trained_on(max(year.starts, clock.today())), watched_in(year)
    return Problem(
        schools=tuple(_school(s, heads.get(s.pk, frozenset()), trained, s.pk in watched) for s in members),
        collaboratives=_collaboratives(year, members, past),
        weights=dict(weights or {}),
        declared=_declared(year),
        recent=past.recent(),
        interests=frozenset(interests_in(year)),
        home=past.home(),
        pins=pins or Pins(),
    )


def _heads(posts: Heads, members: set[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for post in posts.posts:
        if post.school_id in members:
            found.setdefault(post.school_id, set()).add(post.person_id)
    return {school: frozenset(people) for school, people in found.items()}


def _school(school: School, heads: frozenset[int], trained: frozenset[int], watched: bool) -> PlannedSchool:
    return PlannedSchool(
        key=school.pk,
        name=school.name,
        x=school.easting,
        y=school.northing,
        phase=phase_of(school),
        size=school.pupils,
        special=school.is_special,
        trust=school.trust,
        federation=school.federation,
        heads=heads,
        trained=bool(heads & trained),
        watched=watched,
        religious=school.religious_character,
    )


def phase_of(school: School) -> str:
    """The register's phase; a primary school that ends with the infants or begins with the juniors is one of those."""
    if school.phase != Phase.PRIMARY:
        return school.phase
    if school.high_age and school.high_age <= LAST_INFANT:
        return "infant"
    if school.low_age and school.low_age >= FIRST_JUNIOR:
        return "junior"
    return school.phase


def _declared(year: AcademicYear) -> dict[frozenset[int], tuple[str, ...]]:
    """Conflicts that were declared, or follow from where people worked; the others are rules of their own."""
    found = {
        pair: tuple(r for r in reasons if not is_derived(r)) for pair, reasons in conflicts_in(year).items()
    }
    return {pair: reasons for pair, reasons in found.items() if reasons}


def _collaboratives(
    year: AcademicYear, members: list[School], past: Past
) -> tuple[PlannedCollaborative, ...]:
    """Each with its centre: amid last year's schools, else its lead headteacher's school, else a part still empty."""
    wanted = list(Collaborative.objects.order_by("name"))
    points = {s.pk: (float(s.easting), float(s.northing)) for s in members if s.easting and s.northing}
    of_lead = _schools_of_leads(year)
    home = past.home()
    given: list[Point | None] = []
    for collaborative in wanted:
        there = [
            points[school] for school, where in home.items() if where == collaborative.pk and school in points
        ]
        lead = [points[school] for school in of_lead.get(collaborative.pk, ()) if school in points]
        given.append(_middle(there or lead))
    found = centres(list(points.values()), given)
    return tuple(
        PlannedCollaborative(c.pk, c.name, *(point or (None, None)))
        for c, point in zip(wanted, found, strict=True)
    )


def _middle(points: list[Point]) -> Point | None:
    if not points:
        return None
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _schools_of_leads(year: AcademicYear) -> dict[int, list[int]]:
    """The schools that the lead headteachers of each collaborative head in the year."""
    posts = Appointment.objects.filter(role=Role.LEAD_HEADTEACHER).on(max(year.starts, clock.today()))
    heads, found = heads_in(year), dict[int, list[int]]()
    for person, collaborative in posts.values_list("person_id", "collaborative_id").order_by("pk"):
        if collaborative is not None:
            found.setdefault(collaborative, []).extend(sorted(heads.schools_of(person)))
    return found
