"""Who opens the host's documents and the team's analysis (``tests/test_access.py`` says how to read the rows).

The host has given one document, the lead reviewer has written one hypothesis. Nobody has accepted the code of conduct, so
reviewers are sent there first wherever they would read what is the school's.
"""

from typing import Any

from hlp.models import Blob
from peerchallenge.models import HostDocument, Hypothesis
from tests.board import files_made
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
READ, GIVE, GIVEN = "s FF 233 22 F4 F4 4 44", "s FF 2FF 22 F4 F4 4 44", "s FF 3FF 33 F4 F4 4 44"
TEAM, TEAM_POST, POST_ONLY = "s 44 422 44 44 44 4 44", "s 44 433 44 44 44 4 44", "s 55 555 55 55 55 5 55"
TABLE = {
    "GET peerchallenge:document-list": READ,
    "GET peerchallenge:document-give": GIVE,
    "POST peerchallenge:document-give": GIVE,
    "GET peerchallenge:document-download": "s 44 233 22 44 44 4 44",
    "GET peerchallenge:document-remove": POST_ONLY,
    "POST peerchallenge:document-remove": GIVEN,
    "GET peerchallenge:previsit": TEAM_POST,
    "GET peerchallenge:hypothesis-create": TEAM,
    "POST peerchallenge:hypothesis-create": TEAM,
    "GET peerchallenge:hypothesis-edit": TEAM,
    "POST peerchallenge:hypothesis-edit": TEAM,
    "GET peerchallenge:hypothesis-answer": TEAM,
    "POST peerchallenge:hypothesis-answer": TEAM,
    "GET peerchallenge:hypothesis-remove": POST_ONLY,
    "POST peerchallenge:hypothesis-remove": TEAM_POST,
    "GET peerchallenge:previsit-finish": POST_ONLY,
    "POST peerchallenge:previsit-finish": TEAM_POST,
    "GET peerchallenge:previsit-hand-over": POST_ONLY,
    "POST peerchallenge:previsit-hand-over": "s 44 43F 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """A document of the host, and a hypothesis of the lead."""
    at, blob = cast.session.starts_at, Blob.keep(files_made.docx())
    document = HostDocument.objects.create(
        session=cast.session,
        kind="plan",
        title="Our plan",
        filename="plan.docx",
        size=blob.size,
        sha256=blob.sha256,
        blob=blob,
        added_at=at,
        added_by=cast.host,
    )
    hypothesis = Hypothesis.objects.create(
        session=cast.session,
        position=1,
        suggests="Writing is strong",
        question="In every year?",
        made_by=cast.lead,
        made_at=at,
    )
    session = {"pk": cast.session.pk}
    one, named = {**session, "number": hypothesis.pk}, {**session, "number": document.pk}
    return {
        **{f"peerchallenge:{name}": session for name in ("document-list", "document-give", "previsit")},
        **{f"peerchallenge:{name}": session for name in ("previsit-finish", "previsit-hand-over")},
        **{f"peerchallenge:document-{verb}": named for verb in ("download", "remove")},
        "peerchallenge:hypothesis-create": session,
        **{f"peerchallenge:hypothesis-{verb}": one for verb in ("edit", "answer", "remove")},
    }
