"""Cover for a reviewer who cannot come, on the day itself too."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.choices import SessionState
from peerchallenge.forms.cover import CoverForm, LeadForm
from peerchallenge.models import ChallengeSession, Reviewer
from peerchallenge.services import teams
from peerchallenge.services.dates.cover import cover_for, cover_reviewer
from peerchallenge.services.dates.handing_over import hand_over_lead, successors
from peerchallenge.views.sessions import fetch_session, posted

MAY = "peerchallenge.change_team"


@require_GET
def session_cover(request: Request, pk: int) -> HttpResponse:
    """Who of the team cannot come?"""
    session = fetch_session(request, pk, MAY)
    if session.state not in teams.CHANGEABLE:
        return _too_late(request, session)
    return render(request, "peerchallenge/session/cover.html", {"session": session})


@require_http_methods(["GET", "POST"])
def session_cover_for(request: Request, pk: int, person: int) -> HttpResponse:
    """Who could come instead, the nearest first; the button makes it so and tells those concerned."""
    session = fetch_session(request, pk, MAY)
    if session.state not in teams.CHANGEABLE:
        return _too_late(request, session)
    leaving = next((place for place in session.reviewers.all() if place.person_id == person), None)
    if leaving is None:
        return _gone(request, session, person)
    people = cover_for(session)
    able = [one for one in people if one.candidate.ok]
    form = CoverForm(posted(request), session=session, people=able)
    if form.is_valid() and _covered(request, session, leaving, form):
        return redirect(session)
    refused = [one for one in people if not one.candidate.ok]
    context = {"form": form, "session": session, "leaving": leaving, "refused": refused}
    return render(request, "peerchallenge/session/cover_for.html", context)


def _covered(request: Request, session: ChallengeSession, leaving: Reviewer, form: CoverForm) -> bool:
    chosen = form.cleaned_data["coming"]
    coming = next(one.candidate.person for one in form.people if one.candidate.person.pk == chosen)
    reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
    try:
        cover_reviewer(
            session=session,
            leaving=leaving.person,
            coming=coming,
            reason=reason,
            version=version,
            by=request.user,
        )
    except StaleEdit as newer:
        form.take_stale(newer.args[0])
        return False
    except ValidationError as refusal:
        form.take(refusal)
        return False
    messages.success(request, f"{coming} takes the place of {leaving.person}. Both are being told.")
    return True


def _gone(request: Request, session: ChallengeSession, person: int) -> HttpResponse:
    """Pressed twice, or changed by somebody else: back to the session; 404 for whoever was never asked for."""
    if request.method == "GET":
        raise Http404
    messages.info(request, "That person is not on the team any more.")
    return redirect(session)


def _too_late(request: Request, session: ChallengeSession) -> HttpResponse:
    messages.error(request, "The team of this session can no longer be changed.")
    return redirect(session)


@require_http_methods(["GET", "POST"])
def session_lead(request: Request, pk: int) -> HttpResponse:
    """The lead cannot write the report: who leads instead. The clock and the text stay."""
    session = fetch_session(request, pk, MAY)
    if session.state != SessionState.HELD:
        return _too_late(request, session)
    people = successors(session)
    able = [one for one in people if one.candidate.ok]
    form = LeadForm(posted(request), session=session, people=able)
    if form.is_valid() and _handed_over(request, session, form):
        return redirect(session)
    refused = [one for one in people if not one.candidate.ok]
    context = {"form": form, "session": session, "leaving": session.lead, "refused": refused}
    return render(request, "peerchallenge/session/lead.html", context)


def _handed_over(request: Request, session: ChallengeSession, form: LeadForm) -> bool:
    given = form.cleaned_data
    coming = next(one.candidate.person for one in form.people if one.candidate.person.pk == given["coming"])
    facts = {name: given[name] for name in ("reason", "version", "stays")}
    try:
        hand_over_lead(session=session, coming=coming, by=request.user, **facts)
    except StaleEdit as newer:
        form.take_stale(newer.args[0])
        return False
    except ValidationError as refusal:
        form.take(refusal)
        return False
    messages.success(request, f"{coming} leads now. The team and the host are being told.")
    return True
