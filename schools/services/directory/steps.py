"""The way of a draft: to the lead headteacher, to the headteacher's consent, and back where something is missing."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import clock
from hlp.models import User
from schools.choices.practice import PracticeAudience, PracticeKind, PracticeState
from schools.models import PracticeEntry
from schools.services.directory.completeness import gaps
from schools.services.directory.journal import locked, note, step, tell
from schools.services.directory.people import checkers, directors, heads, preparers

CONSENT = ("consent_at", "consent_by", "consent_audience", "image_consent")


def require_complete(row: PracticeEntry) -> None:
    """Raise ValidationError, one sentence a gap, while something that is needed is missing."""
    if missing := gaps(row):
        raise ValidationError([gap.words for gap in missing])


@transaction.atomic
def submit(*, entry: PracticeEntry, by: User, at: datetime | None = None) -> PracticeEntry:
    """Hand a draft to whoever checks it: lock, completeness, move, notice. Twice is once.

    Raises ValidationError with what is missing, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.SUBMITTED:
        return row
    require_complete(row)
    step(row, PracticeState.SUBMITTED, by=by, at=moment)
    why = "They lead the school’s collaborative, or step in"
    tell(row, "practice-submitted", checkers(row.school), by=by, at=moment, why=why)
    return row


@transaction.atomic
def send_back(*, entry: PracticeEntry, reason: str, by: User, at: datetime | None = None) -> PracticeEntry:
    """Give a text back to its school with a word on what is missing: lock, move, notice. Twice is once.

    Raises ValidationError without a reason, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.DRAFTED:
        return row
    if not reason.strip():
        raise ValidationError({"reason": "Say what is missing or should be different"})
    _to_draft(row, by=by, at=moment, reason=reason)
    people = [*heads(row.school), *preparers(row.school)]
    tell(row, "practice-returned", people, by=by, at=moment, why="It is their school’s entry")
    return row


@transaction.atomic
def check(*, entry: PracticeEntry, by: User, at: datetime | None = None) -> PracticeEntry:
    """The text is checked and the headteacher is asked for consent: lock, move, notice. Twice is once.

    Raises WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.CHECKED:
        return row
    step(row, PracticeState.CHECKED, by=by, at=moment)
    tell(row, "practice-consent", heads(row.school), by=by, at=moment, why="They head the school")
    return row


@transaction.atomic
def consent(
    *,
    entry: PracticeEntry,
    audience: PracticeAudience,
    pictures: bool,
    by: User,
    at: datetime | None = None,
) -> PracticeEntry:
    """The headteacher agrees to the publication: lock, check, consent, move, notice to the Director. Twice is once.

    ``audience`` is the widest that they agree to. Raises ValidationError where the entry has pictures and nobody
    vouches for the consent of those shown, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.CONSENTED:
        return row
    if not pictures and row.pictures.filter(removed_at=None).exists():
        raise ValidationError({"pictures": "Confirm the consent of everybody shown, or remove the pictures"})
    row.consent_at, row.consent_by, row.consent_audience = moment, by, audience
    row.image_consent = pictures
    step(row, PracticeState.CONSENTED, by=by, at=moment, update=CONSENT)
    tell(row, "practice-consented", directors(), by=by, at=moment, why="The Director publishes")
    return row


@transaction.atomic
def revise(*, entry: PracticeEntry, by: User, at: datetime | None = None) -> PracticeEntry:
    """Take a text up again to change it: lock, move; consent is asked anew. Twice is once.

    What is published stays as it was until a new version is published. Raises WrongMove.
    """
    row = locked(entry)
    if row.state != PracticeState.DRAFTED:
        _to_draft(row, by=by, at=at or clock.now(), reason="")
    return row


@transaction.atomic
def convert(*, entry: PracticeEntry, by: User, at: datetime | None = None) -> PracticeEntry:
    """Work in progress becomes a full case study: lock, kind, history, back to the draft. Twice is once.

    Raises ValidationError for another kind, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.kind == PracticeKind.CASE_STUDY:
        return row
    if row.kind != PracticeKind.WORK_IN_PROGRESS:
        raise ValidationError("Only work in progress becomes a case study")
    row.kind = PracticeKind.CASE_STUDY
    row.save(update_fields=["kind"])
    note(row, "converted", by=by, at=moment)
    if row.state != PracticeState.DRAFTED:
        _to_draft(row, by=by, at=moment, reason="")
    return row


@transaction.atomic
def decline(*, entry: PracticeEntry, reason: str, by: User, at: datetime | None = None) -> PracticeEntry:
    """The school does not take a nomination up, or drops a draft that was never published: lock, move. Twice is once.

    Raises ValidationError where it is published, WrongMove.
    """
    row = locked(entry)
    if row.state == PracticeState.DECLINED:
        return row
    if row.live_id:
        raise ValidationError("This entry is published: archive it, or drop the new version")
    step(row, PracticeState.DECLINED, by=by, at=at or clock.now(), reason=reason)
    return row


def _to_draft(row: PracticeEntry, *, by: User, at: datetime, reason: str) -> None:
    row.consent_at, row.consent_by, row.consent_audience, row.image_consent = None, None, "", False
    step(row, PracticeState.DRAFTED, by=by, at=at, reason=reason, update=CONSENT)
