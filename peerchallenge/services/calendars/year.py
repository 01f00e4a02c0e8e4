"""The year at a glance: its weeks, what they hold, and who hosts when, as far as one person may see."""

from dataclasses import dataclass
from datetime import datetime

from hlp import clock
from hlp.models import User
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession
from peerchallenge.services.calendars import agenda, grid
from peerchallenge.services.calendars.agenda import Event, Month
from peerchallenge.services.calendars.facts import facts_of, further
from peerchallenge.services.calendars.grid import Band, Row, Week
from schools.models import AcademicYear, Collaborative


@dataclass(frozen=True)
class Year:
    """The whole page: columns, bands above the grid, rows by collaborative, and the agenda."""

    year: AcademicYear
    weeks: list[Week]
    heads: list[Band]
    bands: list[Band]
    shades: list[Band]
    sections: list[tuple[Collaborative, list[Row]]]
    months: list[Month]
    dates: list[Event]

    @property
    def closed(self) -> bool:
        """Whether some weeks are closed to challenges."""
        return any(shade.kind == "closed" for shade in self.shades)

    @property
    def sessions(self) -> int:
        """How many sessions the reader sees."""
        return sum(len(row.chips) for _, rows in self.sections for row in rows)


def year_of(
    user: User,
    year: AcademicYear,
    *,
    collaborative: Collaborative | None = None,
    hosts: set[int] | None = None,
    at: datetime | None = None,
) -> Year:
    """The calendar of a year for one reader, narrowed to a collaborative and to hosts where they are given."""
    moment = at or clock.now()
    today = clock.local(moment).date()
    facts = facts_of(user, year)
    seen = ChallengeSession.objects.visible_to(user).filter(round__year=year)
    if collaborative:
        seen = seen.filter(group__collaborative=collaborative)
    if hosts is not None:
        seen = seen.filter(host__in=hosts)
    sessions = list(seen.exclude(state=SessionState.CANCELLED).with_people().order_by("starts_at", "pk"))
    weeks = grid.weeks(year, facts, sessions, today)
    chips = [grid.chip(user, session, weeks, moment) for session in sessions]
    more = further(user, year.starts, year.ends)
    events = agenda.events(facts, chips, more)
    return Year(
        year=year,
        weeks=weeks,
        heads=grid.month_heads(weeks),
        bands=[grid.band(weeks, str(r), r.opens, r.closes, "round") for r in facts.rounds],
        shades=grid.shades(weeks, facts),
        sections=_with_hosts(grid.sections(user, year, collaborative, chips), hosts),
        months=agenda.months(events, today),
        dates=[event for event in events if event.chip is None],
    )


def _with_hosts(
    sections: list[tuple[Collaborative, list[Row]]], hosts: set[int] | None
) -> list[tuple[Collaborative, list[Row]]]:
    """The sections with the rows of these schools alone; all of them where none are given."""
    if hosts is None:
        return sections
    kept = [(one, [row for row in rows if row.school.pk in hosts]) for one, rows in sections]
    return [(one, rows) for one, rows in kept if rows]
