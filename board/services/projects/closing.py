"""The end of a project: what came of it, and the question that it leaves to the next round."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from board.choices import PROJECT_MOVES, ProjectOutcome, ProjectState
from board.models import Project
from board.services.projects.calls import end_call
from board.services.projects.places import community, locked, tell
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import WrongMove, move
from peerchallenge.models import Round
from peerchallenge.services import rounds
from schools.choices.practice import PracticeKind
from schools.services.directory.nominating import nominate


@dataclass(frozen=True)
class Findings:
    """How a project ended: against its target, and in words; ``question`` is what the next round could ask."""

    outcome: ProjectOutcome
    findings: str
    worked: str = ""
    did_not: str = ""
    result: Decimal | None = None
    question: str = ""


@transaction.atomic
def close(*, project: Project, findings: Findings, by: User, at: datetime | None = None) -> Project:
    """Close a project with its findings: lock, move, nominated for the directory, reports no longer asked for, audit, told.

    Twice is once. The lead school drafts the entry; the findings travel with the nomination. Raises ValidationError
    without findings, WrongMove unless it is at work.
    """
    moment = at or clock.now()
    row = locked(project)
    if row.state == ProjectState.FINISHED:
        return row
    if not findings.findings:
        raise ValidationError({"findings": "Say what came of the project"})
    facts = vars(findings)
    for name, value in facts.items():
        setattr(row, name, value)
    row.closed_on, row.version = clock.local(moment).date(), row.version + 1
    update = (*facts, "closed_on", "version")
    move(row, to=ProjectState.FINISHED, table=PROJECT_MOVES, by=by, at=moment, update=update)
    _nominate(row, by, moment)
    row.reports.owed().delete()
    end_call(row, at=moment)
    audit.record("project.finished", about=row.about, by=by, at=moment)
    tell(
        "project-finished", community(row), about=row.about, once=row.about, at=moment,
        path=row.get_absolute_url(), why="their school took part in the project", title=row.title,
    )  # fmt: skip
    return row


def _nominate(row: Project, by: User, at: datetime) -> None:
    """Propose what came of it for the directory of good practice, under the lead school's name."""
    if row.lead_school is None or row.closed_on is None:
        return
    parts = (("", row.findings), ("What worked: ", row.worked), ("What did not: ", row.did_not))
    row.entry = nominate(
        school=row.lead_school,
        title=row.title,
        provenance=f"Project of the partnership: {row.title}",
        provenance_on=row.closed_on,
        kind=PracticeKind.PROJECT_OUTCOME,
        themes=[row.theme] if row.theme else [],
        text="\n\n".join(f"{before}{text}" for before, text in parts if text),
        by=by,
        at=at,
    )
    row.save(update_fields=["entry"])


@transaction.atomic
def ask_next(
    *, project: Project, round: Round, question: str, version: int, by: User, at: datetime | None = None
) -> Project:
    """Make the theme of a finished project a focus of a round, with its question: lock, theme, save, audit. Twice is once.

    ``version`` is the round's. Raises StaleEdit, WrongMove before it is finished, ValidationError without a theme.
    """
    row = locked(project)
    if row.state != ProjectState.FINISHED:
        raise WrongMove(row.state, ProjectState.FINISHED)
    if row.theme is None:
        raise ValidationError("This project has no theme that a round could take up")
    if row.asked_in_id == round.pk and row.question == question:
        return row
    reason = f"After the project ‘{row.title}’: {question}"
    rounds.take_up_themes(round=round, themes=[(row.theme.name, reason)], version=version, by=by, at=at)
    row.asked_in, row.question, row.version = round, question, row.version + 1
    row.save(update_fields=["asked_in", "question", "version"])
    audit.record("project.asked-next", about=row.about, by=by, at=at, round=round.pk)
    return row
