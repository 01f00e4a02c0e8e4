"""The rows of members and memberships in the table of access."""

from typing import Any

from hlp.models import Text
from tests import factories as make
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # Who is a member: everybody with a post
    "GET schools:member-list": "s 22 222 22 22 22 2 24",
    "GET schools:members-add": "s 22 FFF FF FF FF F F4",
    "POST schools:members-add": "s 22 FFF FF FF FF F F4",
    "GET schools:members-ask": "s 55 555 55 55 55 5 55",
    "POST schools:members-ask": "s 33 FFF FF FF FF F F4",
    # Reasons and the agreement: the office and the school's own headteacher
    "GET schools:membership-detail": "s 22 2FF FF FF FF F F4",
    "GET schools:membership-join": "s 22 FFF FF FF FF F F4",
    "POST schools:membership-join": "s 22 FFF FF FF FF F F4",
    "GET schools:membership-leave": "s 22 FFF FF FF FF F F4",
    "POST schools:membership-leave": "s 22 FFF FF FF FF F F4",
    "GET schools:membership-withdraw": "s 22 FFF FF FF FF F F4",
    "POST schools:membership-withdraw": "s 22 FFF FF FF FF F F4",
    # The headteacher accepts, nobody for them
    "GET schools:agreement-accept": "s FF 2FF FF FF FF F F4",
    "POST schools:agreement-accept": "s FF 3FF FF FF FF F F4",
    # The turn of the year: the Director
    "GET schools:year-renew": "s 2F FFF FF FF FF F F4",
    "POST schools:year-renew": "s 3F FFF FF FF FF F F4",
}

DATA: dict[str, dict[str, Any]] = {"POST schools:agreement-accept": {"accept": "on", "number": "1"}}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows. The agreement is there to be read."""
    if not Text.objects.filter(slug="membership-agreement").exists():
        make.text("membership-agreement")
    school = {"urn": cast.host_school.urn}
    membership = {**school, "year": cast.year.slug}
    return {
        "schools:members-ask": {"pk": cast.year.pk},
        "schools:year-renew": {"pk": cast.year.pk},
        **{f"schools:membership-{verb}": school for verb in ("detail", "join")},
        **{f"schools:membership-{verb}": membership for verb in ("leave", "withdraw")},
        "schools:agreement-accept": membership,
    }
