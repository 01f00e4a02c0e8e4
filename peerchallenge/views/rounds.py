"""Pages about rounds, and the table of reminders."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock
from hlp.access import Request
from hlp.models import User
from hlp.tables import download
from hlp.transitions import StaleEdit
from peerchallenge import deadlines
from peerchallenge.calculations import lines_of
from peerchallenge.choices import SessionState
from peerchallenge.forms.round import NewRoundForm, RoundForm
from peerchallenge.models import ChallengeSession, Round, ThemeBoard
from peerchallenge.services import rounds as services
from peerchallenge.services.rounds import hosts_without_session
from peerchallenge.services.tables import round_table
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch
from schools.roles import roles_of

PER_PAGE = 100
TONES = {SessionState.HELD: "warn", SessionState.REPORTED: "good", SessionState.CLOSED: "good"}


@require_GET
def round_list(request: Request) -> HttpResponseBase:
    """All rounds, the newest first, with the number of sessions that the reader may see."""
    user = request.user
    rounds = Round.objects.visible_to(user).select_related("year").prefetch_related("focus_themes")
    seen = ChallengeSession.objects.visible_to(user).exclude(state=SessionState.CANCELLED).order_by()
    search = SchoolSearch(request)
    if search.is_on:
        hosted = search.narrow(seen, "host")
        rounds, seen = rounds.filter(pk__in=hosted.values("round")), hosted
    counts = dict(seen.values("round").annotate(n=Count("pk")).values_list("round", "n"))
    if file := download(request, round_table(rounds, counts)):
        return file
    context = {
        "search": search,
        "rounds": [{"round": r, "sessions": counts.get(r.pk, 0)} for r in rounds],
        "may_plan": user.has_perm("peerchallenge.plan_sessions"),
        "answers": bool(roles_of(user).schools | roles_of(user).delegated),
    }
    return render(request, "peerchallenge/round/list.html", context)


@require_GET
def round_detail(request: Request, pk: int) -> HttpResponse:
    """A round: window, themes, clock, and its sessions by state."""
    user = request.user
    rounds = Round.objects.visible_to(user).select_related("year").prefetch_related("focus_themes")
    found = access.fetch(rounds, user, pk=pk)
    seen = ChallengeSession.objects.visible_to(user).filter(round=found)
    search = SchoolSearch(request)
    rows = search.narrow(seen.with_people().with_sending().order_by("starts_at", "pk"), "host")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_plan = user.has_perm("peerchallenge.plan_sessions")
    places = hosts_without_session(found) if may_plan and found.stage != "closed" else []
    context = {
        "round": found,
        "page": page,
        "lines": lines_of(page.object_list, clock.now()),
        "tiles": _tiles(seen),
        "search": search,
        "may_plan": may_plan,
        "scheme": found.year.name.replace("/", "-") if user.has_perm("peerchallenge.edit_scheme") else "",
        "reasons": found.theme_reasons.select_related("theme"),
        "themes": _themes(user, found),
        "open_places": places[:PER_PAGE],
        "more_places": max(len(places) - PER_PAGE, 0),
    }
    return render(request, "peerchallenge/round/detail.html", context)


def _themes(user: User, round_: Round) -> str:
    """Whether the reader may open the round's themes: ``published``, for the Director ``preview``, or nothing."""
    if ThemeBoard.objects.visible_to(user).filter(round=round_).exists():
        return "published"
    return "preview" if user.has_perm("peerchallenge.publish_themes") else ""


def _tiles(seen: QuerySet[ChallengeSession]) -> list[dict[str, Any]]:
    counts = dict(seen.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    return [
        {"number": counts[state], "label": state.label, "tone": TONES.get(state, "")}
        for state in SessionState
        if state in counts
    ]


@require_http_methods(["GET", "POST"])
def round_create(request: Request) -> HttpResponse:
    """Open a round."""
    user = request.user
    access.require(user, "peerchallenge.plan_sessions")
    form = NewRoundForm(posted(request))
    if form.is_valid():
        year, term = form.cleaned_data["year"], form.cleaned_data["term"]
        try:
            made = services.open_round(year=year, term=term, by=user, **form.values())
            messages.success(request, f"The {made} is open for planning.")
            return redirect(made)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/round/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def round_edit(request: Request, pk: int) -> HttpResponse:
    """Change a round."""
    user: User = request.user
    rounds = Round.objects.visible_to(user).select_related("year").prefetch_related("focus_themes")
    found = access.fetch(rounds, user, "peerchallenge.plan_sessions", pk=pk)
    form = RoundForm(posted(request), round=found)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            services.change_round(round=found, version=version, by=user, **form.values())
            messages.success(request, "Saved.")
            return redirect(found)
        except StaleEdit as newer:
            form.take_stale(newer.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    context = {"form": form, "round": found, "running": _running(user, found)}
    return render(request, "peerchallenge/round/edit.html", context)


def _running(user: User, round_: Round) -> int:
    """How many clocks of the round are running."""
    return ChallengeSession.objects.visible_to(user).filter(round=round_).awaiting_report().count()


@require_GET
def reminder_table(request: Request) -> HttpResponse:
    """Who is told what and when."""
    access.require(request.user, "peerchallenge.plan_sessions")
    return render(
        request, "peerchallenge/round/reminders.html", {"steps": [*deadlines.TABLE, *deadlines.after.TABLE]}
    )
