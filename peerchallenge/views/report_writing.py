"""What every page of a report in the making starts with: the session, its team's right, and the report."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from hlp.access import Request, fetch
from peerchallenge.models import ChallengeSession, Report
from peerchallenge.services import reports

View = Callable[..., HttpResponse]


def writing(view: View) -> View:
    """Hand the session and its report to a view, for the review team alone; everybody else gets 404.

    A report that was sent leads to its receipt, unless something was posted: that the view has to answer.
    """

    @wraps(view)
    def guarded(request: Request, pk: int, **rest: Any) -> HttpResponse:
        session = team_session(request, pk)
        if session.is_report_sent and request.method != "POST":
            return redirect("peerchallenge:report-receipt", pk=pk)
        try:
            report: Report = reports.open_report(session=session)
        except reports.Closed as closed:
            messages.warning(request, str(closed))
            return redirect(session)
        return view(request, session, report, **rest)

    return guarded


def team_session(request: Request, pk: int) -> ChallengeSession:
    """The session, if the reader is on its review team. Raises Http404."""
    user: Any = request.user
    mine = ChallengeSession.objects.visible_to(user).filter(reviewers__person=user.pk).with_people()
    return fetch(mine, user, "peerchallenge.write_report", pk=pk)
