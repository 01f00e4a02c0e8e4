"""The year's suggested programme, which the Director edits; programmes that are begun already keep theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit
from hlp.models import User
from peerchallenge.calculations.programme import Clash, Day, Line, clashes
from peerchallenge.choices import SlotTeam
from peerchallenge.models import TemplateSlot
from schools.models import AcademicYear

TEAM, EVERYBODY = 0, frozenset({0})


def clashes_of(slots: Sequence[TemplateSlot]) -> list[Clash]:
    """What does not fit in the suggested day: gaps, and a day without lunch or feedback. Rooms come later."""
    lines = [
        Line(
            pk=slot.pk,
            starts=slot.starts,
            ends=slot.ends,
            activity=slot.activity,
            kind=slot.kind,
            place=f"template {slot.pk}",
            visitors=EVERYBODY if slot.team == SlotTeam.ALL else frozenset(),
        )
        for slot in slots
    ]
    if not lines:
        return []
    first, last = min(line.starts for line in lines), max(line.ends for line in lines)
    return clashes(lines, Day(first, last, {TEAM: "The review team"}, EVERYBODY))


@transaction.atomic
def save_slot(
    *, year: AcademicYear, slot: TemplateSlot | None, by: User, at: datetime | None = None, **facts: Any
) -> TemplateSlot:
    """Write a line of the template: lock the year, check, write, audit. The very same new line twice is once.

    Raises ValidationError by field (``ends``).
    """
    row = AcademicYear.objects.select_for_update().get(pk=year.pk)
    if facts["ends"] < facts["starts"]:
        raise ValidationError({"ends": ["The slot must end after it begins"]})
    if slot is None and (twin := row.template_slots.filter(**facts).first()):
        return twin
    line = slot or TemplateSlot(year=row)
    for name, value in facts.items():
        setattr(line, name, value)
    line.save()
    audit.record("programme-template.changed", about=f"year:{row.name}", by=by, at=at, slot=line.activity)
    return line


@transaction.atomic
def remove_slot(*, year: AcademicYear, pk: int, by: User, at: datetime | None = None) -> None:
    """Take a line out: delete, audit. Twice is once."""
    deleted, _ = year.template_slots.filter(pk=pk).delete()
    if deleted:
        audit.record("programme-template.changed", about=f"year:{year.name}", by=by, at=at, removed=pk)
