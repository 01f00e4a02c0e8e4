"""Publishing: asked for by the Director, done by the worker in steps that may be repeated.

First every card is frozen, all with the figures of one moment. Then the figures are drawn, each
kept as soon as it is done. Last, in one transaction, the version replaces the one before, what changed is written down,
and everybody concerned is told. A worker that dies in between leaves what is done; the next goes on from there.
"""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from hlp import audit, clock, drawings, transitions
from hlp.celery import app
from hlp.models import Drawing, User
from hlp.transitions import StaleEdit
from scorecard.choices import EDITION_STEPS, EditionState
from scorecard.models import Card, Edition
from scorecard.services.editions import errata, freezing, notices, papers

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # no step takes so long
DRAFT, PUBLISHING = EditionState.DRAFT, EditionState.PUBLISHING
PUBLISHED, REPLACED = EditionState.PUBLISHED, EditionState.REPLACED


@transaction.atomic
def publish(*, edition: Edition, version: int, by: User, at: datetime | None = None) -> None:
    """Have a draft published by the worker; asking twice does it once. History, audit.

    Raises StaleEdit where the draft was changed since, WrongMove where it was dropped, ValidationError without measures.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.state in {PUBLISHING, PUBLISHED, REPLACED}:
        return
    if locked.version != version:
        raise StaleEdit
    if not locked.measures:
        raise ValidationError("Choose at least one measure first.")
    now = at or clock.now()
    locked.published_by, locked.progress, locked.notice = by, 1, ""
    locked.stage, locked.claimed_until = "Waiting for the printer", None
    changed = ("published_by", "progress", "notice", "stage", "claimed_until")
    transitions.move(locked, to=PUBLISHING, table=EDITION_STEPS, by=by, at=now, update=changed)
    audit.record("score-card.publish", about=locked.about, by=by, at=now)
    wake(locked.pk)


def wake(pk: int) -> None:
    """Wake the worker once the present transaction has committed."""

    def send() -> None:
        try:
            app.send_task("scorecard.tasks.publish_edition", (pk,), retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep publishes", exc_info=True)

    transaction.on_commit(send, robust=True)


def resume() -> int:
    """Wake the worker for versions that no worker holds any more. Returns how many."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=clock.now())
    waiting = list(Edition.objects.filter(free, state=PUBLISHING).values_list("pk", flat=True))
    for pk in waiting:
        wake(pk)
    return len(waiting)


def work(edition_id: int) -> bool:
    """Publish a version as far as it is not done yet, unless another worker does. Returns whether it is out now."""
    now = clock.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    if not Edition.objects.filter(free, pk=edition_id, state=PUBLISHING).update(claimed_until=now + LEASE):
        return False
    edition = Edition.objects.get(pk=edition_id)
    try:
        _freeze(edition)
        if not _draw(edition):
            return False
        return _finish(edition)
    except Exception:
        log.exception("%s was not published", edition)
        _take_back(edition)
        return False


def publish_undrawn(edition: Edition, *, at: datetime) -> None:
    """Publish at a moment of the past what is asked for, and leave the figures to the worker: the demonstration's."""
    _freeze(edition)
    _finish(edition, at)


def _freeze(edition: Edition) -> None:
    """Write all cards, unless they are there."""
    if edition.frozen_at:
        return
    _tell(edition, 3, "Freezing the figures of every school")
    freezing.freeze(edition)
    edition.refresh_from_db()


def _draw(edition: Edition) -> bool:
    """Draw what is not drawn yet. Returns whether all is; what cannot be drawn takes the version back to the draft."""
    names = freezing.figure_names(edition)
    already = Drawing.objects.filter(pk__in=names, drawn_at__isnull=False).count()

    def tell(done: int, of: int) -> None:
        number = already + done
        _tell(edition, 5 + 85 * number // max(len(names), 1), f"Drawing figure {number} of {len(names)}")

    drawings.draw(names, tell)
    if Drawing.objects.filter(pk__in=names, drawn_at=None).exists():
        _take_back(edition)
        return False
    return True


def _tell(edition: Edition, percent: int, stage: str) -> None:
    """Note how far it is, and that this worker lives."""
    until = clock.now() + LEASE
    rows = Edition.objects.filter(pk=edition.pk, state=PUBLISHING)
    rows.update(progress=percent, stage=stage, claimed_until=until)


@transaction.atomic
def _finish(edition: Edition, at: datetime | None = None) -> bool:
    """The version goes out: the one before is replaced, errata, documents, messages, audit."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.state != PUBLISHING:
        return False
    now, by = at or clock.now(), locked.published_by
    before = Edition.objects.select_for_update().filter(year=locked.year, state=PUBLISHED).first()
    if before:
        transitions.move(before, to=REPLACED, table=EDITION_STEPS, by=by, at=now, reason=locked.reason)
    locked.sha256, locked.published_at = freezing.seal_of(locked), now
    locked.progress, locked.stage, locked.claimed_until = 100, "", None
    changed = ("sha256", "published_at", "progress", "stage", "claimed_until")
    transitions.move(locked, to=PUBLISHED, table=EDITION_STEPS, by=by, at=now, update=changed)
    if locked.corrects:
        errata.write(locked, locked.corrects)
    papers.print_all(locked, at=now)
    notices.tell(locked, at=now)
    audit.record("score-card.published", about=locked.about, by=by, at=now, sha256=locked.sha256)
    return True


@transaction.atomic
def _take_back(edition: Edition) -> None:
    """Back to the draft: what was frozen for nobody yet goes, and the page says what happened."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.state != PUBLISHING:
        return
    Card.objects.filter(edition=locked).delete()
    locked.frozen_at, locked.progress, locked.stage, locked.claimed_until = None, 0, "", None
    locked.notice = (
        "It could not be published, and nothing went out. Try again; if it fails again, tell the office."
    )
    changed = ("frozen_at", "progress", "stage", "claimed_until", "notice")
    transitions.move(locked, to=DRAFT, table=EDITION_STEPS, by=None, at=clock.now(), update=changed)
