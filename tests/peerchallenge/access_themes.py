"""Who opens the published themes of a round, and the draft of its summary (``tests/test_access.py`` says how to read)."""

from datetime import date
from typing import Any

from hlp.models import Blob, Document
from peerchallenge.models import OutcomesSummary, Round, ThemeBoard
from schools.choices import TermName
from schools.models import Theme
from tests import factories as make
from tests.conftest import Cast
from tests.peerchallenge.found import MADE, FindingFactory

READERS = "s 22 222 44 22 44 4 24 2224"
DRAFT = "s 24 444 44 44 44 4 44"
# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {
    "GET peerchallenge:themeboard-list": READERS,
    "GET peerchallenge:themeboard-detail": READERS,
    "GET peerchallenge:themeboard-theme": READERS,
    "GET peerchallenge:themeboard-publish": "s 34 444 44 44 44 4 44",
    "POST peerchallenge:themeboard-publish": "s 24 444 44 44 44 4 44",
    "GET peerchallenge:themeboard-take-up": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:themeboard-take-up": "s 24 444 44 44 44 4 44",
    "GET peerchallenge:themeboard-text": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:themeboard-text": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:outcomes-list": "s 22 222 22 22 22 2 24 2224",
    "GET peerchallenge:outcomes-create": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:outcomes-create": "s 34 444 44 44 44 4 44",
    # A published summary is everybody's with a post, a draft the Director's
    "GET peerchallenge:outcomes-detail": "s 22 222 22 22 22 2 24 2224",
    "GET peerchallenge:outcomes-download": "s 22 222 22 22 22 2 24 2224",
    "GET peerchallenge:outcomes-correct": DRAFT,
    "POST peerchallenge:outcomes-correct": DRAFT,
    "GET peerchallenge:outcomes-publish": DRAFT,
    "POST peerchallenge:outcomes-publish": DRAFT,
    "GET peerchallenge:outcomes-drop": DRAFT,
    "POST peerchallenge:outcomes-drop": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:outcomes-section": DRAFT,
    "POST peerchallenge:outcomes-section": DRAFT,
    "GET peerchallenge:outcomes-redraw": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:outcomes-redraw": "s 34 444 44 44 44 4 44",
}
DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The themes of a round of last year, and a finding of it."""
    year = make.YearFactory(name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    days = {"opens": date(2026, 4, 20), "closes": date(2026, 7, 10)}
    round_ = make.RoundFactory(year=year, term=TermName.SUMMER, **days)
    theme, _ = Theme.objects.get_or_create(name="Reading for meaning")
    finding = FindingFactory(school=cast.host_school, year=year, round=round_)
    row = {"name": theme.name, "cells": {"|||": 9}, "quotes": {}}
    facts = {"collaboratives": {}, "phases": {}, "of": {"|": 20}, "themes": {str(theme.pk): row}}
    ThemeBoard(round=round_, facts=facts, published_at=MADE, published_by=cast.director).save()
    place = {"pk": round_.pk}
    published, draft = _summaries(cast, round_)
    return {
        "peerchallenge:outcomes-create": place,
        **{f"peerchallenge:outcomes-{verb}": {"pk": published.pk} for verb in ("detail", "correct")},
        "peerchallenge:outcomes-download": {"pk": published.pk},
        **{f"peerchallenge:outcomes-{verb}": {"pk": draft.pk} for verb in ("publish", "drop")},
        **{
            f"peerchallenge:outcomes-{verb}": {"pk": draft.pk, "section": "next"}
            for verb in ("section", "redraw")
        },
        **{f"peerchallenge:themeboard-{verb}": place for verb in ("detail", "publish", "take-up")},
        "peerchallenge:themeboard-theme": {**place, "theme": theme.pk},
        "peerchallenge:themeboard-text": {**place, "theme": theme.pk, "finding": finding.pk},
    }


def _summaries(cast: Cast, round_: Round) -> tuple[OutcomesSummary, OutcomesSummary]:
    """A published one with its PDF, and the draft of its correction."""
    blob = Blob.keep(b"%PDF-1.7")
    document = Document.objects.create(
        kind="paper",
        about="outcomes:access",
        title="Summary",
        filename="summary.pdf",
        digest="e" * 64,
        source={},
        state="ready",
        blob=blob,
        sha256=blob.sha256,
        ready_at=MADE,
        asked_at=MADE,
    )
    facts = {"themes_published": True, "quality": {}, "time": {}}
    told = {"round": round_, "facts": facts, "started_at": MADE, "started_by": cast.director}
    out = {"state": "published", "published_at": MADE, "published_by": cast.director, "document": document}
    return (
        OutcomesSummary.objects.create(number=1, **told, **out),
        OutcomesSummary.objects.create(number=2, **told),
    )
