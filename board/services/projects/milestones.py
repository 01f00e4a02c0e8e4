"""Milestones: added, changed, reached, taken out. Whether one is late follows from its day."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from board.models import Milestone, Project
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit

MOST = 30


@transaction.atomic
def add(*, project: Project, title: str, due_on: date, by: User, at: datetime | None = None) -> Milestone:
    """Add a milestone: row, audit. The same title and day twice is once. Raises ValidationError where there are 30."""
    known = project.milestones.filter(title=title, due_on=due_on).first()
    if known:
        return known
    if project.milestones.count() >= MOST:
        raise ValidationError(f"A project has at most {MOST} milestones")
    made = Milestone.objects.create(project=project, title=title, due_on=due_on)
    audit.record("project.milestone", about=project.about, by=by, at=at, milestone=made.pk)
    return made


@transaction.atomic
def change(
    *,
    milestone: Milestone,
    title: str,
    due_on: date,
    note: str,
    done_on: date | None,
    version: int,
    by: User,
    at: datetime | None = None,
) -> Milestone:
    """Change a milestone, or say that it is reached: lock, save, audit. The same again changes nothing.

    Raises StaleEdit, and ValidationError where it was reached on a day to come.
    """
    row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    facts = {"title": title, "due_on": due_on, "note": note, "done_on": done_on}
    if all(getattr(row, name) == value for name, value in facts.items()):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    if done_on and done_on > clock.local(at or clock.now()).date():
        raise ValidationError({"done_on": "The day on which it was reached must be today or in the past"})
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record("project.milestone-changed", about=row.project.about, by=by, at=at, milestone=row.pk)
    return row


@transaction.atomic
def remove(*, milestone: Milestone, by: User, at: datetime | None = None) -> None:
    """Take a milestone out: audit, delete. Twice is once."""
    gone, _ = Milestone.objects.filter(pk=milestone.pk).delete()
    if gone:
        about = milestone.project.about
        audit.record("project.milestone-removed", about=about, by=by, at=at, title=milestone.title)
