"""What every page of a report in the making starts with: the session, its team's right, and the report."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hlp.access import Request, fetch
from peerchallenge.models import ChallengeSession, Report
from peerchallenge.packs.sections import SECTIONS, Section
from peerchallenge.services import reports, teams

View = Callable[..., HttpResponse]


def writing(view: View) -> View:
    """Hand the session and its report to a view, for the review team alone; everybody else gets 404.

    Whoever took over after the day accepts the code of conduct first; what they post is taken all the same, so that
    nothing typed is lost.

    A report that was sent leads to its receipt, unless something was posted: that the view has to answer.
    """

    @wraps(view)
    def guarded(request: Request, pk: int, **rest: Any) -> HttpResponse:
        session = team_session(request, pk)
        user: Any = request.user
        if request.method == "GET" and not session.is_report_sent and teams.still_to_accept(session, user):
            messages.info(request, "You took over after the day. Accept the code of conduct, then write.")
            return redirect("peerchallenge:session-accept-code", pk=pk)
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


def after_section(request: Request, session: ChallengeSession, part: Section) -> str:
    """Where a saved section leads to: the list, the check it was changed from, or the next section."""
    if "later" in request.POST:
        return reverse("peerchallenge:report-tasks", args=[session.pk])
    place = SECTIONS.index(part) + 1
    if "check" in request.GET or place == len(SECTIONS):
        return reverse("peerchallenge:report-check", args=[session.pk])
    return reverse("peerchallenge:report-section", args=[session.pk, SECTIONS[place].slug])
