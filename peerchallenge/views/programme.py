"""The programme of a day: read by all who take part, made by the host, agreed and suggested to by the lead."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge import rules
from peerchallenge.choices import Side
from peerchallenge.forms.programme import SafeguardingForm, SuggestForm
from peerchallenge.models import ChallengeSession, Programme
from peerchallenge.services.programmes import agreeing, naming, printing, reading, writing
from peerchallenge.services.programmes.reading import Board
from peerchallenge.views.report import pdf
from peerchallenge.views.sessions import fetch_session, posted

WRITE, AGREE, SUGGEST, KNOW = (
    "peerchallenge.write_programme",
    "peerchallenge.agree_programme",
    "peerchallenge.suggest_programme",
    "peerchallenge.know_safeguarding_lead",
)
GONE = (
    "Meanwhile somebody else has changed the programme. Nothing was overwritten: this is how it stands now."
)
page = require_http_methods(["GET", "POST"])


def address(session: ChallengeSession) -> str:
    """The programme's page."""
    return reverse("peerchallenge:programme-read", args=[session.pk])


def begun(request: Request, pk: int, permission: str) -> tuple[ChallengeSession, Programme]:
    """A session and its programme: 404 where nobody has begun it, 403 without the permission."""
    session = fetch_session(request, pk, permission)
    visible = Programme.objects.visible_to(request.user).with_slots()
    return session, get_object_or_404(visible, session=session)


def act(request: Request, verb: Callable[[], Any], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        verb()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except StaleEdit:
        messages.error(request, GONE)
    else:
        if done:
            messages.success(request, done)


@page
def read(request: Request, pk: int) -> HttpResponse:
    """The programme with what clashes and what is on now. The host's POST puts its slots into another order."""
    session = fetch_session(request, pk, WRITE if request.method == "POST" else None)
    if request.method == "POST":
        order = [int(word) for word in request.POST.getlist("item") if word.isdigit()]
        act(request, partial(writing.arrange, session=session, order=order, by=request.user), "")
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(address(session))
    programme = reading.programme_of(session)
    fragment = "_slots" if request.method == "POST" else "read"
    if request.GET.get("part") == "now":
        fragment = "_now"
    return render(request, f"peerchallenge/programme/{fragment}.html", _context(request, session, programme))


def _context(request: Request, session: ChallengeSession, programme: Programme | None) -> dict[str, Any]:
    user = request.user
    writes = user.has_perm(WRITE, session)
    facts: dict[str, Any] = {
        "session": session,
        "programme": programme,
        "writes": writes,
        "suggests": user.has_perm(SUGGEST, session),
        "knows": user.has_perm(KNOW, session),
    }
    if programme is None:
        return {**facts, "template": session.round.year.template_slots.all()}
    board = Board(session, programme, user)
    now, following = board.now_and_next(clock.now())
    return {
        **facts,
        "board": board,
        "blocks": board.blocks,
        "now": now,
        "following": following,
        "agreements": _agreements(request, session, programme),
        "remarks": [remark for remark in programme.remarks.all() if remark.settled_at is None],
        "settled": [remark for remark in programme.remarks.all() if remark.settled_at is not None],
        "document": printing.newest(session),
        "poll": reverse("peerchallenge:programme-print", args=[session.pk]),
    }


def _agreements(request: Request, session: ChallengeSession, programme: Programme) -> list[dict[str, Any]]:
    lead = session.lead.person.name if session.lead else "nobody named yet"
    sides = [
        (Side.HOST, f"Host, {session.host}", rules.prepares_host(request.user, session)),
        (Side.LEAD, f"Lead reviewer, {lead}", rules.leads_team(request.user, session)),
    ]
    return [
        {
            "side": side.value,
            "who": who,
            "at": getattr(programme, f"{side}_agreed_at"),
            "by": getattr(programme, f"{side}_agreed_by"),
            "may": own and request.user.has_perm(AGREE, session),
        }
        for side, who, own in sides
    ]


@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Make the programme from the year's template."""
    session = fetch_session(request, pk, WRITE)
    done = "The programme is begun. Now put a room and names against each slot."
    act(request, partial(writing.begin, session=session, by=request.user), done)
    return redirect(address(session))


@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    """Host or lead reviewer agrees to the version that was read."""
    session, _ = begun(request, pk, AGREE)
    side = Side.LEAD if rules.leads_team(request.user, session) else Side.HOST
    number = request.POST.get("version", "")
    version = int(number) if number.isdigit() else 0
    verb = partial(agreeing.agree, session=session, side=side, version=version, by=request.user)
    act(request, verb, "You have agreed to this programme.")
    return redirect(address(session))


@page
def suggest(request: Request, pk: int) -> HttpResponse:
    """A reviewer suggests a change to the host."""
    session, programme = begun(request, pk, SUGGEST)
    chosen = request.GET.get("slot", "")
    form = SuggestForm(
        posted(request),
        programme=programme,
        cancel=address(session),
        initial={"slot": chosen if chosen.isdigit() else ""},
    )
    if form.is_valid():
        verb = partial(agreeing.suggest, session=session, by=request.user, **form.cleaned_data)
        act(request, verb, "The host is being told of your suggestion.")
        return redirect(address(session))
    return render(request, "peerchallenge/programme/suggest.html", {"form": form, "session": session})


@require_POST
def settle(request: Request, pk: int, remark: int) -> HttpResponse:
    """The host has dealt with a suggestion."""
    session, programme = begun(request, pk, WRITE)
    row = get_object_or_404(programme.remarks, pk=remark)
    act(
        request,
        partial(agreeing.settle, remark=row, by=request.user),
        "The suggestion is marked as dealt with.",
    )
    return redirect(address(session))


@page
def safeguarding(request: Request, pk: int) -> HttpResponse:
    """The host names the designated safeguarding lead of the day."""
    session, programme = begun(request, pk, WRITE)
    stored = {"name": programme.safeguarding_lead, "phone": programme.safeguarding_phone}
    form = SafeguardingForm(posted(request), initial=stored)
    if form.is_valid():
        verb = partial(naming.name_safeguarding_lead, session=session, by=request.user, **form.cleaned_data)
        act(request, verb, "The designated safeguarding lead is kept, and stands in the handbook.")
        return redirect(address(session))
    return render(request, "peerchallenge/programme/safeguarding.html", {"form": form, "session": session})


@page
def print_(request: Request, pk: int) -> HttpResponse:
    """The programme as a PDF: a POST asks for it, a GET says how far it is."""
    session = fetch_session(request, pk)
    visible = Programme.objects.visible_to(request.user).with_slots()
    programme = get_object_or_404(visible, session=session)
    if request.method == "POST":
        printing.ask(session=session, programme=programme)
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect("peerchallenge:programme-print", pk=pk)
    document = printing.newest(session)
    context = {
        "session": session,
        "document": document,
        "poll": reverse("peerchallenge:programme-print", args=[pk]),
        "download": reverse("peerchallenge:programme-download", args=[pk]),
        "refresh_seconds": 5 if document and document.is_pending else 0,
    }
    fragment = "_print" if request.htmx else "print"  # type: ignore[attr-defined]
    return render(request, f"peerchallenge/programme/{fragment}.html", context)


@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """The newest PDF of the programme, or the page that makes it."""
    session = fetch_session(request, pk)
    document = printing.newest(session)
    if document is None or not document.is_ready:
        return redirect("peerchallenge:programme-print", pk=pk)
    access.require(request.user, "peerchallenge.read_programme", session)
    return pdf(document)
