"""The QA reviewer's pages: declaration, own judgement, the parts of the form, sending; and the reader's page."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.choices import QA_STATES
from peerchallenge.forms.qa import DeclarationForm, OwnJudgementForm, QAForm, QAPartForm
from peerchallenge.models import ChallengeSession, QAJudgement, QAReview
from peerchallenge.packs.qa_parts import OWN, QA_BY_SLUG, QA_PARTS, gaps
from peerchallenge.services.qa import independence, judging, sending
from peerchallenge.views.report import pdf
from peerchallenge.views.sessions import posted
from schools.models import AcademicYear, School

ASSURE = "peerchallenge.assure_session"
page = require_http_methods(["GET", "POST"])
AUDIENCE = (
    "you now. Once you send the report also the Director, the lead headteacher of the collaborative and the review "
    "team."
)
SKILLS = "you now. Once you send the report also the lead reviewer and the Director, and nobody else."


@page
def declare(request: Request, name: str) -> HttpResponse:
    """A QA reviewer declares for a year."""
    access.require_sight(request.user, "peerchallenge.declare_independence")
    years = AcademicYear.objects.visible_to(request.user)
    year = access.fetch(years, request.user, name=name.replace("-", "/"))
    last = independence.newest(request.user, year)
    initial = {"ties": last.ties.all(), "detail": last.detail, "near": last.near} if last else {}
    schools = School.objects.visible_to(request.user).filter(open=True).order_by("name")
    form = DeclarationForm(posted(request), schools=schools, initial=initial)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("ties", "detail", "near")}
        try:
            independence.declare(person=request.user, year=year, **facts)
            messages.success(request, f"Your declaration for {year} is kept. Thank you.")
            return redirect("hlp:home")
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/qa/declare.html", {"form": form, "year": year, "last": last})


def _session(request: Request, pk: int) -> ChallengeSession:
    visible = ChallengeSession.objects.visible_to(request.user).with_people()
    return access.fetch(visible, request.user, ASSURE, pk=pk)


def _open(request: Request, pk: int) -> tuple[ChallengeSession, QAReview]:
    """The session and its form. Raises PermissionDenied before the session has ended."""
    session = _session(request, pk)
    try:
        return session, judging.open_review(session=session, by=request.user)
    except ValidationError as early:
        raise PermissionDenied from early


@require_GET
def tasks(request: Request, pk: int) -> HttpResponse:
    """What the QA reviewer has for one session: booking, handbook, self-evaluation, and the form."""
    session = _session(request, pk)
    begun = session.state in QA_STATES
    review = judging.open_review(session=session, by=request.user) if begun else None
    if review and review.sent_at:
        return redirect(review)
    recorded = QAJudgement.objects.visible_to(request.user).filter(session=session).first()
    due = judging.due_of(session)
    context = {
        "session": session,
        "review": review,
        "recorded": recorded,
        "due": due,
        "late": due is not None and due < clock.now(),
        "own": [_own_task(pk, recorded is not None, review)] if review else [],
        "items": [_task(pk, review, slug) for slug in QA_BY_SLUG] if review else [],
        "sent": session.is_report_sent,
    }
    return render(request, "peerchallenge/qa/tasks.html", context)


def _own_task(pk: int, recorded: bool, review: QAReview) -> dict[str, str]:
    status, colour = ("Recorded", "green") if recorded else ("Not yet started", "grey")
    if not recorded and review.answers.get(OWN):
        status, colour = "In progress", "blue"
    href = reverse("peerchallenge:qa-judgement", args=[pk])
    return {"title": "Your own judgement", "href": href, "status": status, "colour": colour}


def _task(pk: int, review: QAReview, slug: str) -> dict[str, str]:
    answers, part = review.answers.get(slug, {}), QA_BY_SLUG[slug]
    left = gaps(part, answers)
    status, colour = ("Completed", "") if not left else ("In progress", "blue")
    if not any(answers.values()):
        status, colour = "Not yet started", "grey"
    href = reverse("peerchallenge:qa-part", args=[pk, slug])
    return {"title": part.title, "href": href, "status": status, "colour": colour}


def _marked(stored: dict[str, str], saves: dict[str, Any], typed: dict[str, Any] | None) -> dict[str, Any]:
    mark = {"revision": saves.get("revision", 0), "page": uuid4().hex, "turn": 0}
    return {**stored, **(typed or {}), **mark}


def _form(session: ChallengeSession, review: QAReview, slug: str, data: Any, typed: Any = None) -> QAForm:
    """The form of a part, or of the own judgement, filled with what is stored or was typed over a newer text."""
    initial = _marked(review.answers.get(slug, {}), review.saves.get(slug, {}), typed)
    save_url = reverse("peerchallenge:qa-save", args=[session.pk, slug])
    addresses: dict[str, Any] = {
        "save_url": save_url,
        "list_url": reverse("peerchallenge:qa-tasks", args=[session.pk]),
    }
    if slug == OWN:
        year = session.round.year
        areas, directions = list(year.areas.all()), list(year.directions.all())
        return OwnJudgementForm(data, initial=initial, areas=areas, directions=directions, **addresses)
    if slug not in QA_BY_SLUG:
        raise Http404
    return QAPartForm(data, initial=initial, part=QA_BY_SLUG[slug], **addresses)


def _save(request: Request, review: QAReview, slug: str, form: QAForm) -> int:
    revision, token, turn = form.mark()
    facts: dict[str, Any] = {"data": form.draft(), "revision": revision, "page": token, "turn": turn}
    return judging.save_part(review=review, slug=slug, by=request.user, **facts)


@require_POST
def save(request: Request, pk: int, slug: str) -> HttpResponse:
    """Keep a draft while it is typed; answers with what the page then shows."""
    session, review = _open(request, pk)
    form = _form(session, review, slug, request.POST)
    context: dict[str, Any] = {}
    try:
        context = {"revision": _save(request, review, slug, form), "at": clock.now()}
    except StaleEdit:
        context["problem"] = "a newer text was saved from another page. Press the button to see both"
    except ValidationError as refusal:
        context["problem"] = refusal.messages[0].rstrip(".")
    except ValueError:
        context["problem"] = "press the button instead"
    return render(request, "peerchallenge/selfevaluation/_reply.html", context)


@page
def judgement(request: Request, pk: int) -> HttpResponse:
    """The own judgement: a draft until it is recorded; then it is only read."""
    session, review = _open(request, pk)
    recorded = QAJudgement.objects.visible_to(request.user).filter(session=session).first()
    if recorded:
        lines = sending.comparison(session)
        context = {"session": session, "recorded": recorded, "lines": lines}
        return render(request, "peerchallenge/qa/recorded.html", context)
    form = _form(session, review, OWN, posted(request))
    stale = False
    if form.is_valid():
        try:
            _save(request, review, OWN, form)
            if "record" not in request.POST:
                messages.success(request, "Your draft is kept. Record it when you are sure.")
                return redirect("peerchallenge:qa-tasks", pk=pk)
            if _recorded(request, review, form):
                return redirect("peerchallenge:qa-judgement", pk=pk)
        except StaleEdit:
            stale, form = True, _form(session, review, OWN, None, form.cleaned_data)
    context = {"session": session, "form": form, "audience": AUDIENCE, "stale": stale}
    return render(request, "peerchallenge/qa/judgement.html", context)


def _recorded(request: Request, review: QAReview, form: Any) -> bool:
    if not form.cleaned_data["sure"]:
        form.add_error("sure", "Tick the box: your judgement cannot be changed later")
        return False
    try:
        judging.record_judgement(review=review, own=form.own(), by=request.user)
    except ValidationError as refusal:
        form.take(refusal)
        return False
    messages.success(request, "Your judgement is recorded. You can now read the team’s report.")
    return True


@page
def part(request: Request, pk: int, slug: str) -> HttpResponse:
    """One part of the form: save and go on."""
    if slug not in QA_BY_SLUG:
        raise Http404
    session, review = _open(request, pk)
    if review.sent_at:
        return redirect(review)
    shown, stale = QA_BY_SLUG[slug], False
    form = _form(session, review, slug, posted(request))
    if form.is_valid():
        try:
            _save(request, review, slug, form)
            return redirect(_after(pk, slug))
        except StaleEdit:
            stale, form = True, _form(session, review, slug, None, form.cleaned_data)
    place = list(QA_BY_SLUG).index(slug) + 1
    context = {"session": session, "part": shown, "form": form, "place": place, "total": len(QA_PARTS)}
    context |= {"audience": SKILLS if shown.skills else AUDIENCE, "stale": stale}
    context["stored"] = [(p.label, review.answers.get(slug, {}).get(p.name, "")) for p in shown.points]
    return render(request, "peerchallenge/qa/part.html", context)


def _after(pk: int, slug: str) -> str:
    order = list(QA_BY_SLUG)
    later = order[order.index(slug) + 1 :]
    return (
        reverse("peerchallenge:qa-part", args=[pk, later[0]])
        if later
        else reverse("peerchallenge:qa-tasks", args=[pk])
    )


@page
def send(request: Request, pk: int) -> HttpResponse:
    """The last look, and the sending. Twice is once."""
    session, review = _open(request, pk)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            return redirect(sending.send(review=review, by=request.user))
        except ValidationError as refusal:
            refusals = refusal.messages
    if review.sent_at:
        return redirect(review)
    data = sending.facts_of(review, session, clock.now())
    context = {"session": session, "data": data, "refusals": refusals, "skills": SKILLS, "audience": AUDIENCE}
    return render(request, "peerchallenge/qa/send.html", context)


def _readable(request: Request, pk: int) -> QAReview:
    visible = QAReview.objects.visible_to(request.user).sent()
    rows = visible.select_related("session__host", "full", "shared").prefetch_related("session__reviewers")
    return access.fetch(rows, request.user, session=pk)


def _document(request: Request, review: QAReview) -> Any:
    """The reader's own version of the report."""
    return review.full if request.user.has_perm("peerchallenge.read_skills", review) else review.shared


@require_GET
def read(request: Request, pk: int) -> HttpResponse:
    """A sent QA report, in the reader's version."""
    review = _readable(request, pk)
    full = request.user.has_perm("peerchallenge.read_skills", review)
    document = _document(request, review)
    context = {
        "session": review.session,
        "review": review,
        "data": review.data if full else sending.without_skills(review.data),
        "late": review.is_late(clock.now()),
        "readers": sending.FOR_SHARED,
        "skills": sending.FOR_FULL,
        "document": document,
        "download": reverse("peerchallenge:qa-download", args=[pk]),
        "poll": reverse("peerchallenge:qa-read", args=[pk]),
        "retry": "",
        "refresh_seconds": 3 if document.is_pending else None,
    }
    fragment = "_components/progress.html" if request.htmx else "peerchallenge/qa/read.html"
    return render(request, fragment, context)


@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """The PDF of the reader's own version; while it is being made, the page that says so."""
    review = _readable(request, pk)
    document = _document(request, review)
    return pdf(document) if document.is_ready else redirect(review)
