"""The Board decides on a proposal: the decision and the project's new state in one act."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from board.choices import PROJECT_MOVES, Outcome, ProjectState, Verdict
from board.models import AgendaItem, Decision, Project
from board.services import decisions
from board.services.decisions import Terms
from board.services.projects import reports
from board.services.projects.calls import end_call
from board.services.projects.leading import tell_lead
from board.services.projects.places import heads_of, locked, tell
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import move
from schools.choices import Role
from schools.roles import people_with

OUTCOMES = {
    Verdict.APPROVE: Outcome.AGREED,
    Verdict.CHANGES: Outcome.AGREED,
    Verdict.DEFER: Outcome.DEFERRED,
    Verdict.DECLINE: Outcome.NOT_AGREED,
}
STATES = {
    Verdict.APPROVE: ProjectState.RUNNING,
    Verdict.CHANGES: ProjectState.RUNNING,
    Verdict.DEFER: ProjectState.DEFERRED,
    Verdict.DECLINE: ProjectState.DECLINED,
}
REASONS = {
    Verdict.CHANGES: "Say which changes the Board asks for",
    Verdict.DEFER: "Say why, or until when, it is deferred",
    Verdict.DECLINE: "Say why it is declined",
}
WORDS = {
    Verdict.APPROVE: "The project ‘{title}’ is approved.",
    Verdict.CHANGES: "The project ‘{title}’ is approved with these changes: {reason}",
    Verdict.DEFER: "The project ‘{title}’ is deferred: {reason}",
    Verdict.DECLINE: "The project ‘{title}’ is declined: {reason}",
}


@dataclass(frozen=True)
class Ruling:
    """What the Board made of a proposal; ``reason`` holds the changes asked for, or why it is deferred or declined."""

    verdict: Verdict
    reason: str = ""
    moved_by: str = ""
    seconded_by: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None

    def terms(self, project: Project) -> Terms:
        """The decision as the record keeps it. Raises ValidationError where a reason is missing."""
        if self.verdict in REASONS and not self.reason:
            raise ValidationError({"reason": REASONS[self.verdict]})
        return Terms(
            text=WORDS[self.verdict].format(title=project.title, reason=self.reason),
            outcome=OUTCOMES[self.verdict],
            moved_by=self.moved_by,
            seconded_by=self.seconded_by,
            votes_for=self.votes_for,
            votes_against=self.votes_against,
            abstentions=self.abstentions,
        )


@transaction.atomic
def decide(
    *, project: Project, item: AgendaItem, ruling: Ruling, by: User, at: datetime | None = None
) -> Decision:
    """Record the Board's decision and give the project its state: lock, decision, move, reports asked for, audit, told.

    Told are the proposer, the headteacher of the lead school, the Director, and the lead colleague. The same ruling at the
    same item twice is once. Raises ValidationError (reason missing, minutes closed), WrongMove unless it is with
    the Board.
    """
    moment = at or clock.now()
    row = locked(project)
    terms = ruling.terms(row)
    if row.decision and row.decision.item_id == item.pk and row.decision.text == terms.text:
        return row.decision
    decision = decisions.record_decision(item=item, terms=terms, by=by, at=moment)
    row.item, row.decision, row.version = item, decision, row.version + 1
    row.conditions = ruling.reason if ruling.verdict == Verdict.CHANGES else ""
    update = ("item", "decision", "conditions", "version")
    to = STATES[ruling.verdict]
    move(
        row, to=to, table=PROJECT_MOVES, by=by, at=moment, reason=ruling.reason, update=update,
        verdict=ruling.verdict.value, decision=decision.number,
    )  # fmt: skip
    if to == ProjectState.RUNNING:
        reports.ask_for(row)
        tell_lead(row, at=moment)
    elif to == ProjectState.DECLINED:
        end_call(row, at=moment)
    audit.record("project.decided", about=row.about, by=by, at=moment, decision=decision.number)
    _tell(row, decision, moment)
    return decision


def _tell(project: Project, decision: Decision, at: datetime) -> None:
    people = {project.proposer, *people_with(Role.DIRECTOR)}
    if project.is_approved and project.lead_school:
        people |= set(heads_of([project.lead_school]))
    tell(
        "project-decided",
        sorted(people, key=lambda person: person.pk),
        about=project.about,
        once=f"{project.about}:decision={decision.pk}",
        path=project.get_absolute_url(),
        why="they propose, lead or look after the project",
        at=at,
        title=project.title,
    )
