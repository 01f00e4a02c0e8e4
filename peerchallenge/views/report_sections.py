"""A section of the report: its page, its saving, and its autosave."""

import re
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from hlp import clock
from hlp.access import Request
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.forms.report import FORMS, SectionForm
from peerchallenge.models import ChallengeSession, Report, SelfEvaluation
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.sections import BY_SLUG, FEWEST_WORDS, MOST_WORDS, SECTIONS, Section
from peerchallenge.services import reports
from peerchallenge.views.report_choosing import Typed, last_saving, two_texts
from peerchallenge.views.report_writing import after_section, writing


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
        given = form.cleaned_data
        return two_texts(
            request, report, part, Typed(_take(request, form)[0], given["page"], given["turn"] or 0)
        )
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
        answer["named"] = reports.names_while_writing(slug, {**form.answers, **form.typed()})[:3]
    except StaleEdit:
        report.refresh_from_db()
        answer["newer"] = last_saving(request, report, slug)
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
    data, notes = _take(request, form)
    return reports.save_section(
        report=report,
        slug=form.section.slug,
        revision=-1 if given["revision"] is None else given["revision"],
        data=data,
        by=user,
        visited=visited,
        page=given["page"],
        turn=given["turn"] or 0,
        taken=[*form.taken_notes, *notes],
    )


def _take(request: Request, form: SectionForm) -> tuple[reports.Answers, list[int]]:
    """What was typed with the note whose button was pressed, and the notes that are taken in."""
    data, asked = form.typed(), request.POST.get("take", "")
    note = reports.note_of(form.session, int(asked)) if re.fullmatch(r"[0-9]{1,9}", asked) else None
    return (reports.take_in(form.section, data, note), [note.pk]) if note else (data, [])


def _next(request: Request, session: ChallengeSession, form: SectionForm) -> str:
    """Where a saved section leads to: one more row of the same, else on."""
    here = reverse("peerchallenge:report-section", args=[session.pk, form.section.slug])
    if "take" in request.POST:
        return f"{here}#section-form"
    if "more" in request.POST:
        rows = getattr(form, "rows", 0)
        return f"{here}?rows={rows + 1}#id_what_{rows}"
    return after_section(request, session, form.section)


def _page(request: Request, form: SectionForm, report: Report, **more: Any) -> HttpResponse:
    part, user = form.section, _user(request)
    missing = reports.problems_of(part, form.answers) if "check" in request.GET and not form.is_bound else []
    context = {
        "form": form,
        "section": part,
        "session": form.session,
        "place": SECTIONS.index(part) + 1,
        "total": len(SECTIONS),
        "missing": missing,
        "guidance": reports.guidance_of(part),
        "words": reports.words_of(form.answers),
        "fewest": FEWEST_WORDS,
        "most": MOST_WORDS,
        "audience": Audience.NOTE if part.confidential else Audience.REPORT_DRAFT,
        "saved_at": parse_datetime(report.saves.get(part.slug, {}).get("at", "")),
        "saved": reports.savings(report),
        "notes": [] if form.closed else reports.notes_beside(form.session, part),
        "around": reports.look_around(session=form.session.pk, slug=part.slug, by=user),
        **more,
    }
    return render(request, "peerchallenge/report/section.html", context)


def _user(request: Request) -> User:
    user: Any = request.user
    return user  # type: ignore[no-any-return]


def _first(form: SectionForm) -> str:
    return " ".join(str(message) for messages in form.errors.values() for message in messages)
