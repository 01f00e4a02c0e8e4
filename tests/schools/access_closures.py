"""The rows of days without challenges in the table of access (``tests/test_access.py`` says how to read them)."""

from datetime import date
from typing import Any

from schools.models import ClosedPeriod
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET schools:closure-list": "s 22 222 22 22 22 2 24",
    "GET schools:closure-create": "s 2F FFF FF FF FF F F4",
    "POST schools:closure-create": "s 2F FFF FF FF FF F F4",
    "GET schools:closure-edit": "s 2F FFF FF FF FF F F4",
    "POST schools:closure-edit": "s 2F FFF FF FF FF F F4",
    "GET schools:closure-remove": "s 2F FFF FF FF FF F F4",
    "POST schools:closure-remove": "s 3F FFF FF FF FF F F4",
    "GET schools:closure-usual": "s 55 555 55 55 55 5 55",
    "POST schools:closure-usual": "s 3F FFF FF FF FF F F4",
}
DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The year, and one INSET day of it."""
    day = date(2027, 1, 4)
    row = ClosedPeriod.objects.create(year=cast.year, kind="inset", name="INSET", starts=day, ends=day)
    return {
        **{f"schools:closure-{verb}": {"pk": cast.year.pk} for verb in ("list", "create", "usual")},
        **{f"schools:closure-{verb}": {"pk": row.pk} for verb in ("edit", "remove")},
    }
