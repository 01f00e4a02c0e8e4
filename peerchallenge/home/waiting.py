"""What waits for somebody beside the sessions: plans, nominations, findings and quality assurance."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge.choices import DatesState
from peerchallenge.home.pieces import Item, kind
from peerchallenge.models import DatesPlan, Finding, Nomination
from peerchallenge.services.qa import coverage, todo
from peerchallenge.services.themes.gathering import ready_rounds
from schools.choices import TermName
from schools.models import AcademicYear
from schools.roles import Roles


def drafts(user: User, held: Roles) -> list[Item]:
    """Dates that were planned and that nobody has published."""
    if not held.runs_partnership:
        return []
    rows = DatesPlan.objects.visible_to(user).filter(state=DatesState.DRAFT)
    return [
        {
            "title": f"Publish the plan, or put it aside: {str(row)[0].lower()}{str(row)[1:]}",
            "href": row.get_absolute_url(),
            "text": f"A draft since {clock.day(row.asked_at)}. Nobody is told before it is published.",
            "since": row.asked_at,
            "status": "Draft",
            "colour": "grey",
            "kind": kind("drafts of dates", "dates-list"),
        }
        for row in rows.select_related("round__year", "year")
    ]


def nominations(user: User, held: Roles) -> list[Item]:
    """Sessions that lead headteachers would like to have assured, while the Director has not answered."""
    if not held.director:
        return []
    rows = Nomination.objects.visible_to(user).waiting().select_related("session__host", "by")
    return [
        {
            "title": f"{row.session.host} is nominated for QA",
            "href": row.get_absolute_url(),
            "text": f"By {row.by}. The session is on {clock.day(row.session.starts_at)}.",
            "since": row.at,
            "status": "Nominated",
            "colour": "yellow",
            "kind": kind("nominations", "nomination-list"),
        }
        for row in rows
    ]


def themes(held: Roles) -> list[Item]:
    """Rounds whose last report is final and whose themes the Director has not published."""
    if not held.director:
        return []
    return [
        {
            "title": f"Publish the themes of the {row}",
            "href": reverse("peerchallenge:themeboard-detail", args=[row.pk]),
            "text": "Its last report is final. Look at the preview first.",
            "since": clock.at(row.closes, time(9)),
            "status": "Ready",
            "colour": "green",
            "kind": kind("rounds with themes to publish", "themeboard-list"),
        }
        for row in ready_rounds()
    ]


def quality(user: User, held: Roles, at: datetime) -> Iterator[Item]:
    """A QA reviewer's own forms; for the Director the groups for which nobody is named in this year."""
    if held.qa_reviewer:
        yield from todo.items(user, at)
    year = AcademicYear.objects.visible_to(user).current() if held.director else None
    none, groups = coverage.without(year) if year else (0, 0)
    if year is None or not none:
        return
    ends = coverage.last_day(year)
    yield {
        "title": f"{none} of {groups} groups have no QA yet",
        "href": reverse("peerchallenge:qa-coverage"),
        "text": f"{max(0, (ends - clock.local(at).date()).days)} days are left in {year}.",
        "due": clock.at(ends, time()),
        "status": f"By {clock.short_day(ends)}",
        "colour": "purple",
    }


def findings(user: User, held: Roles) -> list[Item]:
    """Reports whose findings wait for their lead reviewer; for the Director the rounds that hold such findings."""
    if not (held.schools or held.director):
        return []
    waiting = Finding.objects.confirmable_by(user).waiting().order_by()
    places = ["round", "round__term", "round__year__name"] if held.director else ["session", "school__name"]
    counted = waiting.values(*places).annotate(number=Count("pk"), since=Min("made_at"))
    return [_unsorted(dict(row)) for row in counted]


def _unsorted(row: dict[str, Any]) -> Item:
    if "session" in row:
        where, href = row["school__name"], reverse("peerchallenge:finding-report", args=[row["session"]])
    elif row["round"] is None:
        where, href = "earlier reports", reverse("peerchallenge:earlier-list")
    else:
        where = f"{TermName(row['round__term']).label} round {row['round__year__name']}"
        href = reverse("peerchallenge:finding-queue", args=[row["round"]])
    number = row["number"]
    return {
        "title": f"Confirm the themes of {number} finding{'' if number == 1 else 's'}: {where}",
        "href": href,
        "text": "Themes are proposed. Only what a person confirms counts.",
        "since": row["since"],
        "status": "To confirm",
        "colour": "blue",
        "kind": kind("reports whose themes wait", "finding-list", "?themes=waiting"),
    }
