"""Publishing an entry as an edition that stays as it was; its review after 12 to 24 months, and its end."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from hlp import clock
from hlp.models import User
from hlp.transitions import WrongMove
from schools.choices.practice import PracticeAudience, PracticeState
from schools.models import PracticeEdition, PracticeEntry
from schools.models.practice import TEXT_FIELDS
from schools.services.directory import printing, search
from schools.services.directory.journal import locked, note, step, tell
from schools.services.directory.people import directors, heads, preparers
from schools.services.directory.steps import require_complete


@transaction.atomic
def publish(
    *, entry: PracticeEntry, audience: PracticeAudience, by: User, at: datetime | None = None
) -> PracticeEntry:
    """Publish what the headteacher consented to: lock, check, edition, its PDF, move, index, followers, notice.

    From now on readers see this edition. Twice is once. Raises ValidationError where something is missing or the
    consent does not reach so far, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.PUBLISHED:
        return row
    if row.state != PracticeState.CONSENTED:
        raise WrongMove(row.state, PracticeState.PUBLISHED)
    _require_consent(row, audience)
    require_complete(row)
    row.live = _edition(row, audience, by=by, at=moment)
    row.review_on = clock.months_later(clock.local(moment).date(), row.review_months)
    step(row, PracticeState.PUBLISHED, by=by, at=moment, update=("live", "review_on"))
    search.keep(row)
    _tell_followers(row, by=by, at=moment)
    people = [*heads(row.school), *preparers(row.school)]
    tell(row, "practice-published", people, by=by, at=moment, why="It is their school’s entry")
    return row


def _require_consent(row: PracticeEntry, audience: PracticeAudience) -> None:
    if audience == PracticeAudience.PUBLIC and row.consent_audience != PracticeAudience.PUBLIC:
        raise ValidationError({"audience": "The headteacher agreed to members of the partnership only"})


def _edition(
    row: PracticeEntry, audience: PracticeAudience, *, by: User | None, at: datetime
) -> PracticeEdition:
    """The text as it stands, with its tags, pictures and files."""
    text: dict[str, Any] = {name: getattr(row, name) for name in (*TEXT_FIELDS, "consent_at", "consent_by")}
    number = (row.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = PracticeEdition.objects.create(
        entry=row,
        number=number,
        audience=audience,
        provenance=row.provenance,
        provenance_on=row.provenance_on,
        published_at=at,
        published_by=by,
        **text,
    )
    edition.themes.set(row.themes.all())
    edition.areas.set(row.areas.all())
    edition.pictures.set(row.pictures.filter(removed_at=None) if row.image_consent else [])
    edition.files.set(row.files.filter(removed_at=None))
    printing.ask(edition, at=at)
    return edition


def _tell_followers(row: PracticeEntry, *, by: User | None, at: datetime) -> None:
    """Higher rooms follow what is published, in the same transaction (``settings.PRACTICE_FOLLOWERS``)."""
    for path in settings.PRACTICE_FOLLOWERS:
        import_string(path)(entry=row, by=by, at=at)


@transaction.atomic
def discard(*, entry: PracticeEntry, by: User, at: datetime | None = None) -> PracticeEntry:
    """Drop a new version that is being prepared: lock, the text is again what is published, move. Twice is once.

    Raises ValidationError where nothing is published, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.PUBLISHED:
        return row
    if row.live is None:
        raise ValidationError("Nothing of this entry is published")
    for name in TEXT_FIELDS:
        setattr(row, name, getattr(row.live, name))
    row.themes.set(row.live.themes.all())
    row.areas.set(row.live.areas.all())
    _restore_attachments(row, moment)
    step(row, PracticeState.PUBLISHED, by=by, at=moment, update=TEXT_FIELDS)
    return row


def _restore_attachments(row: PracticeEntry, at: datetime) -> None:
    for mine, shown in ((row.pictures, row.live.pictures), (row.files, row.live.files)):  # type: ignore[union-attr]
        kept = [one.pk for one in shown.all()]
        mine.filter(pk__in=kept).update(removed_at=None)
        mine.filter(removed_at=None).exclude(pk__in=kept).update(removed_at=at)


@transaction.atomic
def review(*, entry: PracticeEntry, months: int, by: User, at: datetime | None = None) -> PracticeEntry:
    """It still holds: lock, check, a new day of review 12 to 24 months from today, history. The same twice is once.

    Raises ValidationError for other months, or where nothing is published.
    """
    moment, row = at or clock.now(), locked(entry)
    if not 12 <= months <= 24:
        raise ValidationError({"months": "Choose between 12 and 24 months"})
    if row.live is None:
        raise ValidationError("Nothing of this entry is published")
    due = clock.months_later(clock.local(moment).date(), months)
    if row.review_on != due or row.review_months != months:
        row.review_on, row.review_months = due, months
        row.version, row.touched_at = row.version + 1, moment
        row.save(update_fields=["review_on", "review_months", "version", "touched_at"])
        note(row, "reviewed", by=by, at=moment, until=due.isoformat())
    return row


@transaction.atomic
def archive(*, entry: PracticeEntry, reason: str, by: User, at: datetime | None = None) -> PracticeEntry:
    """Take an entry out of the directory: lock, no edition is shown, move, index, followers, notice. Twice is once.

    The editions are kept. Raises ValidationError without a reason, WrongMove.
    """
    moment, row = at or clock.now(), locked(entry)
    if row.state == PracticeState.ARCHIVED:
        return row
    if not reason.strip():
        raise ValidationError({"reason": "Say why it leaves the directory"})
    row.live, row.review_on = None, None
    step(row, PracticeState.ARCHIVED, by=by, at=moment, reason=reason, update=("live", "review_on"))
    search.keep(row)
    _tell_followers(row, by=by, at=moment)
    people = [*heads(row.school), *directors()]
    tell(row, "practice-archived", people, by=by, at=moment, why="Their school’s entry, or the Director")
    return row
