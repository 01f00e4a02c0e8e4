"""Judging for oneself, once; and agreeing with the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from hlp import audit, clock, text
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import Accuracy
from peerchallenge.models import Agreement, Area, AreaView, ChallengeSession, Direction, ReviewerView
from peerchallenge.services.clock import locked
from peerchallenge.services.reports import Closed

NOT_YET = "The session is still to come. You judge on the day, from what you saw."
MOST_CHARACTERS = 2000


@dataclass(frozen=True)
class Own:
    """A reviewer's own view: codes of accuracy and direction. ``areas`` maps the key of each area to an accuracy."""

    overall: str
    direction: str
    areas: Mapping[int, str]
    why: str = ""


@transaction.atomic
def record_view(*, session: ChallengeSession, own: Own, by: User, at: datetime | None = None) -> ReviewerView:
    """Record a reviewer's own view: lock the session, check, rows that never change, audit.

    From now on they see the others'. Recording again returns what stands. Raises ValidationError where something is
    missing or the day is still to come, Closed once the report is sent.
    """
    moment, row = at or clock.now(), _open(session)
    known = ReviewerView.objects.filter(session=row, by=by).first()
    if known is not None:
        return known
    if row.starts_at > moment:
        raise ValidationError(NOT_YET)
    areas = {area.pk: area for area in Area.objects.filter(year=row.round.year_id)}
    direction = _checked(row, own, areas)
    view = ReviewerView(
        session=row, by=by, overall=own.overall, direction=direction, why=text.tidy(own.why), at=moment
    )
    view.save()
    for pk, area in areas.items():
        AreaView(view=view, area=area, accuracy=own.areas[pk]).save()
    audit.record("moderation.viewed", about=row.about, by=by, at=moment)
    return view


def _open(session: ChallengeSession) -> ChallengeSession:
    row = locked(session.pk)
    if row.is_report_sent:
        raise Closed("The report was sent. What you judged and agreed stays as it is.")
    if not row.is_report_open:
        raise Closed(f"This session is {row.get_state_display().lower()}, so there is nothing to judge.")
    return row


def _checked(row: ChallengeSession, own: Own, areas: Mapping[int, Area]) -> Direction:
    problems: dict[str, str] = {}
    if own.overall not in Accuracy.values:
        problems["overall"] = "Choose how accurate the self-evaluation is overall"
    for pk, area in areas.items():
        if own.areas.get(pk) not in Accuracy.values:
            problems[f"area_{pk}"] = f"Choose how accurate the self-evaluation of ‘{area}’ is"
    found = Direction.objects.filter(year=row.round.year_id, code=own.direction).first()
    if found is None:
        problems["direction"] = "Choose where the school is heading"
    if len(own.why) > MOST_CHARACTERS:
        problems["why"] = f"Use {MOST_CHARACTERS:,} characters or fewer"
    if problems or found is None:
        raise ValidationError(problems)
    return found


@transaction.atomic
def agree(
    *,
    session: ChallengeSession,
    question: str,
    answer: str,
    reason: str,
    revision: int,
    by: User,
    at: datetime | None = None,
) -> Agreement:
    """Note what the team agreed on one question, with its reason: lock the session, check, write, audit.

    ``answer`` is a code of accuracy or direction; ``revision`` the one that the page showed, 0 for none. Raises
    StaleEdit when a colleague noted something else since, ValidationError, Closed, and PermissionDenied for somebody
    who has not recorded their own view.
    """
    moment, row = at or clock.now(), _open(session)
    if not ReviewerView.objects.filter(session=row, by=by).exists():
        raise PermissionDenied
    known = Agreement.objects.filter(session=row, question=question).first()
    words = text.tidy(reason)
    facts = _facts(row, question, answer, words)
    if known is not None:
        if all(getattr(known, name) == value for name, value in facts.items()):
            return known
        if known.revision != revision:
            raise StaleEdit
    found = known or Agreement(session=row, question=question, revision=0)
    for name, value in facts.items():
        setattr(found, name, value)
    found.revision, found.by, found.at = found.revision + 1, by, moment
    found.save()
    audit.record("moderation.agreed", about=row.about, by=by, at=moment, question=question)
    return found


def _facts(row: ChallengeSession, question: str, answer: str, reason: str) -> dict[str, object]:
    problems: dict[str, str] = {}
    direction = None
    if question == "direction":
        direction = Direction.objects.filter(year=row.round.year_id, code=answer).first()
    if (direction is None) if question == "direction" else (answer not in Accuracy.values):
        problems["answer"] = "Choose what you agree on"
    if not reason:
        problems["reason"] = "Enter the reason. It goes into the report as the evidence"
    if len(reason) > MOST_CHARACTERS:
        problems["reason"] = f"Use {MOST_CHARACTERS:,} characters or fewer"
    if problems:
        raise ValidationError(problems)
    return {
        "area": _area(row, question),
        "accuracy": "" if direction else answer,
        "direction": direction,
        "reason": reason,
    }


def _area(row: ChallengeSession, question: str) -> Area | None:
    if not question.startswith("area-"):
        return None
    return Area.objects.get(pk=question.removeprefix("area-"), year=row.round.year_id)
