"""Proposing themes for findings that wait, in the worker: learned from what people confirmed, safe to do twice."""

import logging
from datetime import datetime

from django.db import transaction

from hlp import clock
from hlp.celery import app
from peerchallenge.models import Finding, FindingTheme
from peerchallenge.services.findings.learning import Guess, Lesson, Proposer, Topic, digest_of
from schools.models import Theme

log = logging.getLogger(__name__)
# What was learned last in this process, by its digest. A new worker learns it again in seconds.
_learned: dict[str, Proposer] = {}


def ask() -> None:
    """Wake the worker once the present transaction has committed. A wake-up that is lost is made up for by the sweep."""
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    try:
        app.send_task("peerchallenge.tasks.propose_themes", retry=False)
    except Exception:
        log.warning("the broker is out of reach; the sweep proposes the themes", exc_info=True)


def topics() -> list[Topic]:
    """The themes that may be proposed. Every finding is about the core theme, so that is left to people."""
    themes = Theme.objects.in_use().filter(is_core=False).order_by("pk").prefetch_related("synonyms")
    return [
        Topic(theme.pk, theme.name, tuple(row.words for row in theme.synonyms.all()), theme.description)
        for theme in themes
    ]


def lessons() -> list[Lesson]:
    """What people confirmed: each settled finding with its themes, be it none."""
    rows = Finding.objects.settled().order_by("pk").values_list("pk", "text")
    confirmed = FindingTheme.objects.confirmed().filter(finding__settled_at__isnull=False)
    themes: dict[int, set[int]] = {}
    for finding, theme in confirmed.values_list("finding", "theme"):
        themes.setdefault(finding, set()).add(theme)
    return [Lesson(text, frozenset(themes.get(pk, ()))) for pk, text in rows]


def propose_waiting(*, at: datetime | None = None) -> int:
    """Propose themes for all findings that wait, where the vocabulary or what was confirmed has changed since.

    Each finding is locked, its unconfirmed tags are replaced and its digest noted in one step; a finding that somebody
    confirmed meanwhile is left alone. Returns how many were looked at.
    """
    if not Finding.objects.waiting().exists():
        return 0
    known, told = topics(), lessons()
    digest = digest_of(known, told)
    rows = list(
        Finding.objects.waiting().exclude(proposed_by=digest).order_by("pk").values_list("pk", "text")
    )
    if not rows:
        return 0
    if digest not in _learned:
        _learned.clear()
        _learned[digest] = Proposer(known, told)
    names = {topic.key: topic.name for topic in known}
    guesses = _learned[digest].propose([text for _, text in rows])
    for (pk, text), found in zip(rows, guesses, strict=True):
        _note(pk, text, found, names, digest, at or clock.now())
    return len(rows)


@transaction.atomic
def _note(
    pk: int, text: str, found: list[Guess], names: dict[int, str], digest: str, moment: datetime
) -> None:
    row = Finding.objects.select_for_update(of=("self",)).filter(pk=pk, settled_at=None, text=text).first()
    if row is None or row.proposed_by == digest:
        return
    before = set(row.tags.values_list("theme", flat=True))
    row.tags.all().delete()
    FindingTheme.objects.bulk_create(
        FindingTheme(
            finding=row, theme_id=guess.theme, named=names[guess.theme], score=guess.score, at=moment
        )
        for guess in found
    )
    row.proposed_by = digest
    row.revision += before != {guess.theme for guess in found}
    row.save(update_fields=["proposed_by", "revision"])
