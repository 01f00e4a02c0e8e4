"""Who opens decisions on schools of concern and monitoring cases (``tests/test_access.py`` says how to read the rows).

One concern is recommended to the LA; the other was accepted: Cedar, which the reviewer heads, is in monitoring.
"""

from typing import Any

from hlp import documents, papers
from hlp.models import Blob, Document
from peerchallenge.services.papers import sources
from tests.conftest import Cast
from tests.peerchallenge import monitored

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:concern-list": "s 24 444 44 44 44 2 44",
    "GET peerchallenge:concern-create": "s 24 444 44 44 44 F 44",
    "POST peerchallenge:concern-create": "s 24 444 44 44 44 F 44",
    "GET peerchallenge:concern-detail": "s 24 444 44 44 44 2 44",
    "POST peerchallenge:concern-detail": "s 24 444 44 44 44 F 44",
    "GET peerchallenge:concern-accept": "s F4 444 44 44 44 2 44",
    "POST peerchallenge:concern-accept": "s F4 444 44 44 44 2 44",
    "GET peerchallenge:concern-decline": "s F4 444 44 44 44 2 44",
    "POST peerchallenge:concern-decline": "s F4 444 44 44 44 2 44",
    "GET peerchallenge:case-list": "s 24 442 44 44 44 2 44",
    "GET peerchallenge:case-detail": "s 24 442 44 44 44 2 44",
    "GET peerchallenge:case-edit": "s 24 44F 44 44 44 2 44",
    "POST peerchallenge:case-edit": "s 24 44F 44 44 44 2 44",
    "GET peerchallenge:case-review": "s 24 44F 44 44 44 2 44",
    "POST peerchallenge:case-review": "s 24 44F 44 44 44 2 44",
    "GET peerchallenge:case-notice": "s 24 44F 44 44 44 2 44",
    "POST peerchallenge:case-notice": "s 24 44F 44 44 44 2 44",
    "GET peerchallenge:case-share": "s 24 44F 44 44 44 F 44",
    "POST peerchallenge:case-share": "s 24 44F 44 44 44 F 44",
    "GET peerchallenge:case-after-care": "s 34 44F 44 44 44 3 44",
    "POST peerchallenge:case-after-care": "s 34 44F 44 44 44 3 44",
    "GET peerchallenge:monitoring-scheme": "s 24 444 44 44 44 2 44",
    "POST peerchallenge:monitoring-scheme": "s 24 444 44 44 44 2 44",
    "GET peerchallenge:monitoring-update": "s 24 444 44 44 44 2 44",
    "POST peerchallenge:monitoring-update": "s 34 444 44 44 44 3 44",
    "GET peerchallenge:monitoring-update-download": "s 24 444 44 44 44 2 44",
}

DATA: dict[str, dict[str, Any]] = {"POST peerchallenge:monitoring-update": {"paper": "monitoring-named"}}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """A recommended concern about Elm, a case of Cedar, a drawn paper."""
    concern = {"pk": monitored.recommended(cast, cast.far_school).pk}
    case = {"pk": monitored.case_of(cast, cast.reviewer_school).pk}
    names = ("detail", "edit", "review", "notice", "share", "after-care")
    return {
        **{f"peerchallenge:concern-{verb}": concern for verb in ("detail", "accept", "decline")},
        **{f"peerchallenge:case-{verb}": case for verb in names},
        "peerchallenge:monitoring-update-download": {"pk": _drawn().pk},
    }


def _drawn() -> Document:
    document = papers.draw(sources()[1])
    document.blob, document.state, document.ready_at = Blob.keep(b"%PDF"), "ready", document.asked_at
    document.save()
    assert documents.read(document) == b"%PDF"
    return document
