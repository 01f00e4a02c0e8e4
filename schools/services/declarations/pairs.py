"""Which schools should not work together in a year and which would like to: declared, or known from the data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from django.db.models import Q

from hlp import clock
from schools.choices import SCHOOL_ROLES, Role
from schools.models import AcademicYear, Appointment, Conflict, Interest, Membership, School

RECENT_YEARS = 5
# All that anybody but its author and the Director ever reads of a declared conflict.
DECLARED = "A headteacher has declared a conflict"
# How the reasons begin or end that the planner of groups has rules of its own for.
TRUST, FEDERATION, HEAD = "Both belong to the trust", "Both belong to the federation", "heads both"

Pair = frozenset[int]
Reasons = dict[Pair, list[str]]


@dataclass(frozen=True)
class Heads:
    """Who heads which school at some time of a year: pairs of primary keys, read once."""

    posts: tuple[Appointment, ...]

    def schools_of(self, person: int) -> set[int]:
        """The schools that a person heads."""
        return {post.school_id for post in self.posts if post.person_id == person and post.school_id}


def conflicts_in(year: AcademicYear) -> Reasons:
    """Pairs of members' primary keys that should not work together in ``year``, each with its reasons.

    Known from the data (trust, federation, one headteacher for two schools, employment within five years) and
    declared; of a declared one only a neutral sentence. Pairs without a reason are not there. Six queries.
    """
    members = members_of(year)
    heads = heads_in(year)
    reasons = known_conflicts(year, members, heads)
    for pair in _declared_pairs(year, heads):
        if pair <= members.keys() and DECLARED not in reasons.get(pair, []):
            reasons.setdefault(pair, []).append(DECLARED)
    return reasons


def interests_in(year: AcademicYear) -> set[Pair]:
    """Pairs of members' primary keys one of which would like to work with or learn from the other in ``year``."""
    members, heads = members_of(year), heads_in(year)
    rows = Interest.objects.standing().filter(declaration__year=year)
    pairs = {
        frozenset({own, wanted})
        for author, wanted in rows.values_list("declaration__person_id", "school_id")
        for own in heads.schools_of(author)
    }
    return {pair for pair in pairs if len(pair) == 2 and pair <= members.keys()}


def is_derived(reason: str) -> bool:
    """Whether a reason says that two schools share a trust, a federation or a headteacher."""
    return reason.startswith((TRUST, FEDERATION)) or reason.endswith(HEAD)


def members_of(year: AcademicYear) -> dict[int, School]:
    """The members of a year by primary key; while nobody has been renewed yet, those of the year before."""
    latest = Membership.objects.filter(year__starts__lte=year.starts).order_by("-year__starts")
    known = latest.values_list("year", flat=True).first()
    return {school.pk: school for school in School.objects.members_in(known)} if known else {}


def heads_in(year: AcademicYear) -> Heads:
    """The headteachers' posts of a year: in force on any of its days."""
    posts = Appointment.objects.filter(role=Role.HEADTEACHER, starts__lte=year.ends)
    during = posts.filter(Q(ends=None) | Q(ends__gte=year.starts))
    return Heads(tuple(during.select_related("person").order_by("starts", "pk")))


def known_conflicts(
    year: AcademicYear, members: dict[int, School] | None = None, heads: Heads | None = None
) -> Reasons:
    """The pairs of which the data know already, so that nobody needs to declare them."""
    known = members if members is not None else members_of(year)
    posts = heads or heads_in(year)
    reasons: Reasons = {}
    for pair, reason in [
        *_same(known.values(), "trust", TRUST),
        *_same(known.values(), "federation", FEDERATION),
        *_same_head(posts),
        *_worked_there(year, posts, known),
    ]:
        if len(pair) == 2 and pair <= known.keys() and reason not in reasons.get(pair, []):
            reasons.setdefault(pair, []).append(reason)
    return reasons


def _same(schools: Iterable[School], name: str, words: str) -> Iterator[tuple[Pair, str]]:
    by_value: dict[str, list[School]] = {}
    for school in schools:
        value = " ".join(getattr(school, name).split())
        if value:
            by_value.setdefault(value.casefold(), []).append(school)
    for together in by_value.values():
        called = getattr(together[0], name)
        for one, other in combinations(together, 2):
            yield frozenset({one.pk, other.pk}), f"{words} {called}"


def _same_head(heads: Heads) -> Iterator[tuple[Pair, str]]:
    for one, other in combinations(heads.posts, 2):
        if one.person_id == other.person_id and one.school_id and other.school_id:
            yield frozenset({one.school_id, other.school_id}), f"{one.person} {HEAD}"


def _worked_there(year: AcademicYear, heads: Heads, members: dict[int, School]) -> Iterator[tuple[Pair, str]]:
    """Headteachers who worked at another member until less than five years before the year began."""
    since = _years_before(year.starts)
    people = {post.person_id for post in heads.posts}
    left = Appointment.objects.filter(person__in=people, role__in=SCHOOL_ROLES, school__in=members)
    left = left.filter(ends__gte=since).exclude(role=Role.HEADTEACHER, ends__gte=year.starts)
    for post in left.select_related("person").order_by("ends", "pk"):
        school, until = members[post.school_id or 0], clock.day(post.ends or year.starts)
        for own in heads.schools_of(post.person_id):
            yield frozenset({own, school.pk}), f"{post.person} worked at {school} until {until}"


def _years_before(day: date) -> date:
    return day.replace(year=day.year - RECENT_YEARS)


def _declared_pairs(year: AcademicYear, heads: Heads) -> Iterator[Pair]:
    """Author's schools and the school named, or those that the person named heads."""
    rows = Conflict.objects.standing().filter(declaration__year=year)
    facts = rows.values_list("declaration__person_id", "school_id", "person_id").order_by("pk")
    for author, school, person in facts:
        named = {school} if school else heads.schools_of(person)
        for pair in product(heads.schools_of(author), named):
            if len(set(pair)) == 2:
                yield frozenset(pair)
