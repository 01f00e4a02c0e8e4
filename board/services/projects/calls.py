"""The call for expressions of interest: opened, answered by schools, each accepted or thanked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from board.choices import EXPRESSION_MOVES, ExpressionState, ProjectState
from board.models import Expression, Project, ProjectCall, ProjectMember
from board.services.projects.places import heads_of, tell
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit, move
from schools.choices import Role
from schools.models import School
from schools.roles import people_with

CALLED = frozenset(
    {ProjectState.PROPOSAL, ProjectState.WITH_BOARD, ProjectState.DEFERRED, ProjectState.RUNNING}
)
THANKS = "Thank you for your interest. All places are taken this time, and we keep your offer for the next."


@dataclass(frozen=True)
class CallTerms:
    """What a call says: what the project is about, what is asked of schools, from when until when, how many places."""

    text: str
    opens_on: date
    closes_on: date
    asks: str = ""
    places: int | None = None

    def checked(self) -> "CallTerms":
        """Itself. Raises ValidationError where the last day is before the first."""
        if self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "The last day must not be before the first"})
        return self


@transaction.atomic
def open_call(
    *, project: Project, terms: CallTerms, by: User, version: int = 1, at: datetime | None = None
) -> ProjectCall:
    """Open the call of a project, or change it: lock, row, audit; from its first day every headteacher is told once.

    A call that was closed early is open again. Raises ValidationError (days, or a project that takes nobody), StaleEdit.
    """
    moment = at or clock.now()
    row = Project.objects.select_for_update().get(pk=project.pk)
    if row.state not in CALLED:
        raise ValidationError("Schools cannot join this project now")
    facts = vars(terms.checked())
    call = ProjectCall.objects.filter(project=row).first()
    if call is None:
        call = ProjectCall.objects.create(project=row, made_by=by, **facts)
    elif call.closed_at or any(getattr(call, name) != value for name, value in facts.items()):
        _change(call, facts, version)
    else:
        return call
    audit.record("project.call", about=call.about, by=by, at=moment)
    tell_schools(call, at=moment)
    return call


def _change(call: ProjectCall, facts: dict[str, object], version: int) -> None:
    if call.version != version:
        raise StaleEdit(call.version)
    for name, value in facts.items():
        setattr(call, name, value)
    call.closed_at, call.version = None, call.version + 1
    call.save()


def tell_schools(call: ProjectCall, *, at: datetime) -> None:
    """Tell the headteachers of the members, once, when the call is open; those of the lead school know."""
    day = clock.local(at).date()
    if not call.is_open(day) or call.told_at:
        return
    members = School.objects.members_on(day).exclude(pk=call.project.lead_school_id or 0).distinct()
    _tell("project-call", heads_of(members), call, at)
    call.told_at = at
    call.save(update_fields=["told_at"])


def _tell(kind: str, people: list[User], call: ProjectCall, at: datetime, once: str = "") -> None:
    tell(
        kind, people, about=call.about, once=once or call.about, path=call.get_absolute_url(), at=at,
        why="their school belongs to the partnership", title=call.project.title, closes=clock.day(call.closes_on),
    )  # fmt: skip


@transaction.atomic
def close_call(*, call: ProjectCall, by: User, at: datetime | None = None) -> ProjectCall:
    """Close a call before its last day: lock, save, audit. Twice is once."""
    row = ProjectCall.objects.select_for_update().get(pk=call.pk)
    if row.closed_at is None:
        row.closed_at = at or clock.now()
        row.save(update_fields=["closed_at"])
        audit.record("project.call-closed", about=row.about, by=by, at=at)
    return row


def end_call(project: Project, *, at: datetime) -> None:
    """Close the call of a project that takes nobody any more: one that is over, declined or withdrawn."""
    ProjectCall.objects.filter(project=project, closed_at=None).update(closed_at=at)


@transaction.atomic
def express(
    *,
    call: ProjectCall,
    school: School,
    why: str,
    colleague: str = "",
    by: User,
    at: datetime | None = None,
) -> Expression:
    """Answer a call for a school: lock, row (or the row again), audit, the office told. The same twice is once.

    Raises ValidationError where the call is not open or has answered the school.
    """
    moment = at or clock.now()
    row = ProjectCall.objects.select_for_update().select_related("project").get(pk=call.pk)
    if not row.is_open(clock.local(moment).date()):
        raise ValidationError("This call is closed")
    made, new = Expression.objects.get_or_create(
        call=row,
        school=school,
        defaults={"why": why, "colleague": colleague, "sent_by": by, "sent_at": moment},
    )
    if not new and not _again(made, why, colleague, by, moment):
        return made
    audit.record("project.expression", about=made.about, by=by, at=moment)
    tell(
        "project-expression", people_with(Role.DIRECTOR), about=made.about, once=made.about, at=moment,
        path=f"{row.project.get_absolute_url()}expressions/", why="they look after the projects",
        title=row.project.title,
    )  # fmt: skip
    return made


def _again(row: Expression, why: str, colleague: str, by: User, at: datetime) -> bool:
    """Change an expression that waits, or send a withdrawn one again. Returns whether anything changed."""
    if row.state in {ExpressionState.ACCEPTED, ExpressionState.THANKED}:
        raise ValidationError("This expression of interest was answered already")
    same = (row.why, row.colleague) == (why, colleague)
    if same and row.state == ExpressionState.SENT:
        return False
    row.why, row.colleague, row.sent_by, row.version = why, colleague, by, row.version + 1
    update = ("why", "colleague", "sent_by", "version")
    if row.state == ExpressionState.WITHDRAWN:
        move(row, to=ExpressionState.SENT, table=EXPRESSION_MOVES, by=by, at=at, update=update)
    else:
        row.save(update_fields=update)
    return True


@transaction.atomic
def withdraw(*, expression: Expression, by: User, at: datetime | None = None) -> Expression:
    """Take an expression back before it is answered: lock, move, audit. Twice is once. Raises WrongMove."""
    row = _locked(expression)
    if row.state != ExpressionState.WITHDRAWN:
        moment = at or clock.now()
        move(row, to=ExpressionState.WITHDRAWN, table=EXPRESSION_MOVES, by=by, at=moment)
        audit.record("project.expression-withdrawn", about=row.about, by=by, at=moment)
    return row


@transaction.atomic
def answer(
    *, expression: Expression, accepted: bool, text: str = "", by: User, at: datetime | None = None
) -> Expression:
    """Accept a school or thank it: lock, move, membership, audit, its headteacher told. Twice is once.

    Raises WrongMove, and ValidationError where every place is taken.
    """
    moment = at or clock.now()
    row = _locked(expression)
    to = ExpressionState.ACCEPTED if accepted else ExpressionState.THANKED
    if row.state == to:
        return row
    if accepted:
        _join(row, moment)
    row.answer, row.answered_at, row.version = text or ("" if accepted else THANKS), moment, row.version + 1
    update = ("answer", "answered_at", "version")
    move(row, to=to, table=EXPRESSION_MOVES, by=by, at=moment, reason=text, update=update)
    audit.record(f"project.expression-{to.value}", about=row.about, by=by, at=moment)
    tell(
        f"project-expression-{to.value}", heads_of([row.school]), about=row.about, once=row.about,
        path=row.call.get_absolute_url(), why="their school answered a call", at=moment,
        title=row.call.project.title,
    )  # fmt: skip
    return row


def _join(row: Expression, at: datetime) -> None:
    call = row.call
    taken = call.expressions.filter(state=ExpressionState.ACCEPTED).count()
    if call.places is not None and taken >= call.places:
        raise ValidationError(f"All {call.places} places are taken. Raise their number in the call first")
    ProjectMember.objects.update_or_create(
        project=call.project,
        school=row.school,
        defaults={"left_on": None, "colleague": row.colleague},
        create_defaults={"joined_on": clock.local(at).date(), "colleague": row.colleague},
    )


def _locked(expression: Expression) -> Expression:
    rows = Expression.objects.select_for_update(of=("self",)).select_related("call__project", "school")
    return rows.get(pk=expression.pk)
