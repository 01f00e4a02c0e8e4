"""Good practice that a report names, nominated for the directory with one press."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hlp.access import Request, require
from peerchallenge.models import ReportVersion
from peerchallenge.services import practice
from schools.models import PracticeEntry

NOMINATE = "peerchallenge.nominate_practice"


@require_POST
def nominate(request: Request, pk: int, paragraph: str) -> HttpResponse:
    """Nominate one paragraph; who works on the entry goes on to it, others stay at the report."""
    rows = ReportVersion.objects.visible_to(request.user).filter(session__pk=pk).select_related("session")
    version = rows.order_by("-number").first()
    if version is None:
        raise Http404
    require(request.user, NOMINATE, version.session)
    try:
        nomination = practice.nominate(version=version, paragraph=paragraph, by=request.user)
    except ValidationError as refusal:
        messages.error(request, f"{refusal.messages[0]}.")
        return redirect(version)
    messages.success(
        request, "It is nominated for the directory of good practice. The headteacher is being told."
    )
    works = (
        PracticeEntry.objects.visible_to(request.user)
        .worked_on_by(request.user)
        .filter(pk=nomination.entry_id)
        .exists()
    )
    return redirect(nomination.entry.work_address if works else version)
