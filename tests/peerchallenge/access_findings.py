"""Who opens findings and the vocabulary (``tests/test_access.py`` says how to read the rows).

A report with one finding; the QA reviewer's own judgement is not recorded.
"""

from datetime import date
from typing import Any

from tests import factories as make
from tests.conftest import Cast
from tests.peerchallenge.found import found, uploaded

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    "GET peerchallenge:finding-list": "s 24 222 44 22 44 4 24",
    "GET peerchallenge:finding-queue": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:finding-queue": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:finding-report": "s 24 222 44 24 44 4 44",
    "POST peerchallenge:finding-report": "s 34 F3F 44 F4 44 4 44",
    "GET peerchallenge:earlier-list": "s 24 444 44 44 44 4 44",
    "GET peerchallenge:earlier-create": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:earlier-create": "s 24 444 44 44 44 4 44",
    "GET peerchallenge:earlier-detail": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:earlier-detail": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:earlier-remove": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:earlier-remove": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:theme-list": "s 24 444 44 44 44 4 44",
    "GET peerchallenge:theme-create": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:theme-create": "s 24 444 44 44 44 4 44",
    **{
        f"{method} peerchallenge:theme-{verb}": "s 24 444 44 44 44 4 44"
        for verb in ("detail", "edit", "merge", "split")
        for method in (("GET", "POST") if verb != "detail" else ("GET",))
    },
    "GET peerchallenge:theme-sort": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:theme-sort": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:theme-retire": "s 24 444 44 44 44 4 44",
    "POST peerchallenge:theme-retire": "s 34 444 44 44 44 4 44",
    "GET peerchallenge:theme-restore": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:theme-restore": "s 34 444 44 44 44 4 44",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """A session of spring with the cast's team, whose report was sent."""
    spring = make.RoundFactory(
        year=cast.year, term="spring", opens=date(2027, 1, 11), closes=date(2027, 3, 19)
    )
    session = make.SessionFactory(
        round=spring, host=cast.host_school, group=cast.group, qa_reviewer=cast.qa_reviewer
    )
    make.ReviewerFactory(session=session, person=cast.lead, is_lead=True)
    make.ReviewerFactory(session=session, person=cast.reviewer)
    found(session)
    theme = {"pk": make.ThemeFactory().pk}
    verbs = ("detail", "edit", "merge", "split", "sort", "retire", "restore")
    upload = {"pk": uploaded(cast).pk}
    return {
        **{f"peerchallenge:earlier-{verb}": upload for verb in ("detail", "remove")},
        **{f"peerchallenge:theme-{verb}": theme for verb in verbs},
        "peerchallenge:finding-queue": {"pk": spring.pk},
        "peerchallenge:finding-report": {"pk": session.pk},
    }
