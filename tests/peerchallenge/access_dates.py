"""The rows of availability, hosting, plans of dates and the ledger in the table of access."""

from datetime import date
from typing import Any

from peerchallenge.models import DatesLine, DatesPlan
from tests.conftest import Cast, utc

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # The host's answer: their own, or given for them
    "GET peerchallenge:availability-now": "s 33 333 33 33 33 3 34",
    "GET peerchallenge:availability-list": "s 33 333 33 44 44 4 34",
    "GET peerchallenge:availability-edit": "s 22 244 22 44 44 4 44",
    "POST peerchallenge:availability-edit": "s 33 344 33 44 44 4 44",
    "GET peerchallenge:availability-answers": "s 22 FFF FF FF FF F F4",
    "GET peerchallenge:availability-remind": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:availability-remind": "s 33 FFF FF FF FF F F4",
    # Planning, for those who run the partnership
    "GET peerchallenge:hosts-edit": "s 22 FFF FF FF FF F F4",
    "POST peerchallenge:hosts-edit": "s 22 FFF FF FF FF F F4",
    "GET peerchallenge:dates-list": "s 22 444 44 44 44 4 44",
    "GET peerchallenge:dates-create": "s 22 444 44 44 44 4 44",
    "POST peerchallenge:dates-create": "s 22 444 44 44 44 4 44",
    "GET peerchallenge:dates-detail": "s 22 444 44 44 44 4 44",
    "GET peerchallenge:dates-again": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:dates-again": "s 33 444 44 44 44 4 44",
    "GET peerchallenge:dates-publish": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:dates-publish": "s 33 444 44 44 44 4 44",
    "GET peerchallenge:dates-line": "s 22 444 44 44 44 4 44",
    "POST peerchallenge:dates-line": "s 22 444 44 44 44 4 44",
    # Own lines for headteachers and those who prepare for them
    "GET peerchallenge:ledger-list": "s 22 222 22 22 44 4 24",
}
DATA: dict[str, dict[str, Any]] = {"POST peerchallenge:availability-edit": {"version": "0"}}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The year, the host, and a draft with one line."""
    asked = {"asked_by": cast.director, "asked_at": utc("2026-11-10 09:00")}
    plan = DatesPlan.objects.create(year=cast.year, round=cast.round, state="draft", **asked)
    line = DatesLine.objects.create(
        plan=plan, round=cast.round, host=cast.lead_school, group=cast.group, day=date(2026, 11, 26)
    )
    year = {"pk": cast.year.pk}
    return {
        **{f"peerchallenge:availability-{verb}": year for verb in ("list", "answers", "remind")},
        "peerchallenge:availability-edit": {**year, "person": cast.host.pk},
        "peerchallenge:hosts-edit": {"name": "2026-27"},
        **{f"peerchallenge:dates-{verb}": {"pk": plan.pk} for verb in ("detail", "again", "publish")},
        "peerchallenge:dates-line": {"pk": plan.pk, "line": line.pk},
    }
