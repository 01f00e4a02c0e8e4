"""The rows of accounts and of those who help at a school (``tests/test_access.py`` says how to read them)."""

from typing import Any

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
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows."""
    school = {"urn": cast.host_school.urn}
    verbs = ("edit", "invite-again", "close", "open")
    return {
        **{f"schools:person-{verb}": {"pk": cast.reviewer.pk} for verb in verbs},
        **{f"schools:delegate-{verb}": school for verb in ("list", "create")},
        "schools:delegate-end": {**school, "pk": cast.deputy.appointments.get().pk},
    }
