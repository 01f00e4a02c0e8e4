"""Who else is in a report in the making, and what to look at again before it is sent."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hlp.access import Request, require
from peerchallenge.calculations.personal_names import FOUND, NAMING, OTHERS, STOPPED
from peerchallenge.forms.warnings import OverruleForm
from peerchallenge.models import ChallengeSession, Report
from peerchallenge.packs.sections import BY_SLUG
from peerchallenge.services import reports
from peerchallenge.views.report_writing import writing

MEASURED = {"naming": NAMING, "found": FOUND, "others": OTHERS, "stopped": STOPPED}


@require_GET
def around(request: Request, pk: int, slug: str = "") -> HttpResponse:
    """A piece of a page: who else is here, and whether this section was saved meanwhile."""
    user: Any = request.user
    if slug and slug not in BY_SLUG:
        raise Http404
    revision = request.GET.get("revision", "")
    found = reports.look_around(
        session=pk,
        slug=slug,
        by=user,
        revision=int(revision) if re.fullmatch(r"[0-9]{1,9}", revision) else None,
        page=request.GET.get("page", ""),
    )
    if found is None:
        raise Http404
    return render(request, "peerchallenge/report/_around.html", {"around": found})


@writing
def warnings(request: Request, session: ChallengeSession, report: Report) -> HttpResponse:
    """What to look at again before sending. The lead reviewer overrules, each with a reason; the others read."""
    user: Any = request.user
    leads = user.has_perm("peerchallenge.overrule_warnings", session)
    if request.method == "POST":
        require(user, "peerchallenge.overrule_warnings", session)
    found = reports.warnings_of(report)
    waiting = [one for one in found if one.overruled is None]
    form = _overrule_form(request, session, waiting) if leads and waiting else None
    if form is not None and form.is_valid() and _overruled(form, report, user):
        return redirect("peerchallenge:report-warnings", pk=session.pk)
    context = {
        "form": form,
        "session": session,
        "leads": leads,
        "waiting": [{"one": one, "edit": _edit(session, one)} for one in waiting],
        "overruled": [one.overruled for one in found if one.overruled],
        **MEASURED,
    }
    return render(request, "peerchallenge/report/warnings.html", context)


def _overrule_form(
    request: Request, session: ChallengeSession, waiting: list[reports.Warned]
) -> OverruleForm:
    return OverruleForm(
        request.POST if request.method == "POST" else None,
        warned=waiting,
        back=reverse("peerchallenge:report-check", args=[session.pk]),
        edit={one.key: _edit(session, one) for one in waiting},
    )


def _edit(session: ChallengeSession, one: reports.Warned) -> str:
    return f"{reverse('peerchallenge:report-section', args=[session.pk, one.slug])}?check#{one.box}"


def _overruled(form: OverruleForm, report: Report, user: Any) -> bool:
    try:
        reports.overrule(report=report, reasons=form.reasons, by=user)
    except reports.Closed as closed:
        form.add_error(None, str(closed))
        return False
    except ValidationError as refusal:
        form.take(refusal)
        return False
    return True
