"""What lies over a whole year: terms, days off, days closed to challenges, rounds, and what other rooms add.

They join by ``settings.CALENDAR_ENTRIES``: functions ``entries(user, first, last)`` that give plain dictionaries
with ``uid``, ``title``, ``starts`` and ``ends`` (aware moments, or dates for whole days, both included), ``stamp``
(when it last changed), and where known ``sequence``, ``place``, ``href`` (a path), ``kind``, ``cancelled`` and
``mine`` (whether it belongs among the person's own dates).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from hlp.models import User
from peerchallenge.models import Round
from schools.models import AcademicYear, BankHoliday, ClosedPeriod, Term


@dataclass(frozen=True)
class Facts:
    """Of one year; closed are the periods of all schools, not those of one."""

    terms: list[Term]
    holidays: list[BankHoliday]
    closed: list[ClosedPeriod]
    rounds: list[Round]


def facts_of(user: User, year: AcademicYear) -> Facts:
    """What a year holds, in four queries."""
    return Facts(
        terms=list(year.terms.order_by("starts")),
        holidays=list(BankHoliday.objects.filter(day__range=(year.starts, year.ends))),
        closed=list(ClosedPeriod.objects.visible_to(user).filter(year=year, school=None)),
        rounds=list(
            Round.objects.visible_to(user).filter(year=year).select_related("year").order_by("opens")
        ),
    )


def further(user: User, first: date, last: date) -> list[dict[str, Any]]:
    """What other rooms put into the calendar of a person, between two days."""
    return [entry for path in settings.CALENDAR_ENTRIES for entry in import_string(path)(user, first, last)]
