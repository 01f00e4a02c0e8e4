"""A project at work: paused and taken up again, stopped, changed with a reason; who takes part; its public summary."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from board.choices import PROJECT_MOVES, PROJECTS_AT_WORK, ProjectState
from board.models import Project, ProjectEvent, ProjectMember
from board.services.projects import reports
from board.services.projects.calls import end_call
from board.services.projects.leading import Colleague, account_of, tell_lead
from board.services.projects.places import community, locked, tell
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove, move
from schools.models import School

# What may still change once the Board has approved a project. Evidence, baseline and the title stay.
AMENDABLE = (
    "approach",
    "target",
    "lead_school",
    "lead_person",
    "cost",
    "funding",
    "starts",
    "ends",
    "evaluation",
    "rhythm",
)


@transaction.atomic
def pause(*, project: Project, reason: str, by: User, at: datetime | None = None) -> Project:
    """Pause a running project, with a reason: lock, move, audit, its schools told. Raises WrongMove."""
    return _turn(project, ProjectState.PAUSED, reason, by, at)


@transaction.atomic
def resume(*, project: Project, by: User, at: datetime | None = None) -> Project:
    """Take a paused project up again: lock, move, audit, its schools told. Raises WrongMove."""
    return _turn(project, ProjectState.RUNNING, "", by, at, needs_reason=False)


@transaction.atomic
def stop(*, project: Project, reason: str, by: User, at: datetime | None = None) -> Project:
    """Stop a project for good, with a reason: lock, move, no more reports, audit, its schools told. Raises WrongMove."""
    row = _turn(project, ProjectState.STOPPED, reason, by, at)
    row.reports.owed().delete()
    end_call(row, at=at or clock.now())
    if row.closed_on is None:
        row.closed_on = clock.local(at or clock.now()).date()
        row.save(update_fields=["closed_on"])
    return row


def _turn(
    project: Project,
    to: ProjectState,
    reason: str,
    by: User,
    at: datetime | None,
    *,
    needs_reason: bool = True,
) -> Project:
    row = locked(project)
    if row.state == to:
        return row
    if row.state not in PROJECTS_AT_WORK:
        raise WrongMove(row.state, to)
    if needs_reason and not reason:
        raise ValidationError({"reason": "Say why"})
    moment = at or clock.now()
    row.version += 1
    move(row, to=to, table=PROJECT_MOVES, by=by, at=moment, reason=reason, update=("version",))
    audit.record(f"project.{to.value}", about=row.about, by=by, at=moment)
    tell(
        "project-paused", community(row), about=row.about, once=f"{row.about}:event={row.version}", at=moment,
        path=row.get_absolute_url(), why="their school takes part in the project", title=row.title,
    )  # fmt: skip
    return row


@transaction.atomic
def amend(
    *,
    project: Project,
    changes: dict[str, Any],
    reason: str,
    version: int,
    by: User,
    colleague: Colleague | None = None,
    at: datetime | None = None,
) -> Project:
    """Change an approved project, with a reason: lock, save, history with old and new, reports asked for anew, audit.

    Raises StaleEdit, ValidationError (no reason, days in the wrong order), WrongMove unless it is at work, KeyError for
    what may not change.
    """
    row = locked(project)
    if row.state not in PROJECTS_AT_WORK:
        raise WrongMove(row.state, ProjectState.RUNNING)
    if colleague:
        changes = {**changes, "lead_person": account_of(colleague, by=by, at=at)}
    changed = {name: changes[name] for name in AMENDABLE if name in changes}
    changed = {name: value for name, value in changed.items() if getattr(row, name) != value}
    if not changed:
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    if not reason:
        raise ValidationError({"reason": "Say why it is changed"})
    moment = at or clock.now()
    _set(row, changed, reason, by, moment)
    audit.record("project.amended", about=row.about, by=by, at=moment, fields=sorted(changed))
    if "lead_person" in changed:
        tell_lead(row, at=moment)
    return row


def _set(row: Project, changed: dict[str, Any], reason: str, by: User, at: datetime) -> None:
    """Save what changed, write what it was into the history, and ask for reports on the days that follow."""
    detail = {name: [_word(getattr(row, name)), _word(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    if row.starts and row.ends and row.ends <= row.starts:
        raise ValidationError({"ends": "The last day must be after the first"})
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    ProjectEvent(
        thing=row, kind="amended", from_state=row.state, to_state=row.state, at=at, by=by, reason=reason,
        detail=detail,
    ).save()  # fmt: skip
    reports.ask_for(row)


def _word(value: Any) -> str:
    return "" if value is None else str(value.pk if isinstance(value, models.Model) else value)


@transaction.atomic
def set_members(
    *, project: Project, schools: Iterable[School], by: User, at: datetime | None = None
) -> list[ProjectMember]:
    """Say which schools take part, beside the lead school: lock, who joins, who leaves, audit. Twice is once.

    A school that leaves stays in the history of meetings. Raises WrongMove where the project is over.
    """
    row = locked(project)
    if row.state in {ProjectState.FINISHED, ProjectState.STOPPED, ProjectState.WITHDRAWN}:
        raise WrongMove(row.state, row.state)
    moment = at or clock.now()
    today = clock.local(moment).date()
    wanted = {school.pk: school for school in schools if school.pk != row.lead_school_id}
    before = set(row.members.filter(left_on=None).values_list("school_id", flat=True))
    row.members.filter(left_on=None).exclude(school__in=wanted).update(left_on=today)
    for school in wanted.values():
        ProjectMember.objects.update_or_create(
            project=row,
            school=school,
            defaults={"left_on": None},
            create_defaults={"joined_on": today},
        )
    if before != set(wanted):
        audit.record("project.members", about=row.about, by=by, at=moment, schools=sorted(wanted))
    return list(row.members.filter(left_on=None).select_related("school"))


@transaction.atomic
def publish_summary(
    *, project: Project, text: str, shown: bool, version: int, by: User, at: datetime | None = None
) -> Project:
    """Show an approved project with a summary on the public site, or no longer: lock, save, audit. Twice is once.

    Raises StaleEdit, ValidationError without words, WrongMove before the Board approved it.
    """
    row = locked(project)
    if not row.is_approved or row.state == ProjectState.STOPPED:
        raise WrongMove(row.state, ProjectState.RUNNING)
    if (row.public_summary, row.public_at is not None) == (text, shown):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    if shown and not text:
        raise ValidationError({"text": "Write what everybody may read of the project"})
    moment = at or clock.now()
    row.public_summary, row.version = text, row.version + 1
    row.public_at = (row.public_at or moment) if shown else None
    row.save(update_fields=["public_summary", "public_at", "version"])
    audit.record("project.public" if shown else "project.hidden", about=row.about, by=by, at=moment)
    return row
