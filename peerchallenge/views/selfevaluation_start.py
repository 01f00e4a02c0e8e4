"""The host starts its self-evaluation from the one of last time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hlp.access import Request
from hlp.templatetags.hlp import counted
from peerchallenge.services import selfevaluations as service
from peerchallenge.views.selfevaluation import own_session


@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Fill what is still empty with the words of last time, to be read through."""
    found = service.open_self_evaluation(session=own_session(request, pk))
    filled = service.start_from_last_time(self_evaluation=found, by=request.user)
    if filled:
        messages.success(
            request, f"{counted(filled, 'part')} filled from last time. Open each and say what is true today."
        )
    else:
        messages.info(request, "Nothing was left to fill.")
    return redirect("peerchallenge:selfevaluation-edit", pk=pk)
