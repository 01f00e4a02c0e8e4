"""The rows of the evaluation in the table of access: it opens for host and team when the report is sent."""

from typing import Any

from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:evaluation-edit": "s FF 333 FF F4 F4 4 44",
    "POST peerchallenge:evaluation-edit": "s FF 333 FF F4 F4 4 44",
    "GET peerchallenge:evaluation-list": "s 22 222 22 22 22 2 2F",
}
DATA: dict[str, dict[str, Any]] = {}

SENT = {
    "GET peerchallenge:evaluation-edit": "s FF 222 FF F4 F4 4 44",
    "POST peerchallenge:evaluation-edit": "s FF 222 FF F4 F4 4 44",
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    return {"peerchallenge:evaluation-edit": {"pk": cast.session.pk}}
