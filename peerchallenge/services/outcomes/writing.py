"""The Director's draft of a summary: begun from the data, edited section by section, drawn anew without losing the words."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from hlp import audit, clock, transitions
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import OUTCOMES_MOVES, OutcomesState
from peerchallenge.models import OutcomesSummary, Round
from peerchallenge.services.outcomes.facts import facts_of
from peerchallenge.services.outcomes.sections import BY_KEY, drafted


@transaction.atomic
def start_draft(*, round: Round, by: User, at: datetime | None = None) -> OutcomesSummary:
    """Begin the summary of a round from its data: lock, sections, audit. The draft that is there is given back.

    Raises ValidationError where one is published: it is corrected instead.
    """
    row, moment = Round.objects.select_for_update().get(pk=round.pk), at or clock.now()
    if there := row.summaries.filter(state=OutcomesState.DRAFT).first():
        return there
    if row.summaries.filter(state=OutcomesState.PUBLISHED).exists():
        raise ValidationError("The summary of this round is published. Correct it instead.")
    facts = facts_of(row, moment)
    if not facts["held"]:
        raise ValidationError("No report of this round is sent yet.")
    return _made(row, by, moment, sections=drafted(facts), facts=facts)


@transaction.atomic
def start_correction(
    *, summary: OutcomesSummary, reason: str, by: User, at: datetime | None = None
) -> OutcomesSummary:
    """Begin a new version of what is published, with its words: lock, audit. The draft that is there is given back.

    Raises WrongMove unless it is what is published now.
    """
    round_, moment = Round.objects.select_for_update().get(pk=summary.round_id), at or clock.now()
    locked = OutcomesSummary.objects.select_for_update().get(pk=summary.pk)
    if there := round_.summaries.filter(state=OutcomesState.DRAFT).first():
        return there
    if locked.state != OutcomesState.PUBLISHED:
        raise WrongMove(locked.state, OutcomesState.DRAFT)
    facts = facts_of(round_, moment)
    told = {"sections": locked.sections, "facts": facts, "corrects": locked, "reason": reason}
    return _made(round_, by, moment, **told)


def _made(round: Round, by: User, at: datetime, **told: Any) -> OutcomesSummary:
    highest = round.summaries.aggregate(highest=Max("number"))["highest"] or 0
    made = OutcomesSummary.objects.create(
        round=round, number=highest + 1, started_at=at, started_by=by, **told
    )
    audit.record("outcomes.started", about=made.about, by=by, at=at)
    return made


@transaction.atomic
def write(
    *,
    summary: OutcomesSummary,
    section: str,
    text: str,
    revision: int,
    by: User,
    at: datetime | None = None,
) -> None:
    """Keep the words of a section; audit. The same words again change nothing.

    Raises StaleEdit where somebody saved the section since, WrongMove where it is no draft any more.
    """
    locked, row = _section(summary, section)
    if row["text"] == text:
        return
    if row["revision"] != revision:
        raise StaleEdit
    _save(locked, section, text=text)
    audit.record("outcomes.written", about=locked.about, by=by, at=at, section=section)


@transaction.atomic
def redraw(*, summary: OutcomesSummary, section: str, by: User, at: datetime | None = None) -> None:
    """Draw a section anew from the data; the words that stood there are kept beside it. Audit. Raises WrongMove."""
    locked, row = _section(summary, section)
    text = BY_KEY[section].draw(facts_of(locked.round, at or clock.now()))
    if text == row["text"]:
        return
    _save(locked, section, text=text, drawn=text, before=row["text"])
    audit.record("outcomes.redrawn", about=locked.about, by=by, at=at, section=section)


@transaction.atomic
def bring_back(*, summary: OutcomesSummary, section: str, by: User, at: datetime | None = None) -> None:
    """Change the words of a section with those kept beside it, so that nothing is lost. Audit. Raises WrongMove."""
    locked, row = _section(summary, section)
    if not row["before"]:
        return
    _save(locked, section, text=row["before"], before=row["text"])
    audit.record("outcomes.brought-back", about=locked.about, by=by, at=at, section=section)


def _section(summary: OutcomesSummary, section: str) -> tuple[OutcomesSummary, dict[str, Any]]:
    locked = OutcomesSummary.objects.select_for_update().get(pk=summary.pk)
    if not locked.is_draft:
        raise WrongMove(locked.state, OutcomesState.DRAFT)
    empty = {"text": "", "drawn": "", "before": "", "revision": 0}
    return locked, {**empty, **locked.sections.get(section, {})}


def _save(summary: OutcomesSummary, section: str, **changed: str) -> None:
    row = summary.sections.get(section, {"drawn": "", "before": "", "revision": 0})
    summary.sections[section] = {**row, **changed, "revision": row["revision"] + 1}
    summary.version += 1
    summary.save(update_fields=["sections", "version"])


@transaction.atomic
def drop(*, summary: OutcomesSummary, by: User, at: datetime | None = None) -> None:
    """Give a draft up; it stays on record. History, audit. Raises WrongMove where it is no draft."""
    locked = OutcomesSummary.objects.select_for_update().get(pk=summary.pk)
    if locked.state == OutcomesState.DROPPED:
        return
    moment = at or clock.now()
    transitions.move(locked, to=OutcomesState.DROPPED, table=OUTCOMES_MOVES, by=by, at=moment)
    audit.record("outcomes.dropped", about=locked.about, by=by, at=moment)
