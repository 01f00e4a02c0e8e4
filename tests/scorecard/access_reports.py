"""Who reports figures of a school (``tests/test_access.py`` says how to read the rows). With one school it opens at once."""

from typing import Any

from scorecard.services.imports import template
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET scorecard:report-list": "s 44 333 33 44 44 4 34",
    "GET scorecard:report-edit": "s 44 244 22 44 44 4 44",
    "POST scorecard:report-edit": "s 44 344 33 44 44 4 44",
    "GET scorecard:report-upload": "s 55 555 55 55 55 5 55",
    "POST scorecard:report-upload": "s 44 244 22 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The host school and the year that ended last."""
    page = {"urn": cast.host_school.urn, "year": template.latest_year()}
    return {"scorecard:report-edit": page, "scorecard:report-upload": page}
