"""The steps of a session: each a page that says what will happen, and one button."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp import clock
from hlp.access import Request
from hlp.transitions import WrongMove
from peerchallenge import deadlines
from peerchallenge.choices import SESSION_MOVES, TO_COME, SessionState
from peerchallenge.forms.session import EndForm, ReasonForm
from peerchallenge.models import ChallengeSession
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services import sessions as services
from peerchallenge.views.sessions import fetch_session, posted

page = require_http_methods(["GET", "POST"])


def too_late(request: Request, session: ChallengeSession) -> HttpResponse:
    """Back to the session, saying why the step is not possible."""
    label = SessionState(session.state).label.lower()
    messages.error(request, f"That is not possible for this session as it stands now: {label}.")
    return redirect(session)


def _step(
    request: Request, session: ChallengeSession, to: SessionState, verb: Callable[..., Any], done: str
) -> HttpResponse:
    """A page with one button: ask on GET, do it on POST. What is done already is fine."""
    if session.state == to:
        return redirect(session)
    if to not in SESSION_MOVES[session.state]:
        return too_late(request, session)
    if request.method == "GET":
        context = {"session": session, "due_at": due_if_ended_now(session)}
        return render(request, f"peerchallenge/session/{_page_of(to)}.html", context)
    try:
        verb(session=session, by=request.user)
        messages.success(request, done)
    except WrongMove:
        return too_late(request, session)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(session)


def _page_of(to: SessionState) -> str:
    return {SessionState.CONFIRMED: "confirm", SessionState.HELD: "end", SessionState.CLOSED: "close"}[to]


def due_if_ended_now(session: ChallengeSession) -> datetime:
    """When the report would be due if the session ended at this moment."""
    return deadlines.due_at(min(clock.now(), session.planned_end_at), session.round.clock)


@page
def session_confirm(request: Request, pk: int) -> HttpResponse:
    """The host confirms the date."""
    session = fetch_session(request, pk, "peerchallenge.confirm_session")
    verb = services.confirm_session
    return _step(request, session, SessionState.CONFIRMED, verb, "The date is confirmed.")


@page
def session_end(request: Request, pk: int) -> HttpResponse:
    """The lead reviewer says that the session has ended; the clock starts."""
    session = fetch_session(request, pk, "peerchallenge.end_session")
    if session.state in TO_COME and clock.now() < session.starts_at:
        messages.error(request, f"This session starts on {clock.when(session.starts_at)}.")
        return redirect(session)
    verb = deadline_clock.end_session
    return _step(
        request, session, SessionState.HELD, verb, "The session has ended and the clock has started."
    )


@page
def session_close(request: Request, pk: int) -> HttpResponse:
    """The Director closes a session whose report has been read."""
    session = fetch_session(request, pk, "peerchallenge.close_session")
    return _step(request, session, SessionState.CLOSED, services.close_session, "The session is closed.")


@page
def session_postpone(request: Request, pk: int) -> HttpResponse:
    """Postpone, with a reason."""
    return _take_off(request, pk, SessionState.POSTPONED)


@page
def session_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel, with a reason."""
    return _take_off(request, pk, SessionState.CANCELLED)


def _take_off(request: Request, pk: int, to: SessionState) -> HttpResponse:
    wanted = "move_session" if to == SessionState.POSTPONED else "edit_session"
    session = fetch_session(request, pk, f"peerchallenge.{wanted}")
    verb = services.postpone_session if to == SessionState.POSTPONED else services.cancel_session
    if session.state == to:
        return redirect(session)
    if to not in SESSION_MOVES[session.state]:
        return too_late(request, session)
    name = "Postpone" if to == SessionState.POSTPONED else "Cancel"
    form = ReasonForm(posted(request), submit=f"{name} this session")
    if form.is_valid():
        try:
            verb(session=session, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"The session is {to}. Host and review team are being told.")
            return redirect(session)
        except WrongMove:
            return too_late(request, session)
        except ValidationError as refusal:
            form.take(refusal)
    return render(
        request, "peerchallenge/session/take_off.html", {"form": form, "session": session, "name": name}
    )


@page
def session_correct_end(request: Request, pk: int) -> HttpResponse:
    """The Director corrects the end, with a reason."""
    session = fetch_session(request, pk, "peerchallenge.correct_end")
    if session.state != SessionState.HELD:
        return too_late(request, session)
    form = EndForm(posted(request), initial={"ended": session.ended_at})
    if form.is_valid():
        reason, ended_at = form.cleaned_data["reason"], form.cleaned_data["ended"]
        try:
            deadline_clock.correct_end(session=session, ended_at=ended_at, reason=reason, by=request.user)
            messages.success(request, "The end is corrected and the team is being told.")
            return redirect(session)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/session/correct_end.html", {"form": form, "session": session})
