"""The QA reviewer's form: opened, saved part by part, and their own judgement recorded once and for all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import Saving, is_overtaken
from peerchallenge.choices import QA_STATES, Accuracy
from peerchallenge.models import (
    Area,
    ChallengeSession,
    Direction,
    QAAreaJudgement,
    QAJudgement,
    QAReview,
    ReportVersion,
)
from peerchallenge.packs.qa_parts import OWN
from schools.calculations import LONGEST_CLOSURE, add_school_days, school_days

QA_DAYS = 5  # school days after the report
TOO_EARLY = "The session is still to come. The form opens when it has ended."


@dataclass(frozen=True)
class Own:
    """A QA reviewer's own judgement. ``areas`` maps the key of each area to an accuracy."""

    overall: str
    overall_evidence: str
    direction: str
    direction_evidence: str
    areas: Mapping[int, str]


@transaction.atomic
def open_review(*, session: ChallengeSession, by: User) -> QAReview:
    """The session's QA form, made where there is none. Harmless to repeat.

    Raises ValidationError before the session has ended.
    """
    if session.state not in QA_STATES:
        raise ValidationError(TOO_EARLY)
    found, _ = QAReview.objects.get_or_create(session=session, defaults={"by": by})
    if found.by_id != by.pk and not QAJudgement.objects.filter(session=session).exists():
        found.by, found.answers, found.saves = by, {}, {}  # another QA reviewer begins afresh
        found.save(update_fields=["by", "answers", "saves"])
    return found


def locked(review: QAReview) -> QAReview:
    """The form, locked, with its session."""
    rows = QAReview.objects.select_for_update(of=("self",))
    return rows.select_related("session__host", "session__round__year", "by").get(pk=review.pk)


@transaction.atomic
def save_part(
    *,
    review: QAReview,
    slug: str,
    data: Mapping[str, str],
    revision: int,
    by: User,
    page: str = "",
    turn: int = 0,
    at: datetime | None = None,
) -> int:
    """Keep the draft of one part: lock, write. Returns its new revision.

    What is there already is not saved again, and what a page (its token) saved before its newest ``turn`` is passed
    over. Raises StaleEdit when a newer text was saved from another page since ``revision``, ValidationError once
    the report is sent or, for the own judgement, once it is recorded.
    """
    row = locked(review)
    if row.sent_at is not None:
        raise ValidationError("The QA report has been sent. It stays as it is.")
    if slug == OWN and QAJudgement.objects.filter(session=row.session).exists():
        raise ValidationError("Your judgement is recorded and cannot be changed.")
    before, mark = row.answers.get(slug, {}), row.saves.get(slug, {})
    known: int = mark.get("revision", 0)
    if {**before, **data} == before:
        return known
    last = Saving(mark.get("page", ""), mark.get("turn", 0), known)
    if is_overtaken(Saving(page, turn, revision), last):
        return known
    row.answers[slug] = {**before, **data}
    row.saves[slug] = {
        "revision": known + 1,
        "page": page,
        "turn": turn,
        "at": (at or clock.now()).isoformat(),
    }
    row.save(update_fields=["answers", "saves"])
    return known + 1


@transaction.atomic
def record_judgement(*, review: QAReview, own: Own, by: User, at: datetime | None = None) -> QAJudgement:
    """Record the QA reviewer's own judgement: lock, check, rows that never change, the day the report is due, audit.

    From now on they may read the team's report. Recording again returns what stands, whatever is given. Raises
    ValidationError where something is missing.
    """
    moment, row = at or clock.now(), locked(review)
    known = QAJudgement.objects.filter(session=row.session).first()
    if known is not None:
        return known
    areas = {area.pk: area for area in Area.objects.filter(year=row.session.round.year)}
    direction = _checked(row, own, areas)
    judgement = QAJudgement(
        session=row.session,
        overall=own.overall,
        overall_evidence=own.overall_evidence,
        direction=direction,
        direction_evidence=own.direction_evidence,
        at=moment,
        by=by,
    )
    judgement.save()
    for pk, accuracy in own.areas.items():
        QAAreaJudgement(judgement=judgement, area=areas[pk], accuracy=accuracy).save()
    row.answers.pop(OWN, None)
    row.save(update_fields=["answers"])
    audit.record("qa.judged", about=row.session.about, by=by, at=moment)
    return judgement


def _checked(row: QAReview, own: Own, areas: dict[int, Area]) -> Direction:
    problems: dict[str, str] = {}
    for name, message in (
        ("overall", "Choose how accurate the self-evaluation is overall"),
        ("overall_evidence", "Enter the evidence for your judgement overall"),
        ("direction_evidence", "Enter the evidence for your judgement on direction"),
    ):
        if not getattr(own, name):
            problems[name] = message
    for pk, area in areas.items():
        if own.areas.get(pk) not in Accuracy.values:
            problems[f"area_{pk}"] = f"Choose how accurate the self-evaluation of ‘{area}’ is"
    found = Direction.objects.filter(year=row.session.round.year, code=own.direction).first()
    if found is None:
        problems["direction"] = "Choose where the school is heading"
    if problems or found is None:
        raise ValidationError(problems)
    return found


def due_of(session: ChallengeSession) -> datetime | None:
    """When the QA report is due: five school days after the host first received the report; None before that."""
    return dues([session]).get(session.pk)


def dues(sessions: Collection[ChallengeSession]) -> dict[int, datetime]:
    """When the QA reports of these sessions are due, of those whose report is sent; in a fixed number of queries."""
    rows = ReportVersion.objects.filter(session__in=sessions).order_by().values_list("session")
    first = dict(rows.annotate(sent=Min("sent_at")))
    if not first:
        return {}
    begin, end = clock.local(min(first.values())).date(), clock.local(max(first.values())).date()
    known = school_days(begin, end + LONGEST_CLOSURE)
    return {pk: add_school_days(sent, QA_DAYS, known) for pk, sent in first.items()}
