"""The rows of training in the table of access (``tests/test_access.py`` says how to read them)."""

from typing import Any

from tests import factories as make
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # What is on, and what is taught: for everybody with a post
    "GET schools:training-list": "s 22 222 22 22 22 2 24",
    "GET schools:training-event": "s 22 222 22 22 22 2 24",
    "GET schools:training-modules": "s 22 222 22 22 22 2 24",
    # Whether the event is for them, the page tells them
    "GET schools:training-sign-up": "s 55 555 55 55 55 5 55",
    "POST schools:training-sign-up": "s 33 333 33 33 33 3 34",
    "GET schools:training-withdraw": "s 55 555 55 55 55 5 55",
    "POST schools:training-withdraw": "s 33 333 33 33 33 3 34",
    # The office
    "GET schools:training-event-create": "s 22 FFF FF FF FF F F4",
    "POST schools:training-event-create": "s 22 FFF FF FF FF F F4",
    "GET schools:training-event-edit": "s 22 FFF FF FF FF F F4",
    "POST schools:training-event-edit": "s 22 FFF FF FF FF F F4",
    "GET schools:training-event-cancel": "s 22 FFF FF FF FF F F4",
    "POST schools:training-event-cancel": "s 22 FFF FF FF FF F F4",
    "GET schools:training-names": "s 22 FFF FF FF FF F F4",
    "POST schools:training-names": "s 22 FFF FF FF FF F F4",
    "GET schools:training-attendance": "s 22 FFF FF FF FF F F4",
    "POST schools:training-attendance": "s 22 FFF FF FF FF F F4",
    "GET schools:training-people": "s 22 FFF FF FF FF F F4",
    "GET schools:training-record-create": "s 22 FFF FF FF FF F F4",
    "POST schools:training-record-create": "s 22 FFF FF FF FF F F4",
    # The Director
    "GET schools:training-module-create": "s 2F FFF FF FF FF F F4",
    "POST schools:training-module-create": "s 2F FFF FF FF FF F F4",
    "GET schools:training-module-edit": "s 2F FFF FF FF FF F F4",
    "POST schools:training-module-edit": "s 2F FFF FF FF FF F F4",
    # One's own training, here the lead's, and the office
    "GET schools:training-log": "s 22 424 44 44 44 4 44",
    "GET schools:training-record-take-back": "s 22 4F4 44 44 44 4 44",
    "POST schools:training-record-take-back": "s 22 4F4 44 44 44 4 44",
    "GET schools:training-certificate": "s 22 424 44 44 44 4 44",
    "POST schools:training-certificate": "s 33 434 44 44 44 4 44",
    "GET schools:training-certificate-file": "s 33 434 44 44 44 4 44",
    # Whoever is shown a certificate
    "GET schools:training-certificate-check": "2 22 222 22 22 22 2 22",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """An event to come, and one over at which the lead was present."""
    module = make.module("Ethics", needed_from=None)
    to_come = make.training_event(module)
    over = make.training_event(module, day="2026-09-10")
    place = make.present(over, cast.lead)
    event, record = {"pk": to_come.pk}, {"pk": over.records.get().pk}
    events = ("event", "event-edit", "event-cancel", "names", "attendance", "sign-up", "withdraw")
    return {
        **{f"schools:training-{name}": event for name in events},
        "schools:training-module-edit": {"pk": module.pk},
        "schools:training-log": {"pk": cast.lead.pk},
        "schools:training-record-take-back": record,
        **{f"schools:training-certificate{part}": {"pk": place.pk} for part in ("", "-file")},
    }
