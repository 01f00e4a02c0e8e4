"""Writing an entry: its school saves part by part, complete or not."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import clock
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.choices.practice import PracticeState
from schools.models import PracticeArea, PracticeEntry, Theme
from schools.services.directory.journal import locked, step


@transaction.atomic
def save(
    *,
    entry: PracticeEntry,
    facts: dict[str, Any],
    themes: Iterable[Theme] | None = None,
    areas: Iterable[str] | None = None,
    version: int | None = None,
    by: User,
    at: datetime | None = None,
) -> PracticeEntry:
    """Keep what was written: lock, check, save, themes and areas; a nominated entry is being drafted from now on.

    ``areas`` are names. The same words twice are saved once. Raises StaleEdit where somebody else saved meanwhile,
    ValidationError where the text rests because it is being checked or is published.
    """
    moment = at or clock.now()
    row = locked(entry)
    if _is_saved(row, facts, themes, areas):
        return row
    if version is not None and row.version != version:
        raise StaleEdit
    if not row.is_written:
        raise ValidationError("This text rests now. Take it back to change it")
    for name, value in facts.items():
        setattr(row, name, value)
    row.version, row.touched_at = row.version + 1, moment
    row.save(update_fields=[*facts, "version", "touched_at"])
    _tag(row, themes, areas)
    if row.state == PracticeState.NOMINATED:
        step(row, PracticeState.DRAFTED, by=by, at=moment)
    return row


def _is_saved(
    row: PracticeEntry, facts: dict[str, Any], themes: Iterable[Theme] | None, areas: Iterable[str] | None
) -> bool:
    """Whether exactly this stands there already, as after a second click."""
    if row.state == PracticeState.NOMINATED or any(getattr(row, name) != facts[name] for name in facts):
        return False
    same_themes = themes is None or set(row.themes.all()) == set(themes)
    return same_themes and (areas is None or {area.name for area in row.areas.all()} == set(areas))


def _tag(row: PracticeEntry, themes: Iterable[Theme] | None, areas: Iterable[str] | None) -> None:
    if themes is not None:
        row.themes.set(themes)
    if areas is not None:
        row.areas.set([PracticeArea.objects.get_or_create(name=name)[0] for name in areas])
