"""Tags that move to another theme: when themes are merged, and when one was split."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hlp import audit, clock
from hlp.models import User
from peerchallenge.choices import SUPPORT_OVER, TO_COME
from peerchallenge.models import ChallengeSession, Finding, FindingTheme, Round, Strength, SupportCase
from peerchallenge.services.findings import proposing
from schools.models import Theme
from schools.services.themes import parts_of


def merged(theme: Theme, into: Theme, by: User | None, at: datetime) -> None:
    """Move what counts from a merged theme to its survivor: tags, needs and strengths, rounds and sessions to come.

    A tag keeps who confirmed it, when, and what the theme was called then. Rounds that are over and sessions that were
    held keep the theme that they had.
    """
    for tag in FindingTheme.objects.select_for_update(of=("self",)).filter(theme=theme):
        _move(tag, into)
    SupportCase.objects.filter(theme=theme).exclude(state__in=SUPPORT_OVER).update(theme=into)
    Strength.objects.filter(theme=theme).update(theme=into)
    ChallengeSession.objects.filter(focus=theme, state__in=TO_COME).update(focus=into)
    for row in Round.objects.filter(focus_themes=theme, opens__gt=clock.local(at).date()):
        row.focus_themes.remove(theme)
        row.focus_themes.add(into)
    proposing.ask()


@transaction.atomic
def sort_tags(*, theme: Theme, moves: Mapping[int, int], by: User, at: datetime | None = None) -> int:
    """Move confirmed tags of a theme (by their keys) to themes that were split off it: lock, move, audit.

    The tag keeps the name that its theme had; from now on it is confirmed by whoever moved it. What was moved already is
    left alone. Returns how many were moved.
    """
    moment = at or clock.now()
    parts = {part.pk: part for part in parts_of(theme)}
    tags = FindingTheme.objects.select_for_update(of=("self",)).filter(theme=theme, confirmed=True)
    moved = 0
    for tag in tags.filter(pk__in=moves):
        part = parts.get(moves[tag.pk])
        if part is None:
            continue
        tag.by, tag.at = by, moment
        _move(tag, part)
        moved += 1
    if moved:
        audit.record("theme.sorted", about=theme.about, by=by, at=moment, moved=moved)
        proposing.ask()
    return moved


def _move(tag: FindingTheme, into: Theme) -> None:
    Finding.objects.filter(pk=tag.finding_id).update(revision=F("revision") + 1)
    there = FindingTheme.objects.filter(finding=tag.finding_id, theme=into).first()
    if there is None:
        tag.theme = into
        tag.save(update_fields=["theme", "by", "at"])
        return
    if tag.confirmed and not there.confirmed:
        there.confirmed, there.by, there.at, there.named = True, tag.by, tag.at, tag.named
        there.save(update_fields=["confirmed", "by", "at", "named"])
    tag.delete()
