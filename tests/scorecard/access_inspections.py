"""Who opens the partnership's inspections (``tests/test_access.py`` says how to read the rows)."""

from typing import Any

from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {"GET scorecard:inspection-list": "s 22 222 22 22 22 2 24 2224"}
DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """Nothing stands in its address."""
    return {}
