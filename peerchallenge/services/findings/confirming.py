"""Confirming the themes of findings: only what a person confirmed counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.models import Finding, FindingTheme
from schools.models import Theme


@dataclass(frozen=True)
class Decision:
    """The themes that somebody chose for a finding, as it was when they read it."""

    finding: Finding
    themes: tuple[Theme, ...]
    revision: int


@transaction.atomic
def confirm(
    *, finding: Finding, themes: Iterable[Theme], revision: int, by: User, at: datetime | None = None
) -> Finding:
    """Make these the themes of a finding, none among them: lock, check, write the tags, settle it, audit.

    A tag that was confirmed before keeps who confirmed it and when. The same themes again change nothing. Raises
    StaleEdit when the finding was confirmed otherwise, or its text or proposals changed, since ``revision``.
    """
    row = Finding.objects.select_for_update(of=("self",)).filter(pk=finding.pk).first()
    if row is None:
        raise StaleEdit
    wanted = {theme.survivor.pk: theme.survivor for theme in themes}
    confirmed = {tag.theme_id for tag in row.tags.filter(confirmed=True)}
    if row.is_settled and confirmed == set(wanted):
        return row
    if row.revision != revision:
        raise StaleEdit
    moment = at or clock.now()
    row.tags.exclude(theme__in=wanted).delete()
    for theme in wanted.values():
        _tag(row, theme, by, moment)
    row.settled_at, row.settled_by = moment, by
    row.revision += 1
    row.save(update_fields=["settled_at", "settled_by", "revision"])
    audit.record("finding.confirmed", about=f"finding:{row.pk}", by=by, at=moment, themes=sorted(wanted))
    return row


def confirm_many(
    *, decisions: Iterable[Decision], by: User, at: datetime | None = None
) -> tuple[list[Finding], list[Finding]]:
    """Confirm a page of findings, each by itself: those that were confirmed, and those that had changed meanwhile."""
    done, stale = [], []
    for row in decisions:
        try:
            done.append(confirm(finding=row.finding, themes=row.themes, revision=row.revision, by=by, at=at))
        except StaleEdit:
            stale.append(row.finding)
    return done, stale


def _tag(row: Finding, theme: Theme, by: User, moment: datetime) -> None:
    known = row.tags.filter(theme=theme).first() or FindingTheme(finding=row, theme=theme)
    if known.confirmed:
        return
    known.named, known.confirmed, known.by, known.at = theme.name, True, by, moment
    known.save()
