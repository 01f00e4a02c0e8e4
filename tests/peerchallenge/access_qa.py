"""The rows of quality assurance in the table of access, before a session and once its QA report is sent."""

from typing import Any

from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:qa-coverage": "s 22 444 44 22 44 4 44",
    "GET peerchallenge:qa-assign": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:qa-assign": "s 3F 444 44 FF 44 4 44",
    "GET peerchallenge:qa-calibration": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:qa-calibration": "s F4 444 44 44 44 4 44",
    "GET peerchallenge:qa-paper": "s 44 444 44 44 44 4 44",
    # The table gives the reviewer a further post, as a QA reviewer
    "GET peerchallenge:qa-declare": "s 44 442 44 44 22 4 44",
    "POST peerchallenge:qa-declare": "s 44 442 44 44 22 4 44",
    # The form is the session's QA reviewer's, and opens when the session has ended
    "GET peerchallenge:qa-tasks": "s FF FFF FF F4 24 4 44",
    "GET peerchallenge:qa-judgement": "s FF FFF FF F4 F4 4 44",
    "POST peerchallenge:qa-judgement": "s FF FFF FF F4 F4 4 44",
    "GET peerchallenge:qa-part": "s FF FFF FF F4 F4 4 44",
    "POST peerchallenge:qa-part": "s FF FFF FF F4 F4 4 44",
    "GET peerchallenge:qa-save": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:qa-save": "s FF FFF FF F4 F4 4 44",
    "GET peerchallenge:qa-send": "s FF FFF FF F4 F4 4 44",
    "POST peerchallenge:qa-send": "s FF FFF FF F4 F4 4 44",
    "GET peerchallenge:qa-read": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:qa-download": "s 44 444 44 44 44 4 44",
}
DATA: dict[str, dict[str, Any]] = {}

# The team's report is sent; the QA reviewer's own judgement is not recorded
REPORTED = {
    "GET peerchallenge:report-read": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:report-download": "s 34 333 44 34 44 4 44",
    "GET peerchallenge:qa-judgement": "s FF FFF FF F4 24 4 44",
    "POST peerchallenge:qa-judgement": "s FF FFF FF F4 24 4 44",
    "GET peerchallenge:qa-part": "s FF FFF FF F4 24 4 44",
    "GET peerchallenge:qa-send": "s FF FFF FF F4 24 4 44",
    "POST peerchallenge:qa-send": "s FF FFF FF F4 24 4 44",
    "GET peerchallenge:qa-read": "s 44 444 44 44 44 4 44",
}

# The own judgement is recorded and the QA report sent: for Director, review team, own lead headteacher, its writer
ASSURED = {
    "GET peerchallenge:report-read": "s 24 222 44 24 24 4 44",
    "GET peerchallenge:report-download": "s 34 333 44 34 34 4 44",
    "GET peerchallenge:qa-tasks": "s FF FFF FF F4 34 4 44",
    "GET peerchallenge:qa-judgement": "s FF FFF FF F4 24 4 44",
    "GET peerchallenge:qa-part": "s FF FFF FF F4 34 4 44",
    "GET peerchallenge:qa-send": "s FF FFF FF F4 34 4 44",
    "GET peerchallenge:qa-read": "s 24 422 44 24 24 4 44",
    "GET peerchallenge:qa-download": "s 34 433 44 34 34 4 44",
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    session = {"pk": cast.session.pk}
    names = ("tasks", "judgement", "send", "read", "download")
    return {
        **{f"peerchallenge:qa-{name}": session for name in names},
        **{f"peerchallenge:qa-{name}": {**session, "slug": "process"} for name in ("part", "save")},
        "peerchallenge:qa-paper": {"pk": 1},
        "peerchallenge:qa-declare": {"name": "2026-27"},
    }
