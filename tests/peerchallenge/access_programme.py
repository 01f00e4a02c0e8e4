"""Who opens the programme of a day (``tests/test_access.py`` says how to read the rows).

The host has begun the cast's programme; the lead has suggested something. The year's template is the Director's.
"""

from datetime import time
from itertools import pairwise
from typing import Any

from peerchallenge.models import Programme, TemplateSlot
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
READ, WRITE, WRITTEN = "s 22 222 22 24 24 4 44", "s FF 2FF 22 F4 F4 4 44", "s FF 3FF 33 F4 F4 4 44"
POST_ONLY, DIRECTOR, DONE = "s 55 555 55 55 55 5 55", "s 2F FFF FF FF FF F F4", "s 3F FFF FF FF FF F F4"
TABLE = {
    "GET peerchallenge:programme-read": READ,
    "POST peerchallenge:programme-read": WRITTEN,
    "GET peerchallenge:programme-begin": POST_ONLY,
    "POST peerchallenge:programme-begin": WRITTEN,
    "GET peerchallenge:programme-agree": POST_ONLY,
    "POST peerchallenge:programme-agree": "s FF 33F 33 F4 F4 4 44",
    "GET peerchallenge:programme-suggest": "s FF F22 FF F4 F4 4 44",
    "POST peerchallenge:programme-suggest": "s FF F22 FF F4 F4 4 44",
    "GET peerchallenge:programme-settle": POST_ONLY,
    "POST peerchallenge:programme-settle": WRITTEN,
    "GET peerchallenge:programme-safeguarding": WRITE,
    "POST peerchallenge:programme-safeguarding": WRITE,
    "GET peerchallenge:programme-print": READ,
    "POST peerchallenge:programme-print": "s 33 333 33 34 34 4 44",
    "GET peerchallenge:programme-download": "s 33 333 33 34 34 4 44",
    "GET peerchallenge:programme-people": WRITE,
    "POST peerchallenge:programme-people": WRITE,
    "GET peerchallenge:programme-forget": POST_ONLY,
    "POST peerchallenge:programme-forget": WRITTEN,
    "GET peerchallenge:slot-create": WRITE,
    "POST peerchallenge:slot-create": WRITE,
    "GET peerchallenge:slot-edit": WRITE,
    "POST peerchallenge:slot-edit": WRITE,
    "GET peerchallenge:slot-remove": WRITE,
    "POST peerchallenge:slot-remove": WRITTEN,
    "GET peerchallenge:slot-earlier": POST_ONLY,
    "POST peerchallenge:slot-earlier": WRITTEN,
    "GET peerchallenge:slot-later": POST_ONLY,
    "POST peerchallenge:slot-later": WRITTEN,
    "GET peerchallenge:focus-edit": "s FF 22F 22 F4 F4 4 44",
    "POST peerchallenge:focus-edit": "s FF 22F 22 F4 F4 4 44",
    "GET peerchallenge:countdown-edit": DIRECTOR,
    "POST peerchallenge:countdown-edit": DIRECTOR,
    "GET peerchallenge:template-detail": DIRECTOR,
    "GET peerchallenge:template-create": DIRECTOR,
    "POST peerchallenge:template-create": DIRECTOR,
    "GET peerchallenge:template-edit": DIRECTOR,
    "POST peerchallenge:template-edit": DIRECTOR,
    "GET peerchallenge:template-remove": POST_ONLY,
    "POST peerchallenge:template-remove": DONE,
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The programme, one of its slots, somebody of the school, a suggestion, and a line of the template."""
    at, times = cast.session.starts_at, [time(8, 15), time(9), time(12), time(13), time(16)]
    programme = Programme.objects.create(session=cast.session, made_at=at, changed_at=at)
    for first, last in pairwise(times):
        words = f"From {first:%H:%M}"
        TemplateSlot.objects.create(year=cast.year, starts=first, ends=last, activity=words)
        programme.slots.create(starts_at=first, ends_at=last, activity=words)
    programme.hosts.create(name="Hana Host", role="Headteacher")
    remark = programme.remarks.create(text="A longer lunch", by=cast.lead, at=at)
    person, slot = programme.hosts.first(), programme.slots.all()[3]
    session, name = {"pk": cast.session.pk}, {"name": cast.year.name.replace("/", "-")}
    line = cast.year.template_slots.first()
    assert person is not None
    assert line is not None
    verbs = ("read", "begin", "agree", "suggest", "safeguarding", "print", "download", "people")
    return {
        **{f"peerchallenge:programme-{verb}": session for verb in verbs},
        "peerchallenge:programme-settle": {**session, "remark": remark.pk},
        "peerchallenge:programme-forget": {**session, "person": person.pk},
        "peerchallenge:slot-create": session,
        "peerchallenge:focus-edit": session,
        "peerchallenge:countdown-edit": name,
        **{
            f"peerchallenge:slot-{verb}": {**session, "slot": slot.pk}
            for verb in ("edit", "remove", "earlier", "later")
        },
        **{f"peerchallenge:template-{verb}": name for verb in ("detail", "create")},
        **{f"peerchallenge:template-{verb}": {**name, "pk": line.pk} for verb in ("edit", "remove")},
    }
