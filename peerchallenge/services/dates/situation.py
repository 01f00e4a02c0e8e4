"""What the planner of dates is told: the rounds of a year as they stand now, read once."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hlp import clock
from hlp.models import User
from peerchallenge.choices import OFF, SessionState
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.planner import Host, Placement, Post, Problem, Visitor
from peerchallenge.services.dates.diary import Diary, read_diary
from peerchallenge.services.dates.hosting import hosts_in
from peerchallenge.services.dates.ledger import Account, by_school
from schools.calculations import open_among
from schools.models import Appointment, Group, GroupPlace, School, TrainingModule, TrainingRecord
from schools.services.training import trained_on

# A special school is reviewed by two of its group; nobody is visited by more than three.
VISITORS_OF_SPECIAL, MOST_VISITORS = 2, 3


@dataclass(frozen=True)
class Situation:
    """The planner's problem, and the rows that its keys stand for."""

    problem: Problem
    rounds: dict[int, Round]
    schools: dict[int, School]
    groups: dict[int, Group]
    people: dict[int, User]

    def group_of(self, slot: tuple[int, int]) -> Group:
        """The group in which a school hosts."""
        return self.groups[self.problem.groups[slot]]


def read_situation(rounds: Collection[Round], today: date, **options: Any) -> Situation:
    """The rounds of one year as the planner sees them on a day; days gone by are not planned.

    ``options`` are the planner's: ``weights``, ``avoided``, ``training_overruled``.
    """
    first, last = min(r.opens for r in rounds), max(r.closes for r in rounds)
    diary = read_diary(first, last)
    places = list(_places(rounds))
    standing = _standing(rounds)
    people = {post.person_id: post.person for held in diary.posts.values() for post in held}
    people |= {r.person_id: r.person for row in standing.values() for r in row.reviewers.all()}
    reader = _Reader(diary, places, standing, today)
    hosts = tuple(reader.hosts(rounds))
    days = sorted({day for host in hosts for day in host.days} | {h.fixed.day for h in hosts if h.fixed})
    problem = Problem(
        hosts=hosts,
        posts=tuple(_post(post) for held in diary.posts.values() for post in held),
        away=reader.away(people, {row.pk for row in standing.values()}),
        trained=_trained(days),
        surplus=_surplus({row.pk for row in standing.values()}),
        people={pk: person.name for pk, person in people.items()},
        schools={place.school_id: place.school.name for place in places},
        rounds={r.pk: str(r) for r in rounds},
        **options,
    )
    return Situation(
        problem=problem,
        rounds={r.pk: r for r in rounds},
        schools={place.school_id: place.school for place in places},
        groups={place.group_id: place.group for place in places},
        people=people,
    )


def _places(rounds: Collection[Round]) -> Iterable[GroupPlace]:
    places = GroupPlace.objects.filter(year__in={r.year_id for r in rounds})
    return places.select_related("group__collaborative", "school").order_by(
        "group__name", "additional", "school__name"
    )


def _standing(rounds: Collection[Round]) -> dict[tuple[int, int], ChallengeSession]:
    """The sessions of the rounds that stand in the calendar, by round and host."""
    rows = ChallengeSession.objects.filter(round__in=[r.pk for r in rounds]).exclude(state__in=OFF)
    return {(row.round_id, row.host_id): row for row in rows.with_people()}


def _postponed(rounds: Collection[Round]) -> set[tuple[int, int]]:
    """Postponed sessions by round and host: each gets its next date on its own page."""
    rows = ChallengeSession.objects.filter(round__in=[r.pk for r in rounds], state=SessionState.POSTPONED)
    return set(rows.values_list("round_id", "host_id"))


def _post(post: Appointment) -> Post:
    return Post(post.person_id, post.school_id or 0, post.starts, post.ends)


def _trained(days: list[date]) -> dict[date, frozenset[int]]:
    """Whose training is in date on each day: asked only of the days on which it may change."""
    if not days:
        return {}
    span = (days[0] + timedelta(days=1), days[-1])
    records = TrainingRecord.objects.filter(taken_back_at=None)
    due = records.filter(refresh_due__range=(days[0], days[-1]))
    modules = TrainingModule.objects.filter(needed_from__range=span)
    begins = {
        *records.filter(day__range=span).values_list("day", flat=True),
        *modules.values_list("needed_from", flat=True),
    }
    lapses = {last + timedelta(days=1) for last in due.values_list("refresh_due", flat=True) if last}
    changes = {days[0], *(day for day in begins if day), *lapses}
    known = {day: trained_on(day) for day in changes}
    order = sorted(changes)
    return {day: known[order[bisect_right(order, day) - 1]] for day in days}


def _surplus(standing: set[int]) -> dict[int, int]:
    """The ledger without the sessions of these rounds, which the planner counts itself."""
    rows = ChallengeSession.objects.exclude(state__in=OFF).exclude(pk__in=standing).with_people()
    return {school: sum(years.values(), Account()).surplus for school, years in by_school(rows).items()}


@dataclass(frozen=True)
class _Reader:
    """Turns places and sessions into hosts."""

    diary: Diary
    places: list[GroupPlace]
    standing: dict[tuple[int, int], ChallengeSession]
    today: date

    def hosts(self, rounds: Collection[Round]) -> Iterable[Host]:
        """The hosts of the rounds by group, those whose date stands included."""
        chosen = hosts_in(rounds)
        postponed = _postponed(rounds)
        for round_ in sorted(rounds, key=lambda r: r.opens):
            for place in self.places:
                row = self.standing.get((round_.pk, place.school_id))
                if (round_.pk, place.school_id) in postponed:
                    continue
                if row or place.school_id in chosen[round_.pk]:
                    yield self._host(round_, place, row)

    def _host(self, round_: Round, place: GroupPlace, row: ChallengeSession | None) -> Host:
        first = max(round_.opens, self.today)
        days = sorted(day for day in self.diary.school_days if first <= day <= round_.closes)
        free = open_among(days, self.diary.closed, place.school_id)
        visitors = self._visitors(place, days)
        return Host(
            round=round_.pk,
            school=place.school_id,
            group=place.group_id,
            days=tuple(free),
            closed=tuple(day for day in days if day not in free),
            visitors=visitors,
            size=self._size(place, visitors, days),
            fixed=_fixed(row) if row else None,
        )

    def _visitors(self, place: GroupPlace, days: list[date]) -> tuple[int, ...]:
        """The other schools of the group that have a headteacher who does not head the host too."""
        own = self._heads(place.school_id, days)
        others = [p.school_id for p in self.places if p.group_id == place.group_id and p != place]
        return tuple(school for school in others if self._heads(school, days) - own)

    def _heads(self, school: int, days: list[date]) -> set[int]:
        posts = self.diary.posts.get(school, [])
        return {
            p.person_id for p in posts if any(p.starts <= d and (not p.ends or d <= p.ends) for d in days)
        }

    def _size(self, place: GroupPlace, visitors: tuple[int, ...], days: list[date]) -> int:
        """How many visit: as many different people as there are, two at a special school, three at most."""
        people = {frozenset(self._heads(school, days)) for school in visitors}
        most = VISITORS_OF_SPECIAL if place.additional else MOST_VISITORS
        return max(min(len(people), most), 1)

    def away(self, people: Iterable[int], standing: set[int]) -> dict[int, frozenset[date]]:
        """The days on which people cannot: as they said, and where other rounds engage them."""
        days = {person: set(self.diary.away.get(person, ())) for person in people}
        for day, rows in self.diary.sessions.items():
            for row in rows:
                if row.pk not in standing:
                    for person in self.diary.engaged(row, day) & days.keys():
                        days[person].add(day)
        return {person: frozenset(found) for person, found in days.items() if found}


def _fixed(row: ChallengeSession) -> Placement:
    team = sorted(row.reviewers.all(), key=lambda r: r.pk)
    lead = row.lead
    return Placement(
        round=row.round_id,
        host=row.host_id,
        day=clock.local(row.starts_at).date(),
        lead=lead.person_id if lead else 0,
        team=tuple(Visitor(r.person_id, r.school_id or 0) for r in team),
    )
