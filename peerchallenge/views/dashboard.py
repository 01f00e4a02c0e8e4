"""The dashboard: how it is going, for the Director, the administrator and each lead headteacher."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hlp import access, clock
from hlp.access import Request
from hlp.models import User
from hlp.tables import download
from peerchallenge.calculations import line_of
from peerchallenge.choices import OFF, REPORT_SENT, SessionState
from peerchallenge.models import ChallengeSession, Nomination, Round
from peerchallenge.services import dashboard as service
from peerchallenge.services import dashboard_tables as tables
from peerchallenge.services.qa import coverage
from peerchallenge.views.session_page import manage
from schools.roles import roles_of

READ, JUDGEMENTS = "peerchallenge.read_dashboard", "peerchallenge.count_judgements"


@require_GET
def dashboard(request: Request) -> HttpResponseBase:
    """Figures of the current and the last round; ``?list=...&download=xlsx`` is one of the lists as a file."""
    access.require_sight(request.user, READ)
    if "list" in request.GET:
        return _file(request)
    at, rounds = clock.now(), service.two_rounds(request.user)
    context: dict[str, Any] = {"rounds": rounds, "lists": _lists(request.user)}
    if rounds:
        context |= _figures(request.user, rounds, at)
    return render(request, "peerchallenge/dashboard/read.html", context)


def _lists(user: User) -> list[tuple[str, str]]:
    """The files on offer: key and what it is called."""
    return [
        (key, name) for key, (name, _, own) in tables.LISTS.items() if not own or user.has_perm(JUDGEMENTS)
    ]


def _file(request: Request) -> HttpResponseBase:
    key = request.GET["list"]
    if key not in tables.LISTS:
        raise Http404
    _, build, own = tables.LISTS[key]
    access.require(request.user, JUDGEMENTS if own else None)
    file = download(request, build(request.user, clock.now()))
    if file is None:
        raise Http404
    return file


def _figures(user: User, rounds: list[Round], at: datetime) -> dict[str, Any]:
    """What the reader may see: dates and states for all, replies and actions not for the administrator."""
    held, rows = roles_of(user), service.scope(user)
    found: dict[str, Any] = {
        "on_time": service.on_time(rows, rounds, at),
        "states": service.states(rows, rounds[0], at),
    }
    own = None if held.runs_partnership else held.collaboratives
    found["coverage"] = coverage.coverage(rounds[0].year, own)
    if held.director or not held.runs_partnership:
        found["replies"] = service.replies(user, rows, rounds)
        found["actions"] = service.action_totals(user, rows)
    if user.has_perm(JUDGEMENTS):
        needs, introduced, agreed = service.days_to_support(user, at)
        found |= {
            "judgements": service.judgements(rows, rounds),
            "directions": service.directions(rows, rounds),
            "support": {"needs": needs, "introduced": introduced, "agreed": agreed},
        }
    if not held.runs_partnership:
        found["sessions"] = _sessions(user, rounds[0], at)
    return found


def _sessions(user: User, current: Round, at: datetime) -> list[dict[str, Any]]:
    """A lead headteacher's sessions that are not over, what is late first, with what they can do about each."""
    over = REPORT_SENT | {SessionState.CANCELLED}
    rows = list(service.scope(user).filter(round=current).exclude(state__in=over).with_people())
    waiting = set(Nomination.objects.visible_to(user).waiting().values_list("session", flat=True))
    rows.sort(key=lambda row: (not row.is_overdue(at), row.state not in OFF, row.starts_at, row.pk))
    return [{"line": line_of(row, at), "steps": _steps(user, row, row.pk in waiting)} for row in rows]


def _steps(user: User, row: ChallengeSession, nominated: bool) -> list[dict[str, str]]:
    """What they can do about a session; one that is nominated already leads to the nominations."""
    steps, nominate = manage(user, row), reverse("peerchallenge:session-nominate", args=[row.pk])
    told = {"text": "Nominated for QA", "href": reverse("peerchallenge:nomination-list")}
    return [told if nominated and step["href"] == nominate else step for step in steps]
