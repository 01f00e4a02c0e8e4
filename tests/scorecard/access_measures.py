"""Who opens the catalogue of measures, and who changes it (``tests/test_access.py`` says how to read the rows)."""

from typing import Any

from tests.conftest import Cast
from tests.scorecard import factories as make

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, then the board's chair, clerk, member and observer
TABLE = {
    "GET scorecard:measure-list": "s 22 222 22 22 22 2 24 2224",
    "GET scorecard:measure-create": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:measure-create": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:measure-detail": "s 22 222 22 22 22 2 24 2224",
    "GET scorecard:measure-edit": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:measure-edit": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:column-create": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:column-create": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:column-edit": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:column-edit": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:column-remove": "s 55 555 55 55 55 5 55 5555",
    "POST scorecard:column-remove": "s 3F FFF FF FF FF F F4 FFF4",
    "GET scorecard:break-create": "s 2F FFF FF FF FF F F4 FFF4",
    "POST scorecard:break-create": "s 2F FFF FF FF FF F F4 FFF4",
    "GET scorecard:break-remove": "s 55 555 55 55 55 5 55 5555",
    "POST scorecard:break-remove": "s 3F FFF FF FF FF F F4 FFF4",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """One measure with a column and a break."""
    measure = make.MeasureFactory(code="rwm-exp")
    column = measure.columns.create(source="ks2", column="PTRWM_EXP")
    found = measure.breaks.create(year=2017, reason="Another framework.")
    one = {"code": measure.code}
    return {
        **{
            f"scorecard:{name}": one
            for name in ("measure-detail", "measure-edit", "column-create", "break-create")
        },
        **{f"scorecard:column-{verb}": {**one, "pk": column.pk} for verb in ("edit", "remove")},
        "scorecard:break-remove": {**one, "pk": found.pk},
    }
