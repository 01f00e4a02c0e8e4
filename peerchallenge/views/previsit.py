"""The team's analysis before the visit: the list, one hypothesis, its answer, and the hand-over of the key lines."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge import rules
from peerchallenge.forms.previsit import AnswerForm, HypothesisForm
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import ChallengeSession, Hypothesis, SelfEvaluation
from peerchallenge.packs.audience import Audience
from peerchallenge.services import previsits
from peerchallenge.views.handbook import to_the_code

WRITE = "peerchallenge.write_previsit"


@require_GET
def previsit(request: Request, pk: int) -> HttpResponse:
    """What the team wants to test on the day, beside what the school says of itself."""
    session = _session(request, pk)
    if not rules.has_accepted_code(request.user, session):
        return to_the_code(request, session)
    evaluation = SelfEvaluation.objects.visible_to(request.user).filter(session=session).first()
    context = {
        "session": session,
        "hypotheses": _hypotheses(request, session),
        "evaluation": evaluation,
        "areas": evaluation.areas.select_related("area") if evaluation else [],
        "ready": getattr(session, "previsit", None),
        "is_open": session.state in previsits.OPEN,
        "leads": rules.leads_team(request.user, session),
        "readers": Audience.PREVISIT,
    }
    return render(request, "peerchallenge/previsit/list.html", context)


@require_http_methods(["GET", "POST"])
def hypothesis_create(request: Request, pk: int) -> HttpResponse:
    """A new hypothesis, beside the area that it is about."""
    session = _session(request, pk)
    initial = {"area": request.GET.get("area", "")}
    form = HypothesisForm(request.POST or None, session=session, initial=initial)
    if form.is_valid():
        try:
            previsits.write(session=session, by=request.user, **form.facts())
            return redirect("peerchallenge:previsit", pk=pk)
        except ValidationError as refusal:
            form.take(refusal)
    return _form(request, session, form, "A hypothesis")


@require_http_methods(["GET", "POST"])
def hypothesis_edit(request: Request, pk: int, number: int) -> HttpResponse:
    """Change a hypothesis; a colleague's newer words are told and not overwritten."""
    session = _session(request, pk)
    found = _one(request, session, number)
    form = HypothesisForm(request.POST or None, session=session, hypothesis=found)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            previsits.write(
                session=session, hypothesis=found, version=version, by=request.user, **form.facts()
            )
            return redirect("peerchallenge:previsit", pk=pk)
        except StaleEdit:
            form.take_stale(found.version)
        except ValidationError as refusal:
            form.take(refusal)
    return _form(request, session, form, "Change the hypothesis", found)


@require_http_methods(["GET", "POST"])
def hypothesis_answer(request: Request, pk: int, number: int) -> HttpResponse:
    """Note what the day showed."""
    session = _session(request, pk)
    found = _one(request, session, number)
    initial = {"outcome": found.outcome, "found": found.found, "version": found.version}
    form = AnswerForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            previsits.answer(hypothesis=found, **form.cleaned_data)
            return redirect("peerchallenge:previsit", pk=pk)
        except StaleEdit:
            form.take_stale(found.version)
        except ValidationError as refusal:
            form.take(refusal)
    return _form(request, session, form, "What the day showed", found)


@require_POST
def hypothesis_remove(request: Request, pk: int, number: int) -> HttpResponse:
    """Delete a hypothesis."""
    session = _session(request, pk)
    found = _one(request, session, number)
    return _done(request, pk, partial(previsits.remove, hypothesis=found), "The hypothesis is deleted.")


@require_POST
def previsit_finish(request: Request, pk: int) -> HttpResponse:
    """The analysis is done."""
    session = _session(request, pk)
    done = "The analysis is marked as done. You can still change it."
    return _done(request, pk, partial(previsits.finish, session=session, by=request.user), done)


@require_POST
def previsit_hand_over(request: Request, pk: int) -> HttpResponse:
    """The questions become the session's key lines of enquiry, which the host reads."""
    session = _session(request, pk, "peerchallenge.end_session")
    done = "The host now sees the questions as the key lines of enquiry. They stand in the handbook too."
    return _done(request, pk, partial(previsits.hand_over, session=session, by=request.user), done)


def _done(request: Request, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    except StaleEdit:
        messages.error(request, "Somebody has just changed the session. Please try again.")
    return redirect("peerchallenge:previsit", pk=pk)


def _session(request: Request, pk: int, permission: str = WRITE) -> ChallengeSession:
    """The session, for its team alone: to everybody else there is no analysis."""
    visible = ChallengeSession.objects.visible_to(request.user).with_people()
    return access.fetch(visible.filter(reviewers__person=request.user), request.user, permission, pk=pk)


def _hypotheses(request: Request, session: ChallengeSession) -> Any:
    visible = Hypothesis.objects.visible_to(request.user).filter(session=session)
    return visible.select_related("area", "taken_by__person", "made_by")


def _one(request: Request, session: ChallengeSession, number: int) -> Hypothesis:
    return access.fetch(_hypotheses(request, session), request.user, pk=number)


def _form(
    request: Request,
    session: ChallengeSession,
    form: TakesRefusals,
    heading: str,
    hypothesis: Hypothesis | None = None,
) -> HttpResponse:
    context = {
        "session": session,
        "form": form,
        "heading": heading,
        "hypothesis": hypothesis,
        "readers": Audience.PREVISIT,
    }
    return render(request, "peerchallenge/previsit/form.html", context)
