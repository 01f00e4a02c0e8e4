"""What a dry run looks at: schools, groups, rounds, the diary, and the sessions of a year that are still to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from hlp import clock
from peerchallenge.choices import TO_COME, DatesState, SessionState
from peerchallenge.models import ChallengeSession, DatesLine, DatesPlan, Round
from peerchallenge.services.dates.diary import Diary, read_diary
from peerchallenge.services.plans import TeamMember
from schools.models import AcademicYear, Group, GroupPlace, School
from schools.services.declarations import conflicts_in


@dataclass(frozen=True)
class Slot:
    """A session that is to come, or a line of a plan that is not published yet (``session`` is None)."""

    host: School
    group: Group
    round: Round
    day: date
    team: tuple[TeamMember, ...]
    href: str
    session: int | None = None

    def __str__(self) -> str:
        draft = "" if self.session else ", draft"
        return f"{self.host}, {clock.day(self.day)}{draft}"

    @property
    def lead(self) -> TeamMember | None:
        """Who leads."""
        return next((member for member in self.team if member.is_lead), None)


@dataclass(frozen=True)
class Facts:
    """Of one year, read once. ``undated`` are postponed sessions and planned lines that have no day."""

    year: AcademicYear
    today: date
    rounds: list[Round]
    members: dict[int, School]
    places: list[GroupPlace]
    slots: list[Slot]
    undated: list[tuple[str, str]]
    held: set[tuple[int, int]]
    diary: Diary
    conflicts: dict[frozenset[int], list[str]]

    @property
    def since(self) -> date:
        """The first day that can still be planned."""
        return max(self.today, self.year.starts)

    def schools(self) -> dict[Group, list[School]]:
        """The groups with their schools."""
        found: dict[Group, list[School]] = {}
        for place in self.places:
            found.setdefault(place.group, []).append(place.school)
        return found


def read_facts(year: AcademicYear, today: date) -> Facts:
    """Everything about a year, in a fixed number of queries."""
    rounds = list(Round.objects.filter(year=year).select_related("year").order_by("opens"))
    sessions = list(ChallengeSession.objects.filter(round__year=year).with_people())
    lines = _lines(year, {(s.round_id, s.host_id) for s in sessions if s.state != SessionState.CANCELLED})
    places = GroupPlace.objects.filter(year=year).select_related("school", "group__collaborative")
    return Facts(
        year=year,
        today=today,
        rounds=rounds,
        members={school.pk: school for school in School.objects.members_in(year)},
        places=list(places.order_by("group__name", "school__name")),
        slots=[*_slots(sessions, today), *(_drafted(line) for line in lines if line.day)],
        undated=[*_postponed(sessions), *_unplaced(lines)],
        held={(s.round_id, s.host_id) for s in sessions if s.state != SessionState.CANCELLED},
        diary=read_diary(year.starts, year.ends + timedelta(days=1)),
        conflicts=conflicts_in(year),
    )


def _lines(year: AcademicYear, taken: set[tuple[int, int]]) -> list[DatesLine]:
    """The lines of the newest draft of each round, for hosts that have no session in it."""
    rows = DatesLine.objects.filter(plan__year=year, plan__state=DatesState.DRAFT)
    rows = rows.select_related("plan", "round__year", "host", "group__collaborative")
    found: dict[tuple[int, int], DatesLine] = {}
    for line in rows.prefetch_related("seats__person", "seats__school").order_by(
        "plan__asked_at", "plan", "pk"
    ):
        if (line.round_id, line.host_id) not in taken:
            found[line.round_id, line.host_id] = line
    newest: dict[int, DatesPlan] = {line.round_id: line.plan for line in found.values()}
    return [line for line in found.values() if line.plan == newest[line.round_id]]


def _slots(sessions: Iterable[ChallengeSession], today: date) -> Iterable[Slot]:
    for session in sessions:
        day = clock.local(session.starts_at).date()
        if session.state in TO_COME and day >= today:
            team = tuple(TeamMember(r.person, r.school, r.is_lead) for r in session.reviewers.all())
            href = session.get_absolute_url()
            yield Slot(session.host, session.group, session.round, day, team, href, session.pk)


def _drafted(line: DatesLine) -> Slot:
    team = tuple(TeamMember(seat.person, seat.school, seat.is_lead) for seat in line.seats.all())
    return Slot(line.host, line.group, line.round, line.day or date.min, team, line.plan.get_absolute_url())


def _postponed(sessions: Iterable[ChallengeSession]) -> Iterable[tuple[str, str]]:
    for session in sessions:
        if session.state == SessionState.POSTPONED:
            day = clock.day(session.starts_at)
            yield (
                f"{session.host}, postponed from {day}",
                reverse("peerchallenge:session-reschedule", args=[session.pk]),
            )


def _unplaced(lines: Iterable[DatesLine]) -> Iterable[tuple[str, str]]:
    for line in lines:
        if line.day is None:
            yield (
                f"{line.host} in the {line.round}: the draft has no day for it",
                line.plan.get_absolute_url(),
            )
