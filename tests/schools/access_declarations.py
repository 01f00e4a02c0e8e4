"""The rows of declarations in the table of access (``tests/test_access.py`` says how to read them)."""

from typing import Any

from schools.models import DeclarationWindow
from schools.services.declarations import answers
from tests import factories as make
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # The headteachers of members, and the office
    "GET schools:declaration-list": "s 22 222 44 44 44 4 24",
    # One's own, for whoever is asked
    "GET schools:declaration-edit": "s 44 222 44 44 44 4 24",
    "POST schools:declaration-edit": "s 44 333 44 44 44 4 34",
    "GET schools:conflict-create": "s 44 222 44 44 44 4 24",
    "POST schools:conflict-create": "s 44 222 44 44 44 4 24",
    "GET schools:interest-create": "s 44 222 44 44 44 4 24",
    "POST schools:interest-create": "s 44 222 44 44 44 4 24",
    "GET schools:declaration-take-over": "s 55 555 55 55 55 5 55",
    "POST schools:declaration-take-over": "s 44 333 44 44 44 4 34",
    # The host's
    "GET schools:conflict-withdraw": "s 55 555 55 55 55 5 55",
    "POST schools:conflict-withdraw": "s 44 344 44 44 44 4 44",
    "GET schools:interest-withdraw": "s 55 555 55 55 55 5 55",
    "POST schools:interest-withdraw": "s 44 344 44 44 44 4 44",
    "GET schools:declaration-read": "s 24 244 44 44 44 4 44",
    # Who has answered, and when people are asked
    "GET schools:declaration-answers": "s 22 FFF FF FF FF F F4",
    "GET schools:declaration-window": "s 2F FFF FF FF FF F F4",
    "POST schools:declaration-window": "s 2F FFF FF FF FF F F4",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The host has declared a conflict and a wish for the year of the cast."""
    DeclarationWindow.objects.create(year=cast.year, opens="2026-06-01", closes="2026-12-31")
    facts: dict[str, Any] = {"person": cast.host, "year": cast.year, "at": make.moment("2026-06-20 09:00")}
    conflict = answers.add_conflict(**facts, kind="other", school=cast.far_school, detail="A quarrel")
    wish = answers.add_interest(**facts, kind="learn-from", school=cast.lead_school)
    year = {"pk": cast.year.pk}
    names = ("declaration-edit", "declaration-take-over", "declaration-answers", "declaration-window")
    return {
        **{f"schools:{name}": year for name in (*names, "conflict-create", "interest-create")},
        "schools:conflict-withdraw": {"pk": conflict.pk},
        "schools:interest-withdraw": {"pk": wish.pk},
        "schools:declaration-read": {"pk": conflict.declaration_id},
    }
