"""Who opens score cards (``tests/test_access.py`` says how to read the rows). The card of the host's school."""

from typing import Any

from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {
    "GET scorecard:partnership-read": "s 22 222 22 22 22 2 24 2224",
    "GET scorecard:school-list": "s 22 222 22 22 44 4 24 4444",
    "GET scorecard:school-read": "s 22 244 22 24 44 4 44 4444",
    "GET scorecard:theme-list": "s 24 444 44 44 44 4 44 4444",
    "POST scorecard:theme-list": "s 24 444 44 44 44 4 44 4444",
    "GET scorecard:challenge-try": "s 24 444 44 44 44 4 44 4444",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The host's school."""
    return {"scorecard:school-read": {"urn": cast.host_school.urn}}
