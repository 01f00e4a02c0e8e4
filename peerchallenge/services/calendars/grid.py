"""The grid of the year: weeks as columns, schools as rows, and what lies over them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from hlp.models import User
from peerchallenge.calculations import Status, day_of, part_of, status_of
from peerchallenge.models import ChallengeSession
from peerchallenge.services.calendars.facts import Facts
from schools.models import AcademicYear, Collaborative, Group, GroupPlace, School, Term
from schools.roles import roles_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week of the grid by its Monday: its column (1 is the first), and whether no school day falls into it."""

    column: int
    monday: date
    free: bool
    now: bool


@dataclass(frozen=True)
class Band:
    """Something that lasts, over the columns that it touches."""

    title: str
    starts: date
    ends: date
    column: int
    span: int
    kind: str


@dataclass(frozen=True)
class Chip:
    """A session in the grid: its column, the part that the reader has in it, and its words."""

    session: ChallengeSession
    column: int
    status: Status
    lead: str
    part: str

    @property
    def day(self) -> date:
        """The day in London."""
        return day_of(self.session)

    @property
    def look(self) -> str:
        """How it is drawn: what its colour says is also said by its border or shape."""
        if self.status.colour == "red":
            return "late"
        return "sent" if self.session.is_report_sent else str(self.session.state)


@dataclass
class Row:
    """A school with its sessions of the year: is it the reader's own, and the first of its group?"""

    school: School
    group: Group
    own: bool = False
    first: bool = False
    chips: list[Chip] = field(default_factory=list)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(year: AcademicYear, facts: Facts, sessions: list[ChallengeSession], today: date) -> list[Week]:
    """From the first week of the year to the last in it with school or a session: 53 at the most."""
    ends = [term.ends for term in facts.terms] + [r.closes for r in facts.rounds]
    last = max([*ends, *(day_of(session) for session in sessions)], default=year.ends)
    found: list[Week] = []
    monday = _monday(year.starts)
    while monday <= min(max(last, year.starts), year.ends):
        free = bool(facts.terms) and not any(_taught(term, monday) for term in facts.terms)
        found.append(Week(len(found) + 1, monday, free, monday == _monday(today)))
        monday += WEEK
    return found


def _taught(term: Term, monday: date) -> bool:
    """Whether a day from Monday to Friday lies in the term and outside its half term."""
    days = [monday + timedelta(days=n) for n in range(5)]
    return any(
        term.starts <= day <= term.ends and not term.half_term_starts <= day <= term.half_term_ends
        for day in days
    )


def column(weeks: list[Week], day: date) -> int:
    """The column of a day, held inside the grid."""
    return min(max((day - weeks[0].monday).days // 7 + 1, 1), len(weeks))


def band(weeks: list[Week], title: str, starts: date, ends: date, kind: str) -> Band:
    """What lasts from one day to another, both included, over its columns."""
    first, last = column(weeks, starts), column(weeks, ends)
    return Band(title, starts, ends, first, last - first + 1, kind)


def month_heads(weeks: list[Week]) -> list[Band]:
    """The months above the weeks that begin in them; the first week belongs to September."""
    named = [(max(week.monday, date(weeks[0].monday.year, 9, 1)).replace(day=1), week) for week in weeks]
    found = []
    for first, part in groupby(named, key=lambda item: item[0]):
        own = [week for _, week in part]
        title = f"{first:%b}" if len(own) > 1 else ""
        found.append(Band(title, first, first, own[0].column, len(own), "month"))
    return found


def shades(weeks: list[Week], facts: Facts) -> list[Band]:
    """Weeks without school, weeks closed to challenges, and the present week, behind the grid."""
    found = [band(weeks, "", week.monday, week.monday, "free") for week in weeks if week.free]
    found += [band(weeks, period.name, period.starts, period.ends, "closed") for period in facts.closed]
    return found + [band(weeks, "", week.monday, week.monday, "now") for week in weeks if week.now]


def chip(user: User, session: ChallengeSession, weeks: list[Week], at: datetime) -> Chip:
    """A session in its column, as one reader sees it."""
    lead = session.lead
    return Chip(
        session=session,
        column=column(weeks, day_of(session)),
        status=status_of(session, at),
        lead=str(lead.person) if lead else "",
        part=part_of(user, session),
    )


def sections(
    user: User, year: AcademicYear, collaborative: Collaborative | None, chips: Iterable[Chip]
) -> list[tuple[Collaborative, list[Row]]]:
    """Rows by collaborative, group and school: the schools that the reader answers for, and hosts that they see."""
    held = roles_of(user)
    rows: dict[int, Row] = {}
    for place in _places(user, year, collaborative):
        own = place.school_id in held.schools | held.delegated
        rows[place.school_id] = Row(place.school, place.group, own)
    for chip in chips:
        host = chip.session.host
        row = rows.setdefault(
            host.pk, Row(host, chip.session.group, host.pk in held.schools | held.delegated)
        )
        row.chips.append(chip)
    ordered = sorted(
        rows.values(), key=lambda row: (row.group.collaborative.name, row.group.name, row.school.name)
    )
    for before, row in zip([None, *ordered], ordered, strict=False):
        row.first = before is None or before.group != row.group
    return [(one, list(part)) for one, part in groupby(ordered, key=lambda row: row.group.collaborative)]


def _places(user: User, year: AcademicYear, collaborative: Collaborative | None) -> Iterable[GroupPlace]:
    held = roles_of(user)
    places = GroupPlace.objects.filter(year=year).select_related("school", "group__collaborative")
    if collaborative:
        places = places.filter(group__collaborative=collaborative)
    if held.runs_partnership:
        return places
    led = places.filter(group__collaborative__in=held.collaboratives)
    return led | places.filter(school__in=held.schools | held.delegated)
