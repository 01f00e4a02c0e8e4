"""Who opens the data desk (``tests/test_access.py`` says how to read the rows)."""

from typing import Any

from tests.conftest import Cast
from tests.scorecard.desks import laid

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
DESK = (
    "index",
    "coverage",
    "missing",
    "odd",
    "differences",
    "sources",
    "measure",
    "school",
    "figure",
    "source",
)
TABLE = {
    **{f"GET scorecard:desk-{name}": "s 22 444 44 44 44 4 44" for name in DESK},
    "GET scorecard:desk-decide": "s 22 444 44 44 44 4 44",
    "POST scorecard:desk-decide": "s 33 444 44 44 44 4 44",
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """A measure, a school, a figure that two sources tell differently, and its file."""
    desk = laid(cast)
    figure = {"pk": desk.differing.pk}
    return {
        "scorecard:desk-measure": {"code": desk.measure.code},
        "scorecard:desk-school": {"urn": cast.host_school.urn},
        "scorecard:desk-figure": figure,
        "scorecard:desk-decide": {**figure, "kind": "difference"},
        "scorecard:desk-source": {"pk": desk.tables.pk},
    }


DATA: dict[str, dict[str, Any]] = {
    "POST scorecard:desk-decide": {"decision": "open", "note": "We asked the school.", "version": "0"}
}
