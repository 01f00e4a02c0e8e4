"""Training done elsewhere, entered by the office; and records taken back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.models import TrainingModule, TrainingRecord


@transaction.atomic
def add_records(
    *,
    people: Iterable[User],
    modules: Iterable[TrainingModule],
    day: date,
    provider: str,
    by: User,
    at: datetime | None = None,
) -> int:
    """Note that people did modules on a day: write what is not there yet, audit for each person.

    Returns how many records are new. Raises ValidationError for a day to come.
    """
    moment = at or clock.now()
    if day > clock.local(moment).date():
        raise ValidationError({"day": "Training can be entered once it has taken place"})
    taught, new = list(modules), 0
    for person in people:
        before = set(
            TrainingRecord.objects.standing().filter(person=person, day=day).values_list("module", flat=True)
        )
        rows = [
            TrainingRecord(
                person=person, module=one, day=day, provider=provider, refresh_due=one.refresh_due(day)
            )
            for one in taught
            if one.pk not in before
        ]
        TrainingRecord.objects.bulk_create(rows, ignore_conflicts=True)
        names = [row.module.name for row in rows]
        if names:
            audit.record(
                "training.add-records",
                about=f"user:{person.pk}",
                by=by,
                at=moment,
                modules=names,
                day=str(day),
            )
        new += len(rows)
    return new


@transaction.atomic
def take_back(*, record: TrainingRecord, reason: str, by: User, at: datetime | None = None) -> TrainingRecord:
    """Take back a record that was entered by mistake: lock, write, audit. Twice is once.

    Raises ValidationError without a reason.
    """
    moment = at or clock.now()
    row = TrainingRecord.objects.select_for_update().get(pk=record.pk)
    if row.taken_back_at is not None:
        return row
    if not reason.strip():
        raise ValidationError({"reason": "Enter the reason"})
    row.taken_back_at, row.taken_back_because = moment, reason
    row.save(update_fields=["taken_back_at", "taken_back_because"])
    audit.record("training.take-back", about=f"user:{row.person_id}", by=by, at=moment, record=row.pk)
    return row
