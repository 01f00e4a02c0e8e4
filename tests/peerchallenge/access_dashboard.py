"""The rows of the dashboard and of nominations in the table of access."""

from typing import Any

from peerchallenge.models import Nomination
from tests.conftest import Cast, utc

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:dashboard": "s 22 444 44 22 44 4 44",
    "GET peerchallenge:nomination-list": "s 24 444 44 22 44 4 44",
    "GET peerchallenge:nomination-answer": "s 24 444 44 F4 44 4 44",
    "POST peerchallenge:nomination-answer": "s 24 444 44 F4 44 4 44",
    # The session of the cast has a QA reviewer already: who may nominate is told so
    "GET peerchallenge:session-nominate": "s FF FFF FF 34 F4 4 44",
    "POST peerchallenge:session-nominate": "s FF FFF FF 34 F4 4 44",
}
DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The session of the cast, and a nomination of it that waits."""
    facts = {"reason": "A new pair of reviewers", "by": cast.lead_headteacher}
    made = Nomination.objects.create(session=cast.session, at=utc("2026-11-10 09:00"), **facts)
    return {
        "peerchallenge:nomination-answer": {"pk": made.pk},
        "peerchallenge:session-nominate": {"pk": cast.session.pk},
    }
