"""The year planner on paper: one page for each collaborative, as far as its reader may see."""

from datetime import date
from typing import Any

from django.db import transaction

from hlp import documents
from hlp.models import Document, User
from peerchallenge.calculations import day_of
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession
from peerchallenge.services.calendars.agenda import Event
from peerchallenge.services.calendars.grid import Chip, Row
from peerchallenge.services.calendars.year import Year, year_of
from schools.models import AcademicYear

KIND = "year-planner"


@transaction.atomic
def ask_planner(*, user: User, year: AcademicYear) -> Document:
    """The planner of what ``user`` sees now: the version that is there, or a new one that a worker starts to make.

    Locks the person, so that two requests do not make two versions.
    """
    User.objects.select_for_update().get(pk=user.pk)
    return documents.ask(
        KIND,
        about=_about(user, year),
        title=f"Year planner {year}",
        filename=f"year-planner-{year.name.replace('/', '-')}.pdf",
        source=_source(user, year),
    )


def newest_planner(*, user: User, year: AcademicYear) -> Document | None:
    """The newest planner of the year that was made for this person."""
    return documents.newest(KIND, _about(user, year))


def is_current(document: Document, user: User, year: AcademicYear) -> bool:
    """Whether a planner still says what its reader sees."""
    return document.digest == documents.digest(KIND, _source(user, year))


def _about(user: User, year: AcademicYear) -> str:
    return f"year:{year.pk}:user:{user.pk}"


def _source(user: User, year: AcademicYear) -> dict[str, Any]:
    """All that the planner shows, as plain values: days are ISO 8601."""
    found = year_of(user, year)
    return {
        "year": year.name,
        "months": _months(year, found),
        "dates": [_date(event) for event in found.dates],
        "sections": [
            {"name": str(collaborative), "rows": [_row(row) for row in rows]}
            for collaborative, rows in found.sections
        ],
    }


def _months(year: AcademicYear, found: Year) -> list[str]:
    """The first days of the months from September to that of the last week shown."""
    last = found.weeks[-1].monday
    months, month = [], year.starts.replace(day=1)
    while month <= last:
        months.append(month.isoformat())
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months


def _date(event: Event) -> dict[str, str]:
    return {
        "starts": event.day.isoformat(),
        "ends": event.last.isoformat(),
        "title": event.title,
        "kind": event.kind,
    }


def _row(row: Row) -> dict[str, Any]:
    return {"school": row.school.name, "group": row.group.name, "sessions": [_session(c) for c in row.chips]}


def _session(chip: Chip) -> dict[str, Any]:
    session: ChallengeSession = chip.session
    return {
        "day": day_of(session).isoformat(),
        "lead": chip.lead,
        "postponed": session.state == SessionState.POSTPONED,
        "tentative": session.state == SessionState.PLANNED,
    }
