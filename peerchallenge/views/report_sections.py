"""A section of the report: its page, its saving, and its autosave."""

import re
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from hlp import clock
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.forms.report import FORMS, SectionForm
from peerchallenge.models import ChallengeSession, Report, SelfEvaluation
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.sections import BY_SLUG, SECTIONS, Section
from peerchallenge.services import reports
from peerchallenge.views.report_writing import writing


@writing
def section(request: Request, session: ChallengeSession, report: Report, slug: str) -> HttpResponse:
    """One page of the report: shows what is stored, saves what is typed, never over a newer text."""
    part = _section(slug)
    form = _form(request, session, report, part)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, report)
    try:
        _save(request, form, report, visited=True)
    except StaleEdit:
        return _stale(request, form, report)
    except reports.Closed as closed:
        form.closed = True
        return _page(request, form, report, closed=str(closed))
    except ValidationError as refusal:
        form.take(refusal)
        return _page(request, form, report)
    return redirect(_next(request, session, form))


@require_POST
@writing
def save(request: Request, session: ChallengeSession, report: Report, slug: str) -> HttpResponse:
    """Autosave: takes what there is so far and answers in a line. A refused text stays on the page."""
    form = _form(request, session, report, _section(slug))
    answer: dict[str, Any] = {"at": clock.now()}
    if not form.is_valid():
        answer["problem"] = _first(form)
        return render(request, "peerchallenge/report/_saved.html", answer)
    try:
        answer["revision"] = _save(request, form, report)
    except StaleEdit:
        answer["newer"] = _last_saving(report, slug)
    except reports.Closed as closed:
        answer["problem"] = str(closed)
    except ValidationError as refusal:
        answer["problem"] = " ".join(refusal.messages)
    return render(request, "peerchallenge/report/_saved.html", answer)


def _section(slug: str) -> Section:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _form(request: Request, session: ChallengeSession, report: Report, part: Section) -> SectionForm:
    rows = request.GET.get("rows", "")
    return FORMS[part.kind](
        request.POST if request.method == "POST" else None,
        initial={"revision": report.revisions.get(part.slug, 0), "page": uuid4().hex, "turn": 0},
        section=part,
        session=session,
        answers=reports.answers_of(report),
        own=_own_judgements(request, session) if part.kind == "areas" else None,
        rows=int(rows) if re.fullmatch(r"[0-9]{1,2}", rows) else 0,
    )


def _own_judgements(request: Request, session: ChallengeSession) -> dict[int, str]:
    """What the school says of itself, area by area, once it has shared that with the team."""
    user: Any = request.user
    shared = SelfEvaluation.objects.visible_to(user).filter(session=session).first()
    rows = shared.areas.exclude(judgement="") if shared else []
    return {row.area_id: row.get_judgement_display() for row in rows}


def _save(request: Request, form: SectionForm, report: Report, *, visited: bool = False) -> int:
    user: Any = request.user
    given = form.cleaned_data
    return reports.save_section(
        report=report,
        slug=form.section.slug,
        revision=-1 if given["revision"] is None else given["revision"],
        data=form.typed(),
        by=user,
        visited=visited,
        page=given["page"],
        turn=given["turn"] or 0,
    )


def _next(request: Request, session: ChallengeSession, form: SectionForm) -> str:
    """Where a saved section leads to: one more row, the list, the check it was changed from, or the next section."""
    here = reverse("peerchallenge:report-section", args=[session.pk, form.section.slug])
    if "more" in request.POST:
        rows = getattr(form, "rows", 0)
        return f"{here}?rows={rows + 1}#id_what_{rows}"
    if "later" in request.POST:
        return reverse("peerchallenge:report-tasks", args=[session.pk])
    place = SECTIONS.index(form.section) + 1
    if "check" in request.GET or place == len(SECTIONS):
        return reverse("peerchallenge:report-check", args=[session.pk])
    return reverse("peerchallenge:report-section", args=[session.pk, SECTIONS[place].slug])


def _page(request: Request, form: SectionForm, report: Report, **more: Any) -> HttpResponse:
    part = form.section
    missing = reports.problems_of(part, form.answers) if "check" in request.GET and not form.is_bound else []
    context = {
        "form": form,
        "section": part,
        "session": form.session,
        "place": SECTIONS.index(part) + 1,
        "total": len(SECTIONS),
        "missing": missing,
        "audience": Audience.NOTE if part.confidential else Audience.REPORT_DRAFT,
        "saved_at": parse_datetime(report.saves.get(part.slug, {}).get("at", "")),
        **more,
    }
    return render(request, "peerchallenge/report/section.html", context)


def _stale(request: Request, form: SectionForm, report: Report) -> HttpResponse:
    """Both texts: the newer one to read, one's own still in the boxes; the next press saves knowingly."""
    last = _last_saving(report, form.section.slug)
    data: QueryDict = request.POST.copy()
    data["revision"], data["page"], data["turn"] = (
        str(report.revisions.get(form.section.slug, 0)),
        uuid4().hex,
        "0",
    )
    form.data, form.stale = data, True
    newer = reports.section_of(form.section, report, reports.answers_of(report))
    return _page(request, form, report, newer=newer, last=last)


def _last_saving(report: Report, slug: str) -> dict[str, Any]:
    report.refresh_from_db()
    last = report.saves.get(slug, {})
    return {"by": last.get("by", "Somebody"), "at": parse_datetime(last.get("at", ""))}


def _first(form: SectionForm) -> str:
    return " ".join(str(message) for messages in form.errors.values() for message in messages)
