"""Visits in people's calendars: their own dates (``settings.CALENDAR_ENTRIES``), and one file a visit."""

from datetime import date, time, timedelta
from typing import Any

from hlp import clock, ics
from hlp.models import User
from schools.choices.practice import VisitState
from schools.models import PracticeVisit
from schools.roles import roles_of


def entries(user: User, first: date, last: date) -> list[dict[str, Any]]:
    """The visits with a day between two days at or from a person's own school."""
    since, until = clock.at(first, time.min), clock.at(last + timedelta(days=1), time.min)
    rows = PracticeVisit.objects.visible_to(user).filter(starts_at__gte=since, starts_at__lt=until)
    held = roles_of(user)
    mine = held.schools | held.delegated
    dated = [VisitState.AGREED, VisitState.DONE, VisitState.CANCELLED]
    visits = rows.filter(state__in=dated).select_related("entry__school", "school")
    return [
        _row(visit, mine=bool({visit.school_id, visit.entry.school_id} & mine))
        for visit in visits.order_by("starts_at", "pk")
    ]


def _row(visit: PracticeVisit, *, mine: bool) -> dict[str, Any]:
    return {
        "uid": f"practice-visit-{visit.pk}",
        "title": title(visit),
        "kind": "Visit",
        "starts": visit.starts_at,
        "ends": visit.ends_at,
        "place": str(visit.entry.school),
        "href": visit.get_absolute_url(),
        "mine": mine,
        "stamp": visit.answered_at or visit.asked_at,
        "sequence": visit.sequence,
        "cancelled": visit.state == VisitState.CANCELLED,
    }


def title(visit: PracticeVisit) -> str:
    """``Visit of Norwood Green to Hawthorn Rise: Talk before writing``."""
    called_off = "Cancelled: " if visit.state == VisitState.CANCELLED else ""
    return f"{called_off}Visit of {visit.school} to {visit.entry.school}: {visit.entry.title}"


def draw(visit: PracticeVisit) -> bytes:
    """One visit as a calendar file. METHOD is CANCEL where it was called off. Raises ValueError where it has no day."""
    if visit.starts_at is None or visit.ends_at is None:
        raise ValueError(f"{visit} has no day")
    school = visit.entry.school
    place = ", ".join(part for part in (school.name, school.address) if part)
    return ics.draw_one({**_row(visit, mine=True), "place": place}, name=title(visit), words=visit.answer)
