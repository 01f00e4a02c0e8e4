"""Rounds: opened and changed by those who run the partnership."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import RoundClock, SessionState
from peerchallenge.models import Round, ThemeReason
from peerchallenge.services.dates.hosting import hosts_in
from schools.models import AcademicYear, GroupPlace, Theme

FIELDS = ("opens", "closes", "clock")


@transaction.atomic
def open_round(
    *,
    year: AcademicYear,
    term: str,
    opens: date,
    closes: date,
    clock: str = RoundClock.CLOCK_HOURS,
    focus_themes: Iterable[Theme] = (),
    by: User,
    at: datetime | None = None,
) -> Round:
    """Open a round: lock the year, check, write it with its themes, audit.

    Opening the very same twice returns what is there. Raises ValidationError by field.
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    there = Round.objects.filter(year=year, term=term).first()
    if there and (there.opens, there.closes, there.clock) == (opens, closes, clock):
        return there
    if there:
        raise ValidationError({"term": [f"The {there} is there already"]})
    _check_window(year, opens, closes)
    made = Round.objects.create(year=year, term=term, opens=opens, closes=closes, clock=clock)
    made.focus_themes.set(focus_themes)
    audit.record("round.opened", about=f"round:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def change_round(
    *, round: Round, version: int, by: User, at: datetime | None = None, **changes: Any
) -> Round:
    """Change window, clock or themes: lock, check, write, audit.

    Another clock counts for sessions that end from now on: a moment due that people have been told stands. What
    is there already changes nothing. Raises ValidationError by field, StaleEdit when ``version`` is not the newest.
    """
    row = Round.objects.select_for_update().get(pk=round.pk)
    themes = changes.pop("focus_themes", None)
    if unknown := set(changes) - set(FIELDS):
        raise TypeError(f"cannot change {', '.join(sorted(unknown))}")
    new = {name: value for name, value in changes.items() if getattr(row, name) != value}
    new_themes = themes is not None and set(themes) != set(row.focus_themes.all())
    if not new and not new_themes:
        return row
    if version != row.version:
        raise StaleEdit(row.version)
    _check_window(row.year, new.get("opens", row.opens), new.get("closes", row.closes))
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*new, "version"])
    if new_themes:
        row.focus_themes.set(themes)
    fields = sorted([*new, *(["focus_themes"] if new_themes else [])])
    audit.record("round.changed", about=f"round:{row.pk}", by=by, at=at, fields=fields)
    return row


@transaction.atomic
def take_up_themes(
    *, round: Round, themes: Iterable[tuple[str, str]], version: int, by: User, at: datetime | None = None
) -> Round:
    """Add focus themes to a round, each a name with the reason for it: lock, themes, reasons, audit.

    A name that the partnership has no theme for yet becomes one. What is there already is left as it is, so that the
    same again changes nothing. Raises StaleEdit when ``version`` is not the newest and something is to be added.
    """
    row = Round.objects.select_for_update().get(pk=round.pk)
    wanted = dict(themes)
    new = set(wanted) - set(row.focus_themes.values_list("name", flat=True))
    if not new:
        return row
    if version != row.version:
        raise StaleEdit(row.version)
    moment = at or clock.now()
    for name in sorted(new):
        theme = Theme.objects.get_or_create(name=name)[0].survivor
        row.focus_themes.add(theme)
        ThemeReason(round=row, theme=theme, text=wanted[name], by=by, at=moment).save()
    row.version += 1
    row.save(update_fields=["version"])
    audit.record("round.themes", about=f"round:{row.pk}", by=by, at=moment, themes=sorted(new))
    return row


def _check_window(year: AcademicYear, opens: date, closes: date) -> None:
    if closes < opens:
        raise ValidationError({"closes": ["The last day must not be before the first"]})
    if not year.starts <= opens <= year.ends:
        raise ValidationError({"opens": [_outside("first", year)]})
    if not year.starts <= closes <= year.ends:
        raise ValidationError({"closes": [_outside("last", year)]})


def _outside(which: str, year: AcademicYear) -> str:
    return f"The {which} day must fall in {year}, {clock.day(year.starts)} to {clock.day(year.ends)}"


def hosts_without_session(round: Round) -> list[GroupPlace]:
    """The places of the year's groups whose school is to host in the round and has no session yet, by group."""
    hosts = round.sessions.exclude(state=SessionState.CANCELLED).values("host")
    wanted = hosts_in([round])[round.pk]
    places = GroupPlace.objects.filter(year=round.year_id, school__in=wanted).exclude(school__in=hosts)
    return list(places.select_related("group", "school").order_by("group__name", "school__name"))
