"""Nominations for quality assurance: a lead headteacher asks, the Director answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access
from hlp.access import Request
from peerchallenge.forms.nomination import AnswerForm, NominationForm
from peerchallenge.models import Nomination
from peerchallenge.services import nominations as services
from peerchallenge.services.sessions import DETAILS_CHANGEABLE
from peerchallenge.views.sessions import fetch_session, posted
from schools.forms.search import SchoolSearch

READ, ANSWER, NOMINATE = (
    f"peerchallenge.{verb}" for verb in ("read_nominations", "answer_nominations", "nominate_session")
)
page = require_http_methods(["GET", "POST"])


@require_GET
def nomination_list(request: Request) -> HttpResponse:
    """What waits for the Director first, then what was answered."""
    access.require_sight(request.user, READ)
    rows = Nomination.objects.visible_to(request.user)
    rows = rows.select_related("session__host", "session__qa_reviewer", "by", "answered_by")
    search = SchoolSearch(request)
    found = sorted(
        search.narrow(rows, "session__host"),
        key=lambda row: (row.answered_at is not None, -row.at.timestamp()),
    )
    context = {"rows": found, "may_answer": request.user.has_perm(ANSWER), "search": search}
    return render(request, "peerchallenge/nomination/list.html", context)


@page
def session_nominate(request: Request, pk: int) -> HttpResponse:
    """The lead headteacher nominates a session of their collaborative, with a reason."""
    session = fetch_session(request, pk, NOMINATE)
    if not services.is_nominable(session):
        messages.error(request, "This session has a QA reviewer, or it is too late to name one.")
        return redirect(session)
    form = NominationForm(posted(request))
    if form.is_valid():
        try:
            services.nominate(session=session, by=request.user, **form.cleaned_data)
            messages.success(request, "The session is nominated. The Director is being told.")
            return redirect("peerchallenge:nomination-list")
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/nomination/create.html", {"form": form, "session": session})


@page
def nomination_answer(request: Request, pk: int) -> HttpResponse:
    """The Director takes a nomination up, and goes on to name a QA reviewer, or declines it with a reason."""
    rows = Nomination.objects.visible_to(request.user).select_related("session__host", "by")
    nomination = access.fetch(rows, request.user, pk=pk)
    access.require(request.user, ANSWER)
    form = AnswerForm(posted(request))
    if form.is_valid():
        accepted = form.cleaned_data["accepted"] == "yes"
        words = form.cleaned_data["answer"]
        try:
            services.answer(nomination=nomination, accepted=accepted, words=words, by=request.user)
            messages.success(request, "Your answer is saved, and who nominated the session is being told.")
            return _after(nomination, accepted)
        except ValidationError as refusal:
            form.take(refusal)
    context = {"form": form, "nomination": nomination, "session": nomination.session}
    return render(request, "peerchallenge/nomination/answer.html", context)


def _after(nomination: Nomination, accepted: bool) -> HttpResponse:
    """On to the details of the session, where a QA reviewer is named, else back to the list."""
    if accepted and nomination.session.state in DETAILS_CHANGEABLE:
        return redirect("peerchallenge:session-edit", pk=nomination.session_id)
    return redirect("peerchallenge:nomination-list")
