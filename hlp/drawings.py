"""Figures: asked for by pages, drawn by the documents worker, kept by what they show."""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from hlp import clock
from hlp.figures import spec as specs
from hlp.figures.spec import Spec
from hlp.models import Drawing

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
LATE = timedelta(minutes=1)  # what is not drawn after that is woken again
HAND = "1"  # raise it when the same data shall be drawn anew, in another hand


def digest(spec: Spec) -> str:
    """The SHA-256 of what a figure shows."""
    body = json.dumps([HAND, specs.write(spec)], sort_keys=True)
    return sha256(body.encode()).hexdigest()


@transaction.atomic
def ask(wanted: Iterable[Spec], *, at: datetime | None = None, wake: bool = True) -> list[Drawing]:
    """The drawings of these figures in their order; what is not drawn yet waits for the worker, which is woken."""
    named = {digest(spec): spec for spec in wanted}
    found = Drawing.objects.in_bulk(list(named))
    now = at or clock.now()
    missing = [
        Drawing(digest=name, source=specs.write(spec), asked_at=now)
        for name, spec in named.items()
        if name not in found
    ]
    Drawing.objects.bulk_create(missing, ignore_conflicts=True)
    found |= {row.digest: row for row in missing}
    if wake and any(not row.is_drawn for row in found.values()):
        start()
    return [found[name] for name in named]


def start() -> None:
    """Wake the documents worker once the present transaction has committed."""
    from hlp.tasks import draw_figures  # the task imports this module

    def send() -> None:
        try:
            draw_figures.apply_async(retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep starts the drawing", exc_info=True)

    transaction.on_commit(send, robust=True)


def draw(names: Sequence[str] | None = None, tell: Callable[[int, int], None] | None = None) -> int:
    """Draw what waits (or of these digests), the newest first, and keep each at once. Returns how many were drawn.

    Two workers that draw the same figure keep the same bytes; what failed three times is left out. ``tell`` hears how
    many of how many are done.
    """
    rows = Drawing.objects.filter(drawn_at=None, attempts__lt=MOST_ATTEMPTS)
    waiting = list((rows if names is None else rows.filter(pk__in=names)).order_by("-asked_at"))
    drawn = 0
    for number, row in enumerate(waiting, 1):
        drawn += _draw(row)
        if tell:
            tell(number, len(waiting))
    return drawn


def _draw(row: Drawing) -> bool:
    Drawing.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    try:
        done = specs.read(row.source).draw()
    except Exception:
        log.exception("figure %s was not drawn", row.pk)
        return False
    kept = Drawing.objects.filter(pk=row.pk, drawn_at=None).update(
        svg=done.svg,
        finding=done.finding,
        caption=done.caption[:200],
        columns=list(done.columns),
        rows=done.as_json()["rows"],
        drawn_at=clock.now(),
    )
    return bool(kept)


def redraw(*, at: datetime | None = None) -> bool:
    """Wake the worker where a figure has waited for a minute. Returns whether it was woken."""
    late = (at or clock.now()) - LATE
    waits = Drawing.objects.filter(drawn_at=None, attempts__lt=MOST_ATTEMPTS, asked_at__lte=late).exists()
    if waits:
        start()
    return waits
