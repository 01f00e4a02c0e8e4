"""A proposal: begun by hand or on the theme board, written, put to the Board, taken back or withdrawn."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from board.choices import PROJECT_MOVES, Part, ProjectState, Purpose, Rhythm
from board.models import AgendaItem, Meeting, Project, ProjectEvent
from board.services import agendas
from board.services.projects.calls import end_call
from board.services.projects.evidence import theme_facts
from board.services.projects.leading import Colleague, account_of
from board.services.projects.places import locked
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove, move
from peerchallenge.models import Round
from schools.models import School, Theme
from scorecard.models import Measure

UNDER = "Projects"  # the standing item of the Board's agenda


@dataclass(frozen=True)
class Proposal:
    """What is proposed. Figures are in the unit of the measure, or of the indicator in words; the cost in pounds.

    ``colleague`` is a lead colleague who has no account yet, instead of ``lead_person``.
    """

    title: str
    problem: str = ""
    evidence: str = ""
    approach: str = ""
    theme: Theme | None = None
    round: Round | None = None
    measure: Measure | None = None
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    baseline_source: str = ""
    target: Decimal | None = None
    lead_school: School | None = None
    lead_person: User | None = None
    cost: Decimal | None = None
    funding: str = ""
    starts: date | None = None
    ends: date | None = None
    evaluation: str = ""
    rhythm: Rhythm = Rhythm.HALF_TERMLY
    colleague: Colleague | None = None

    def checked(self) -> "Proposal":
        """Itself. Raises ValidationError by field where two things that it says do not go together."""
        if self.measure and self.indicator:
            raise ValidationError({"indicator": "Choose a measure or describe one in words, not both"})
        if self.baseline is not None and self.baseline == self.target:
            raise ValidationError({"target": "The target must differ from where things stand"})
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "The last day must be after the first"})
        return self

    def facts(self) -> dict[str, Any]:
        """The project's fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "colleague"}


@dataclass(frozen=True)
class Drawn:
    """What the theme board tells a proposal at this moment: first words for the form, and the counts to be frozen."""

    initial: dict[str, Any]
    facts: dict[str, Any]


def from_theme(round: Round, theme: Theme) -> Drawn | None:
    """First words and frozen counts of a theme in a round, as its theme board shows them; none where it shows none."""
    facts = theme_facts(round, theme)
    return Drawn({"evidence": facts["words"]}, facts) if facts else None


# What the Board needs before it can decide: the field, and what to say where it is empty.
NEEDED = {
    "problem": "Say what the problem is",
    "evidence": "Say how we know",
    "approach": "Say what the project will do",
    "target": "Give the target as a figure",
    "baseline": "Give the baseline as a figure",
    "lead_school": "Choose the lead school",
    "lead_person": "Choose the colleague who leads it",
    "starts": "Give the first day",
    "ends": "Give the last day",
    "evaluation": "Say how it will be evaluated",
}


def missing(project: Project) -> list[str]:
    """What is still to be written before the proposal can be put to the Board, in sentences."""
    found = [words for name, words in NEEDED.items() if getattr(project, name) in (None, "")]
    return found if project.measured else [*found, "Say what is measured"]


@transaction.atomic
def propose(
    *, proposal: Proposal, by: User, evidence_facts: dict[str, Any] | None = None, at: datetime | None = None
) -> Project:
    """Begin a proposal: row, audit. The same title by the same person, still being written, is the same proposal.

    ``evidence_facts`` are the counts of the theme board at this moment; they stay as they are. Raises ValidationError.
    """
    moment = at or clock.now()
    own = Project.objects.filter(proposer=by, state=ProjectState.PROPOSAL)
    known = own.filter(title=proposal.title, theme=proposal.theme, round=proposal.round).first()
    if known:
        return known
    facts = _facts(proposal, by, moment)
    made = Project.objects.create(
        **facts, evidence_facts=evidence_facts or {}, proposer=by, proposed_at=moment
    )
    audit.record("project.proposed", about=made.about, by=by, at=moment)
    return made


def _facts(proposal: Proposal, by: User, at: datetime | None) -> dict[str, Any]:
    facts = proposal.checked().facts()
    if proposal.colleague:
        facts["lead_person"] = account_of(proposal.colleague, by=by, at=at)
    return facts


@transaction.atomic
def change(
    *, project: Project, proposal: Proposal, version: int, by: User, at: datetime | None = None
) -> Project:
    """Change a proposal that is being written, or was deferred: lock, save, audit. Saving the same again is harmless.

    Raises StaleEdit, ValidationError, and WrongMove where it is with the Board or decided.
    """
    row = locked(project)
    if not row.is_writable:
        raise WrongMove(row.state, ProjectState.PROPOSAL)
    facts = _facts(proposal, by, at)
    if all(getattr(row, name) == value for name, value in facts.items()):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    _save(row, facts)
    audit.record("project.changed", about=row.about, by=by, at=at)
    return row


def _save(row: Project, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*facts, "version"])


@transaction.atomic
def put_to_board(
    *,
    project: Project,
    by: User,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    at: datetime | None = None,
) -> Project:
    """Put a complete proposal to the Board: lock, an item on the meeting's agenda, move, audit. Twice is once.

    With ``item`` it is taken there; with ``meeting`` an item of its own is made, under "Projects" where that stands
    on the agenda. Without either it waits for an agenda. Raises ValidationError (what is missing; no agenda is being
    made), WrongMove.
    """
    moment = at or clock.now()
    row = locked(project)
    gaps = missing(row)
    if gaps:
        raise ValidationError([ValidationError(words) for words in gaps])
    place = item or (_item_for(row, meeting, by) if meeting else None)
    if row.state == ProjectState.WITH_BOARD:
        return _place(row, place)
    row.item, row.decision, row.version = place, None, row.version + 1
    update = ("item", "decision", "version")
    move(row, to=ProjectState.WITH_BOARD, table=PROJECT_MOVES, by=by, at=moment, update=update)
    audit.record("project.with-board", about=row.about, by=by, at=moment)
    return row


def _place(row: Project, item: AgendaItem | None) -> Project:
    """Take a proposal that is with the Board at another item."""
    if item and item.pk != row.item_id:
        row.item = item
        row.save(update_fields=["item"])
    return row


def _item_for(project: Project, meeting: Meeting, by: User) -> AgendaItem:
    parent = meeting.items.filter(title=UNDER, parent=None).first()
    return agendas.add_item(
        meeting=meeting,
        parent=parent,
        title=f"Proposal: {project.title}",
        detail="The Board is asked to decide on this proposal.",
        purpose=Purpose.DECIDE,
        part=Part.ONE,
        minutes=10,
        presenter_name="Director",
        by=by,
    )


@transaction.atomic
def take_back(*, project: Project, by: User, at: datetime | None = None) -> Project:
    """Take a proposal back from the Board to be written on: lock, move, audit. Twice is once. Raises WrongMove."""
    row = locked(project)
    if row.state == ProjectState.PROPOSAL:
        return row
    row.item, row.version = None, row.version + 1
    moment = at or clock.now()
    move(row, to=ProjectState.PROPOSAL, table=PROJECT_MOVES, by=by, at=moment, update=("item", "version"))
    audit.record("project.taken-back", about=row.about, by=by, at=moment)
    return row


@transaction.atomic
def withdraw(*, project: Project, reason: str, by: User, at: datetime | None = None) -> Project:
    """Withdraw a proposal, with a reason: lock, move, its call is closed, audit. Twice is once. Raises WrongMove."""
    row = locked(project)
    if row.state == ProjectState.WITHDRAWN:
        return row
    if not reason:
        raise ValidationError({"reason": "Say why it is withdrawn"})
    moment = at or clock.now()
    move(row, to=ProjectState.WITHDRAWN, table=PROJECT_MOVES, by=by, at=moment, reason=reason)
    end_call(row, at=moment)
    audit.record("project.withdrawn", about=row.about, by=by, at=moment)
    return row


def history(project: Project) -> list[ProjectEvent]:
    """What happened to a project, the newest first."""
    return list(project.events.select_related("by").order_by("-at", "-pk"))
