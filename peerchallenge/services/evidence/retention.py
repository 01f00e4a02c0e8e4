"""How long notes are kept: until so many days after the report is final, then they are deleted for good."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from hlp import audit, clock
from peerchallenge.choices import REPLY_OVER, SessionState
from peerchallenge.models import Agreement, ChallengeSession, EvidenceNote, EvidenceRule, ReviewerView
from peerchallenge.models.session import ChallengeSessionQuerySet
from schools.models import AcademicYear


def days_of(year: AcademicYear) -> int:
    """For how many days notes of the year are kept after a report is final."""
    rule = EvidenceRule.objects.filter(year=year).first()
    return rule.days if rule else EvidenceRule.DEFAULT_DAYS


def last_day(session: ChallengeSession) -> date | None:
    """The last day on which the session's notes are kept; None while the report is not final."""
    found = _final().filter(pk=session.pk).first()
    return _last_day(found, days_of(session.round.year)) if found else None


def _final() -> ChallengeSessionQuerySet:
    """Sessions whose report is final or which are cancelled, with the moments since when."""
    over = Max("reply__events__at", filter=Q(reply__events__to_state__in=REPLY_OVER))
    off = Max("events__at", filter=Q(events__to_state=SessionState.CANCELLED))
    rows = ChallengeSession.objects.filter(Q(reply__state__in=REPLY_OVER) | Q(state=SessionState.CANCELLED))
    return rows.annotate(reply_over_at=over, off_at=off)


def _last_day(row: ChallengeSession, days: int) -> date | None:
    since = row.off_at if row.state == SessionState.CANCELLED else row.reply_over_at  # type: ignore[attr-defined]
    return clock.local(since).date() + timedelta(days=days) if since else None


def sweep(*, at: datetime | None = None) -> int:
    """Delete the notes, views and agreements whose time is over. Returns of how many sessions. Safe to run twice."""
    moment = at or clock.now()
    with_rows = Q(pk__in=EvidenceNote.objects.values("session")) | Q(
        pk__in=ReviewerView.objects.values("session")
    )
    done = 0
    for row in _final().filter(with_rows).select_related("round__year__evidence_rule"):
        rule: EvidenceRule | None = getattr(row.round.year, "evidence_rule", None)
        last = _last_day(row, rule.days if rule else EvidenceRule.DEFAULT_DAYS)
        if last is not None and last < clock.local(moment).date():
            done += _delete(row, moment)
    return done


@transaction.atomic
def _delete(session: ChallengeSession, at: datetime) -> bool:
    """Delete what a team wrote for itself on one session: lock the session, delete, audit with the number of notes."""
    ChallengeSession.objects.select_for_update().get(pk=session.pk)
    _, gone = EvidenceNote.objects.filter(session=session).delete()
    number = gone.get(EvidenceNote._meta.label, 0)  # what was taken into the report is a row of its own
    Agreement.objects.filter(session=session).delete()
    views, _ = ReviewerView.objects.filter(session=session).delete()
    if number or views:
        audit.record("evidence.deleted", about=session.about, by=None, at=at, notes=number)
    return bool(number or views)
