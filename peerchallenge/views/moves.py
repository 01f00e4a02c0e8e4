"""Another day for a session: the next that suit everybody, or any other."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp import clock
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.forms.move import DayForm, OfferForm
from peerchallenge.models import ChallengeSession
from peerchallenge.services import sessions as services
from peerchallenge.services.dates import next_days
from peerchallenge.views.sessions import fetch_session, posted
from peerchallenge.views.steps import too_late
from schools.roles import roles_of

MOVABLE = TO_COME | {SessionState.POSTPONED}


@require_http_methods(["GET", "POST"])
def session_reschedule(request: Request, pk: int) -> HttpResponse:
    """Give a session another day: a postponed one a new date, one to come another with a reason."""
    session = fetch_session(request, pk, "peerchallenge.move_session")
    if session.state not in MOVABLE:
        return too_late(request, session)
    moves = session.is_to_come and (request.method == "GET" or "version" in request.POST)
    form = _form(request, session, moves)
    if form.is_valid() and (done := _moved(request, session, form)):
        return done
    name = "offers" if isinstance(form, OfferForm) else "reschedule"
    context = {"form": form, "session": session, "moves": moves}
    return render(request, f"peerchallenge/session/{name}.html", context)


def _form(request: Request, session: ChallengeSession, moves: bool) -> OfferForm | DayForm:
    """The days on offer; the boxes for any other day where they are asked for or filled in."""
    data = posted(request)
    if "other" in request.GET or (data is not None and "day_0" in data):
        directs = roles_of(request.user).director
        return DayForm(data, session=session, moves=moves, directs=directs)
    days = next_days(session, clock.now())
    return OfferForm(data, session=session, moves=moves, days=days)


def _moved(request: Request, session: ChallengeSession, form: OfferForm | DayForm) -> HttpResponse | None:
    facts: dict[str, Any] = {"session": session, "by": request.user, **form.times()}
    try:
        if "version" in form.cleaned_data:
            reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
            services.change_session(reason=reason, version=version, **facts)
        else:
            services.reschedule_session(**facts)
    except WrongMove:
        return too_late(request, session)
    except StaleEdit as newer:
        form.take_stale(newer.args[0])
        return None
    except ValidationError as refusal:
        form.take(refusal)
        return None
    messages.success(request, "The new date is set. Host and review team are being told.")
    return redirect(session)
