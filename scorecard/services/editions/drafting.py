"""The Director's draft of a version: which measures, which words; and how a correction begins."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from hlp import audit, clock, transitions
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove
from scorecard.choices import EDITION_STEPS, IN_HAND, EditionState, PupilGroup, Topic, year_label
from scorecard.models import Edition, EditionEvent, Measure
from scorecard.packs.layout import PARTS

UNCHOSEN = {Topic.CONTEXT, Topic.INSPECTION}  # context and inspections are on every card


def choosable(year: int) -> list[Measure]:
    """The measures of all pupils that exist in a year, in their order: what a score card may show."""
    rows = Measure.objects.active().in_year(year).filter(group=PupilGroup.ALL)
    return list(rows.exclude(topic__in=UNCHOSEN))


@transaction.atomic
def start_draft(*, year: int, by: User, at: datetime | None = None) -> Edition:
    """The first version of a year's score card as a draft: measures as last time, else all; audit.

    The draft that is there already is that one. Raises ValidationError where the year has a published score card.
    """
    rows = Edition.objects.select_for_update().filter(year=year)
    if found := rows.filter(state__in=IN_HAND).first():
        return found
    if rows.filter(state=EditionState.PUBLISHED).exists():
        raise ValidationError(f"The score card {year_label(year)} is published. Correct it instead.")
    return _create(year, _last_codes(year), by, at or clock.now())


def _last_codes(year: int) -> list[str]:
    """The choice of the newest version before, as far as it can be chosen now; without one, everything."""
    known = [measure.code for measure in choosable(year)]
    last = Edition.objects.out().first()
    chosen = [code for code in (last.measures if last else []) if code in known]
    return chosen or known


@transaction.atomic
def start_correction(*, edition: Edition, reason: str, by: User, at: datetime | None = None) -> Edition:
    """A draft that corrects a published version, with its measures and words; audit. The published one stays out.

    The draft that is there already is that one. Raises WrongMove where the version is not the published one.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    rows = Edition.objects.filter(year=locked.year)
    if found := rows.filter(state__in=IN_HAND).first():
        return found
    if locked.state != EditionState.PUBLISHED:
        raise WrongMove(locked.state, EditionState.DRAFT)
    facts = {"corrects": locked, "reason": reason, "commentary": locked.commentary}
    return _create(locked.year, locked.measures, by, at or clock.now(), **facts)


def _create(year: int, measures: list[str], by: User, at: datetime, **facts: object) -> Edition:
    last = Edition.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                year=year, number=last + 1, measures=measures, created_by=by, created_at=at, **facts
            )
    except IntegrityError:  # somebody began it in the same moment
        return Edition.objects.get(year=year, state__in=IN_HAND)
    EditionEvent.objects.create(thing=edition, to_state=edition.state, at=at, by=by, reason=edition.reason)
    audit.record("score-card.draft", about=edition.about, by=by, at=at)
    return edition


@transaction.atomic
def choose(*, edition: Edition, codes: list[str], version: int, by: User, at: datetime | None = None) -> None:
    """Keep which measures the card shows, in the order of the catalogue; audit.

    Raises StaleEdit where somebody saved since, WrongMove where it is no draft any more, ValidationError without any.
    """
    locked = _draft(edition, version)
    known = [measure.code for measure in choosable(locked.year) if measure.code in set(codes)]
    if not known:
        raise ValidationError("Choose at least one measure")
    _save(locked, "measures", known)
    audit.record("score-card.measures", about=locked.about, by=by, at=at, measures=len(known))


@transaction.atomic
def write(
    *, edition: Edition, part: str, text: str, version: int, by: User, at: datetime | None = None
) -> None:
    """Keep the words on one part; audit.

    Raises StaleEdit where somebody saved since, WrongMove where it is no draft any more.
    """
    if part not in PARTS:
        raise ValueError(part)
    locked = _draft(edition, version)
    words = {**locked.commentary, part: text.strip()}
    _save(locked, "commentary", {key: said for key, said in words.items() if said})
    audit.record("score-card.commentary", about=locked.about, by=by, at=at, part=part)


def _draft(edition: Edition, version: int) -> Edition:
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if not locked.is_draft:
        raise WrongMove(locked.state, EditionState.DRAFT)
    if locked.version != version:
        raise StaleEdit
    return locked


def _save(edition: Edition, field: str, value: object) -> None:
    setattr(edition, field, value)
    edition.version += 1
    edition.save(update_fields=[field, "version"])


@transaction.atomic
def drop(*, edition: Edition, by: User, at: datetime | None = None) -> None:
    """Give a draft up; it stays on record. History, audit. Raises WrongMove where it is no draft."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.state == EditionState.DROPPED:
        return
    now = at or clock.now()
    transitions.move(locked, to=EditionState.DROPPED, table=EDITION_STEPS, by=by, at=now)
    audit.record("score-card.drop", about=locked.about, by=by, at=now)
