"""The rows of evidence and moderation in the table of access: the review team's alone, before and on the day."""

from typing import Any
from uuid import UUID

from peerchallenge.models import EvidenceNote
from tests.conftest import Cast

KEY = UUID("6f1c2d3e-0000-4000-8000-000000000001")

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # The lead reviewer's note
    "GET peerchallenge:evidence-write": "s 44 422 44 44 44 4 44",
    "POST peerchallenge:evidence-write": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:evidence-edit": "s 44 424 44 44 44 4 44",
    "POST peerchallenge:evidence-edit": "s 44 424 44 44 44 4 44",
    "GET peerchallenge:evidence-delete": "s 44 424 44 44 44 4 44",
    "POST peerchallenge:evidence-delete": "s 44 434 44 44 44 4 44",
    "GET peerchallenge:evidence-send": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:evidence-send": "s 44 4BB 44 44 44 4 44",
    "GET peerchallenge:evidence-flag": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:evidence-flag": "s 44 433 44 44 44 4 44",
    # The lead reviewer alone removes
    "GET peerchallenge:evidence-remove": "s 44 42F 44 44 44 4 44",
    "POST peerchallenge:evidence-remove": "s 44 43F 44 44 44 4 44",
    # Hold nothing of anybody's
    "GET peerchallenge:evidence-offline": "2 22 222 22 22 22 2 22",
    "GET peerchallenge:evidence-worker": "2 22 222 22 22 22 2 22",
    "GET peerchallenge:moderation": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:moderation-view": "s 44 422 44 44 44 4 44",
    "POST peerchallenge:moderation-view": "s 44 422 44 44 44 4 44",
    # They open with one's own view
    "GET peerchallenge:moderation-agree": "s 44 433 44 44 44 4 44",
    "POST peerchallenge:moderation-agree": "s 44 433 44 44 44 4 44",
    "GET peerchallenge:moderation-carry": "s 44 4FF 44 44 44 4 44",
    "POST peerchallenge:moderation-carry": "s 44 4FF 44 44 44 4 44",
}
DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    at = cast.session.starts_at
    EvidenceNote.objects.create(
        session=cast.session,
        author=cast.lead,
        kind="strength",
        text="Calm lessons.",
        written_at=at,
        saved_at=at,
        device_key=KEY,
    )
    session = {"pk": cast.session.pk}
    names = ("evidence-write", "evidence-send", "moderation", "moderation-view", "moderation-carry")
    notes = ("edit", "delete", "flag", "remove")
    return {
        **{f"peerchallenge:{name}": session for name in names},
        **{f"peerchallenge:evidence-{name}": {**session, "key": KEY} for name in notes},
        "peerchallenge:moderation-agree": {**session, "question": "overall"},
    }
