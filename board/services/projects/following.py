"""A project follows the record: what becomes of it when its decision is changed or struck out."""

from datetime import datetime

from django.core.exceptions import ValidationError

from board.choices import PROJECT_MOVES, ProjectState
from board.models import Decision, Project
from hlp import audit, clock, outbox
from hlp.models import User
from hlp.transitions import move

HELD = "This decision settled the project ‘{title}’. Strike it out and decide again on the project’s page"
UNDER_WAY = (
    "This decision began the project ‘{title}’, and work has been reported since. Stop the project instead"
)


def check_change(decision: Decision, outcome: str) -> None:
    """Raise ValidationError where another outcome would leave a project in a state that nobody decided."""
    project = Project.objects.filter(decision=decision).first()
    if project and outcome != decision.outcome:
        raise ValidationError({"outcome": HELD.format(title=project.title)})


def after_strike(decision: Decision, *, by: User, at: datetime | None = None) -> None:
    """Put the project back before the Board: lock, move, reports no longer asked for, messages withdrawn, audit.

    Raises ValidationError where work has been reported since, or the project is over.
    """
    rows = Project.objects.select_for_update(of=("self",)).filter(decision=decision)
    for row in rows:
        if ProjectState.WITH_BOARD not in PROJECT_MOVES[row.state] or row.reports.sent().exists():
            raise ValidationError(UNDER_WAY.format(title=row.title))
        row.reports.owed().delete()
        row.decision, row.conditions, row.public_at, row.version = None, "", None, row.version + 1
        update = ("decision", "conditions", "public_at", "version")
        moment = at or clock.now()
        reason = f"Decision {decision.number} was struck out"
        move(
            row,
            to=ProjectState.WITH_BOARD,
            table=PROJECT_MOVES,
            by=by,
            at=moment,
            reason=reason,
            update=update,
        )
        outbox.cancel(about=row.about)
        audit.record("project.decision-struck", about=row.about, by=by, at=moment)
