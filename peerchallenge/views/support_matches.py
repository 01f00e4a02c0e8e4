"""Two schools brought together: introduction, agreement, impact."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import Impact, MatchState
from peerchallenge.forms.session import ReasonForm
from peerchallenge.forms.support import ImpactForm, TermsForm
from peerchallenge.models import Match
from peerchallenge.services.support import matches as services
from peerchallenge.views.sessions import posted
from peerchallenge.views.support import BROKER, page_case
from schools.choices import Role
from schools.models import School
from schools.roles import people_with, roles_of

page = require_http_methods(["GET", "POST"])


def _match(request: Request, pk: int, permission: str | None = None) -> Match:
    rows = Match.objects.visible_to(request.user).select_related(
        "case__school", "provider", "strength__theme"
    )
    return access.fetch(rows, request.user, permission, pk=pk)


def _receives(request: Request, match: Match) -> bool:
    return match.case.school_id in roles_of(request.user).schools


@require_POST
def match_create(request: Request, pk: int, urn: int) -> HttpResponse:
    """Introduce a school, in one click."""
    case = page_case(request, pk, BROKER)
    provider = access.fetch(School.objects.visible_to(request.user), request.user, urn=urn)
    try:
        match = services.introduce(case=case, provider=provider, by=request.user)
        messages.success(request, "Both headteachers are being told, each with the other’s name and number.")
        return redirect(match)
    except WrongMove:
        messages.error(request, "This case has moved on: look at what was agreed.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(case)


@require_GET
def match_detail(request: Request, pk: int) -> HttpResponse:
    """Who helps whom with what, how they reach each other, and what was agreed."""
    match = _match(request, pk)
    live = match.state in {MatchState.INTRODUCED, MatchState.AGREED}
    receives = _receives(request, match)
    brokers = request.user.has_perm(BROKER)
    context = {
        "match": match,
        "sees_need": receives or brokers,
        "contacts": _contacts(match),
        "brokers": brokers,
        "may_agree": brokers and match.state == MatchState.INTRODUCED,
        "may_end": brokers and live,
        "may_review": receives and match.state == MatchState.AGREED,
        "review_due": match.is_review_due(clock.today()),
    }
    return render(request, "peerchallenge/match/detail.html", context)


def _contacts(match: Match) -> list[dict[str, Any]]:
    return [
        {"school": school, "people": people_with(Role.HEADTEACHER, school=school)}
        for school in (match.case.school, match.provider)
    ]


def _form_page(request: Request, match: Match, form: Any, name: str) -> HttpResponse:
    return render(request, f"peerchallenge/match/{name}.html", {"form": form, "match": match})


def _moved_on(request: Request, match: Match) -> HttpResponse:
    messages.error(request, "That is not possible any more: it has moved on since you opened the page.")
    return redirect(match)


@page
def match_agree(request: Request, pk: int) -> HttpResponse:
    """The Director writes down what was agreed."""
    match = _match(request, pk, BROKER)
    form = TermsForm(posted(request), initial={"version": match.version})
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.agree(match=match, terms=form.terms(), version=version, by=request.user)
            messages.success(request, "The agreement is kept. Both headteachers are being told.")
            return redirect(match)
        except (StaleEdit, WrongMove):
            return _moved_on(request, match)
        except ValidationError as refusal:
            form.take(refusal)
    return _form_page(request, match, form, "agree")


@page
def match_end(request: Request, pk: int) -> HttpResponse:
    """It came to nothing."""
    match = _match(request, pk, BROKER)
    form = ReasonForm(posted(request), submit="It came to nothing")
    if form.is_valid():
        try:
            services.end(match=match, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, "Noted. The need is open again.")
            return redirect(match.case)
        except WrongMove:
            return _moved_on(request, match)
        except ValidationError as refusal:
            form.take(refusal)
    return _form_page(request, match, form, "end")


@page
def match_impact(request: Request, pk: int) -> HttpResponse:
    """The school that received the help looks back."""
    match = _match(request, pk)
    if not _receives(request, match):
        raise PermissionDenied
    form = ImpactForm(posted(request))
    if form.is_valid():
        impact, text = Impact(form.cleaned_data["impact"]), form.cleaned_data["text"]
        try:
            services.review_impact(match=match, impact=impact, text=text, by=request.user)
            messages.success(request, "Thank you. The Director can read it.")
            return redirect(match)
        except WrongMove:
            return _moved_on(request, match)
    return _form_page(request, match, form, "impact")
