"""Who opens published score cards and drafts (``tests/test_access.py`` says how to read the rows).

2024/25 is published, with a page of the host's school; 2025/26 is a draft.
"""

from typing import Any

from hlp.models import Blob, Document
from scorecard.calculations.facts import CardFacts, to_json
from scorecard.models import Card, Edition
from tests.conftest import Cast
from tests.scorecard.published import AT

READERS, SCHOOL, DRAFT = (
    "s 22 222 22 22 22 2 24 2224",
    "s 22 244 22 24 44 4 44 4444",
    "s 24 444 44 44 44 4 44 4444",
)
# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {
    "GET scorecard:edition-list": READERS,
    "GET scorecard:edition-create": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:edition-create": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:edition-detail": READERS,
    "GET scorecard:edition-changes": READERS,
    "GET scorecard:edition-school": SCHOOL,
    "GET scorecard:edition-measures": DRAFT,
    "POST scorecard:edition-measures": DRAFT,
    "GET scorecard:edition-commentary": DRAFT,
    "POST scorecard:edition-commentary": DRAFT,
    "GET scorecard:edition-preview": DRAFT,
    "GET scorecard:edition-publish": DRAFT,
    "POST scorecard:edition-publish": DRAFT,
    "GET scorecard:edition-drop": DRAFT,
    "POST scorecard:edition-drop": "s 34 444 44 44 44 4 44 4444",
    "GET scorecard:edition-correct": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:edition-correct": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:edition-paper": READERS,
    "POST scorecard:edition-paper": "s 33 333 33 33 33 3 34 3334",
    "GET scorecard:edition-file": READERS,
    "GET scorecard:edition-school-paper": SCHOOL,
    "POST scorecard:edition-school-paper": "s 33 344 33 34 44 4 44 4444",
    "GET scorecard:edition-school-file": SCHOOL,
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The published version and the draft."""
    out = Edition.objects.create(
        year=2024,
        number=1,
        state="published",
        sha256="0" * 64,
        created_by=cast.director,
        created_at=AT,
        published_at=AT,
    )
    draft = Edition.objects.create(year=2025, number=1, created_by=cast.director, created_at=AT)
    for school, full in ((None, False), (cast.host_school, True), (cast.host_school, False)):
        facts = to_json(CardFacts("school" if school else "partnership", 2024, "Ash Primary School"))
        _with_paper(Card.objects.create(edition=out, school=school, full=full, facts=facts, sha256="0" * 64))
    verbs = ("detail", "changes", "correct", "paper", "file")
    school_page = {"pk": out.pk, "urn": cast.host_school.urn}
    return {
        **{f"scorecard:edition-{verb}": {"pk": out.pk} for verb in verbs},
        **{f"scorecard:edition-{verb}": school_page for verb in ("school", "school-paper", "school-file")},
        **{
            f"scorecard:edition-{verb}": {"pk": draft.pk}
            for verb in ("measures", "preview", "publish", "drop")
        },
        "scorecard:edition-commentary": {"pk": draft.pk, "part": "headline"},
    }


def _with_paper(card: Card) -> None:
    blob = Blob.keep(b"%PDF-1.7")
    Document.objects.create(
        kind="score-card",
        about=f"score-card:{card.pk}",
        title="Score card",
        filename="score-card.pdf",
        digest="0" * 64,
        state="ready",
        asked_at=AT,
        ready_at=AT,
        blob=blob,
        sha256=blob.sha256,
    )
