"""A section that two people wrote at once: both texts side by side, and the choice between them."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.forms.choosing import ChoiceForm, packed, unpacked
from peerchallenge.models import ChallengeSession, Report
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.sections import BY_SLUG, Section
from peerchallenge.services import reports
from peerchallenge.views.report_writing import after_section, writing


@dataclass(frozen=True)
class Typed:
    """What was typed over a newer text: the answers, and the page and turn in the browser that they came from."""

    mine: reports.Answers
    page: str
    turn: int


def two_texts(
    request: Request, report: Report, part: Section, typed: Typed, *, again: bool = False
) -> HttpResponse:
    """Both texts side by side. Nothing was overwritten. ``again``: a still newer text came meanwhile.

    Where both wrote the same there is nothing to choose, and the writer goes on.
    """
    report.refresh_from_db()
    form = _form(request, report, part, typed.mine)
    if not form.rows:
        reports.settle(report=report, slug=part.slug, page=typed.page, turn=typed.turn)
        return redirect(after_section(request, report.session, part))
    form.initial = {
        "revision": report.revisions.get(part.slug, 0),
        "page": typed.page,
        "turn": typed.turn,
        "mine": packed(typed.mine),
    }
    return _page(request, report, part, form, again=again)


@writing
def choose(request: Request, session: ChallengeSession, report: Report, slug: str) -> HttpResponse:
    """Save what was chosen; if the stored text changed once more, show both again."""
    if slug not in BY_SLUG:
        raise Http404
    part = BY_SLUG[slug]
    here = reverse("peerchallenge:report-section", args=[session.pk, slug])
    mine = unpacked(request.POST.get("mine", "")) if request.method == "POST" else None
    if mine is None:
        return redirect(here)
    form = _form(request, report, part, mine, bound=True)
    if not form.is_valid():
        return _page(request, report, part, form)
    given = form.cleaned_data
    data = reports.chosen(part, reports.answers_of(report), mine, form.keep, form.texts)
    typed = Typed(data, given["page"], (given["turn"] or 0) + 1)
    try:
        _save(request, report, part, typed, given["revision"])
    except StaleEdit:
        return two_texts(request, report, part, typed, again=True)
    except (reports.Closed, ValidationError) as refusal:
        form.take(refusal if isinstance(refusal, ValidationError) else ValidationError(str(refusal)))
        return _page(request, report, part, form)
    return redirect(after_section(request, session, part))


def _save(request: Request, report: Report, part: Section, typed: Typed, revision: int) -> None:
    user: Any = request.user
    report.refresh_from_db(fields=["revisions", "saves"])
    if report.revisions.get(part.slug, 0) != revision:
        raise StaleEdit
    reports.save_section(
        report=report,
        slug=part.slug,
        revision=revision,
        data=typed.mine,
        by=user,
        visited=True,
        page=typed.page,
        turn=typed.turn,
    )
    reports.settle(report=report, slug=part.slug, page=typed.page, turn=typed.turn)


def _form(
    request: Request, report: Report, part: Section, mine: reports.Answers, *, bound: bool = False
) -> ChoiceForm:
    return ChoiceForm(
        request.POST if bound else None,
        rows=reports.differing_now(report, part, mine),
        by=last_saving(request, report, part.slug)["by"],
        back=reverse("peerchallenge:report-section", args=[report.session_id, part.slug]),
        action=reverse("peerchallenge:report-choose", args=[report.session_id, part.slug]),
    )


def _page(
    request: Request, report: Report, part: Section, form: ChoiceForm, *, again: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "section": part,
        "session": report.session,
        "last": last_saving(request, report, part.slug),
        "again": again,
        "audience": Audience.NOTE if part.confidential else Audience.REPORT_DRAFT,
    }
    return render(request, "peerchallenge/report/two_texts.html", context)


def last_saving(request: Request, report: Report, slug: str) -> dict[str, Any]:
    """Who saved a section last (``by``; the reader's own savings come from another window) and when (``at``)."""
    last = report.saves.get(slug, {})
    by, user = last.get("by", "Somebody"), request.user
    own = getattr(user, "name", None) == by
    return {"by": "you, in another window," if own else by, "at": parse_datetime(last.get("at", ""))}
