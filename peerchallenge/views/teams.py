"""Pages about the review team."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge import rules
from peerchallenge.forms.session import CodeForm
from peerchallenge.forms.team import TeamForm
from peerchallenge.services import plans, teams
from peerchallenge.views.sessions import fetch_session, posted
from schools.roles import roles_of


@require_http_methods(["GET", "POST"])
def session_team(request: Request, pk: int) -> HttpResponse:
    """Name another team, with the reason."""
    session = fetch_session(request, pk, "peerchallenge.change_team")
    if session.state not in teams.CHANGEABLE:
        messages.error(request, "The team of this session can no longer be changed.")
        return redirect(session)
    form = TeamForm(posted(request), session=session, directs=roles_of(request.user).director)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("reason", "version")}
        facts["lead_reason"] = form.lead_reason
        try:
            teams.change_team(session=session, team=form.team(), by=request.user, **facts)
            messages.success(request, "The team is saved. Whoever is concerned is being told.")
            if advice := plans.advice(form.team()):
                messages.warning(request, advice)
            return redirect(session)
        except StaleEdit as newer:
            form.take_stale(newer.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/session/team.html", {"form": form, "session": session})


@require_http_methods(["GET", "POST"])
def session_accept_code(request: Request, pk: int) -> HttpResponse:
    """A reviewer reads the code of conduct and accepts it for this session."""
    session = fetch_session(request, pk, "peerchallenge.accept_code")
    code = teams.newest_code()
    accepted = rules.has_accepted_code(request.user, session)
    form = CodeForm(posted(request), initial={"version": code.number if code else 0})
    if form.is_valid() and not accepted:
        try:
            teams.accept_code(session=session, by=request.user, number=form.cleaned_data["version"])
            messages.success(request, "You have accepted the code of conduct. The handbook is open to you.")
            return redirect(session)
        except StaleEdit as newer:
            form.take_stale(newer.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    if request.method == "POST" and accepted:
        return redirect(session)
    context = {"form": form, "session": session, "code": code, "accepted": accepted}
    return render(request, "peerchallenge/session/accept_code.html", context)
