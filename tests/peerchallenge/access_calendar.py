"""The rows of the calendar in the table of access (``tests/test_access.py`` says how to read them)."""

from typing import Any

from peerchallenge.services import feeds
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:calendar": "s 22 222 22 22 22 2 24",
    "GET peerchallenge:calendar-planner": "s 22 222 22 22 22 2 24",
    "POST peerchallenge:calendar-planner": "s 33 333 33 33 33 3 34",
    "GET peerchallenge:calendar-planner-download": "s 44 444 44 44 44 4 44",  # nobody has asked for theirs yet
    "GET peerchallenge:dry-run": "s 22 FFF FF FF FF F F4",
    "GET peerchallenge:session-file": "s 22 222 22 24 24 4 44",
    "GET peerchallenge:round-file": "s 22 222 22 22 22 2 24",
    # The secret in the address stands for the person
    "GET peerchallenge:feed": "2 22 222 22 22 22 2 22",
    "GET peerchallenge:feed-everything": "2 22 222 22 22 22 2 22",
    "GET peerchallenge:feed-detail": "s 22 222 22 22 22 2 24 2224",
    "POST peerchallenge:feed-detail": "s 33 333 33 33 33 3 34 3334",
    # The host's address: theirs, and the office's to reset
    "GET peerchallenge:feed-reset": "s 22 244 44 44 44 4 44",
    "POST peerchallenge:feed-reset": "s 33 344 44 44 44 4 44",
    "GET peerchallenge:feed-list": "s 22 444 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows: the host has a calendar address."""
    feed = feeds.open_feed(person=cast.host, by=cast.host)
    year = {"pk": cast.year.pk}
    return {
        "peerchallenge:dry-run": year,
        "peerchallenge:calendar-planner": year,
        "peerchallenge:calendar-planner-download": year,
        "peerchallenge:session-file": {"pk": cast.session.pk},
        "peerchallenge:round-file": {"pk": cast.round.pk},
        "peerchallenge:feed": {"token": feed.token},
        "peerchallenge:feed-everything": {"token": feed.token},
        "peerchallenge:feed-reset": {"pk": feed.pk},
    }
