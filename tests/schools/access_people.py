"""The rows of accounts and of those who help at a school (``tests/test_access.py`` says how to read them)."""

from datetime import date
from typing import Any

from schools.choices import Role
from schools.models import ImportRun
from tests import factories as make
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # Accounts: the office
    "GET schools:person-edit": "s 22 444 44 44 44 4 44",
    "POST schools:person-edit": "s 22 444 44 44 44 4 44",
    "GET schools:person-invite-again": "s 55 555 55 55 55 5 55",
    "POST schools:person-invite-again": "s 33 444 44 44 44 4 44",
    "GET schools:person-close": "s 22 444 44 44 44 4 44",
    "POST schools:person-close": "s 33 444 44 44 44 4 44",
    "GET schools:person-open": "s 55 555 55 55 55 5 55",
    "POST schools:person-open": "s 33 444 44 44 44 4 44",
    # Who helps at the host's school: its headteacher, and the office
    "GET schools:delegate-list": "s 22 2FF FF FF FF F F4",
    "POST schools:delegate-list": "s 33 3FF FF FF FF F F4",
    "GET schools:delegate-create": "s 22 2FF FF FF FF F F4",
    "POST schools:delegate-create": "s 22 2FF FF FF FF F F4",
    "GET schools:delegate-end": "s 22 2FF FF FF FF F F4",
    "POST schools:delegate-end": "s 22 2FF FF FF FF F F4",
    # A headship that changes hands: the office; what is handed over is read by the school's headteacher and the Director
    "GET schools:handover-create": "s 22 FFF FF FF FF F F4",
    "POST schools:handover-create": "s 22 FFF FF FF FF F F4",
    "GET schools:handover-detail": "s 22 444 44 44 44 4 44",
    "POST schools:handover-detail": "s 22 444 44 44 44 4 44",
    "GET schools:handover-list": "s 22 333 44 44 44 4 34",
    "GET schools:handover-read": "s 2F 2FF FF FF FF F F4",
    # The import of people: the office
    "GET schools:roster-create": "s 22 444 44 44 44 4 44",
    "POST schools:roster-create": "s 22 444 44 44 44 4 44",
    "GET schools:roster-detail": "s 22 444 44 44 44 4 44",
    "GET schools:roster-confirm": "s 55 555 55 55 55 5 55",
    "POST schools:roster-confirm": "s 22 444 44 44 44 4 44",
    # What somebody was part of: their own for everybody, of others for the office
    "GET schools:history": "s 22 222 22 22 22 2 22",
    "GET schools:person-history": "s 22 444 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    school = {"urn": cast.host_school.urn}
    former = make.appoint(
        cast.reviewer,
        Role.HEADTEACHER,
        school=cast.far_school,
        starts=date(2018, 9, 1),
        ends=date(2020, 8, 31),
    )
    run = ImportRun.objects.create(
        kind="people", name="a.csv", asked_by=cast.director, asked_at=cast.session.starts_at
    )
    verbs = ("edit", "invite-again", "close", "open")
    return {
        **{f"schools:person-{verb}": {"pk": cast.reviewer.pk} for verb in verbs},
        **{f"schools:delegate-{verb}": school for verb in ("list", "create")},
        **{f"schools:handover-{verb}": school for verb in ("create", "read")},
        **{f"schools:roster-{verb}": {"pk": run.pk} for verb in ("detail", "confirm")},
        "schools:handover-detail": {"pk": former.pk},
        "schools:person-history": {"pk": cast.reviewer.pk},
        "schools:delegate-end": {**school, "pk": cast.deputy.appointments.get().pk},
    }
