"""Who opens the imports of figures (``tests/test_access.py`` says how to read the rows)."""

from typing import Any

from schools.models import ImportRun
from scorecard.services.imports.base import Ask
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET scorecard:import-list": "s 22 444 44 44 44 4 44",
    "GET scorecard:import-create": "s 22 444 44 44 44 4 44",
    "POST scorecard:import-create": "s 22 444 44 44 44 4 44",
    "GET scorecard:import-detail": "s 22 444 44 44 44 4 44",
    "GET scorecard:import-confirm": "s 55 555 55 55 55 5 55",
    "POST scorecard:import-confirm": "s 33 444 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """One upload of key stage 2."""
    run = ImportRun.objects.create(
        kind="figures",
        name="313_ks2final.csv",
        options=Ask(2024).as_options("ks2"),
        asked_by=cast.director,
        asked_at=cast.session.starts_at,
    )
    return {
        "scorecard:import-create": {"kind": "ks2"},
        **{f"scorecard:import-{verb}": {"pk": run.pk} for verb in ("detail", "confirm")},
    }
