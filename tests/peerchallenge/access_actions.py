"""The rows of agreed actions in the table of access, before a report is sent and after."""

from typing import Any

from tests.conftest import Cast

NOTHING = "s 44 444 44 44 44 4 44"

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:action-list": "s 22 222 22 22 22 2 22",  # everybody what they see: of most of them nothing
    "GET peerchallenge:action-detail": NOTHING,
    "POST peerchallenge:action-detail": NOTHING,
    "GET peerchallenge:action-note": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:action-note": NOTHING,
    "GET peerchallenge:check-in": NOTHING,
    "POST peerchallenge:check-in": NOTHING,
}
DATA: dict[str, dict[str, Any]] = {}

SENT = {
    "GET peerchallenge:action-detail": "s 24 222 44 24 44 4 44",
    "POST peerchallenge:action-detail": "s F4 2FF 44 F4 44 4 44",
    "POST peerchallenge:action-note": "s F4 2FF 44 F4 44 4 44",
    "GET peerchallenge:check-in": "s 24 244 44 24 44 4 44",
    "POST peerchallenge:check-in": "s 24 F44 44 24 44 4 44",
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    return addresses(cast, 1)


def addresses(cast: Cast, action: int) -> dict[str, dict[str, Any]]:
    """The addresses of one action."""
    row = {"pk": action}
    return {
        "peerchallenge:action-detail": row,
        "peerchallenge:action-note": row,
        "peerchallenge:check-in": {"pk": cast.session.pk},
    }
