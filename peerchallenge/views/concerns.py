"""Decisions about schools of concern: the Director decides, the LA officer answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import CONCERN_MOVES, ConcernState
from peerchallenge.forms.concern import DecisionForm, DeclineForm, RaiseForm
from peerchallenge.forms.monitoring import EntryForm
from peerchallenge.models import Concern, ReportVersion
from peerchallenge.services import concerns as services
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch
from schools.models import School

READ, DECIDE, ANSWER = (f"peerchallenge.{verb}_concerns" for verb in ("read", "decide", "answer"))
COLOURS = {
    ConcernState.WAITING: "red",
    ConcernState.DECLINED: "red",
    ConcernState.RECOMMENDED: "yellow",
    ConcernState.SUPPORT: "blue",
    ConcernState.WATCH: "purple",
    ConcernState.NO_ACTION: "grey",
    ConcernState.ACCEPTED: "green",
}
page = require_http_methods(["GET", "POST"])


def _visible(request: Request) -> Any:
    rows = Concern.objects.visible_to(request.user)
    return rows.select_related("school", "session__round__year", "decided_by", "case")


@require_GET
def concern_list(request: Request) -> HttpResponse:
    """What waits first, then what was decided."""
    access.require_sight(request.user, READ)
    search = SchoolSearch(request)
    found = search.narrow(_visible(request), "school")
    rows = sorted(found, key=lambda row: (not row.is_undecided, -row.since.timestamp()))
    context = {
        "rows": [{"concern": row, "colour": COLOURS[ConcernState(row.state)]} for row in rows],
        "may_decide": request.user.has_perm(DECIDE),
        "search": search,
    }
    return render(request, "peerchallenge/concern/list.html", context)


@page
def concern_create(request: Request) -> HttpResponse:
    """The Director raises a concern without a report."""
    access.require_sight(request.user, READ)
    access.require(request.user, DECIDE)
    schools = School.objects.visible_to(request.user).filter(open=True)
    form = RaiseForm(posted(request), schools=schools)
    if form.is_valid():
        try:
            return redirect(services.raise_by_hand(by=request.user, **form.cleaned_data))
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/concern/create.html", {"form": form})


@page
def concern_detail(request: Request, pk: int) -> HttpResponse:
    """One decision: what it rests on, what was decided and why, and the form to decide."""
    concern = access.fetch(_visible(request), request.user, pk=pk)
    may_decide = request.user.has_perm(DECIDE) and bool(set(CONCERN_MOVES[concern.state]) - set(_LAS))
    if request.method == "POST":
        access.require(request.user, DECIDE)
    initial = {"version": concern.version, "for_la": concern.for_la}
    form = DecisionForm(posted(request), initial=initial)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("to", "reason", "for_la", "version")}
        try:
            services.decide(concern=concern, by=request.user, **facts)
            messages.success(request, "The decision is saved. Nothing else has changed for the school.")
            return redirect("peerchallenge:concern-list")
        except StaleEdit:
            form.take_stale(Concern.objects.visible_to(request.user).get(pk=concern.pk).version)
        except WrongMove:
            messages.error(request, "That is not possible any more: somebody has moved this decision on.")
            return redirect(concern)
        except ValidationError as refusal:
            form.take(refusal)
    context = {
        "concern": concern,
        "colour": COLOURS[ConcernState(concern.state)],
        "form": form if may_decide else None,
        "report": _report(request, concern),
        "events": _history(request, concern),
        "may_answer": request.user.has_perm(ANSWER) and concern.state == ConcernState.RECOMMENDED,
        "sees_reason": request.user.has_perm(DECIDE),
    }
    return render(request, "peerchallenge/concern/detail.html", context)


_LAS = (ConcernState.ACCEPTED, ConcernState.DECLINED)


def _report(request: Request, concern: Concern) -> ReportVersion | None:
    """The newest version of the report, for those who may read it: an LA officer may not."""
    if concern.session_id is None:
        return None
    versions = ReportVersion.objects.visible_to(request.user).filter(session=concern.session_id)
    return versions.defer("data").order_by("-number").first()


def _history(request: Request, concern: Concern) -> list[dict[str, str]]:
    """Its steps, newest first. The Director's reasons are the Director's alone, the LA's answers are for both."""
    director = request.user.has_perm(DECIDE)
    rows = concern.events.select_related("by").order_by("-at", "-pk")
    if not director:
        rows = rows.filter(to_state__in=[ConcernState.RECOMMENDED, *_LAS])
    return [
        {
            "when": clock.when(row.at),
            "title": ConcernState(row.to_state).label,
            "by": str(row.by) if row.by else "",
            "text": row.reason if director or row.to_state in _LAS else "",
        }
        for row in rows
    ]


@page
def concern_accept(request: Request, pk: int) -> HttpResponse:
    """The LA officer accepts and opens the case."""
    concern = access.fetch(_visible(request), request.user, ANSWER, pk=pk)
    if concern.state == ConcernState.ACCEPTED:
        return redirect(concern.case)
    form = EntryForm(posted(request), initial={"version": concern.version})
    if form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
        try:
            case = services.accept(concern=concern, entry=form.entry(), by=request.user, **facts)
            messages.success(request, "The case is open. The headteacher and the Director are being told.")
            return redirect(case)
        except (StaleEdit, WrongMove):
            return _moved_on(request, concern)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/concern/accept.html", {"form": form, "concern": concern})


@page
def concern_decline(request: Request, pk: int) -> HttpResponse:
    """The LA officer declines, with a reason."""
    concern = access.fetch(_visible(request), request.user, ANSWER, pk=pk)
    form = DeclineForm(posted(request), initial={"version": concern.version})
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("reason", "version")}
        try:
            services.decline(concern=concern, by=request.user, **facts)
            messages.success(request, "Declined. The Director is being told and decides anew.")
            return redirect("peerchallenge:concern-list")
        except (StaleEdit, WrongMove):
            return _moved_on(request, concern)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "peerchallenge/concern/decline.html", {"form": form, "concern": concern})


def _moved_on(request: Request, concern: Concern) -> HttpResponse:
    messages.error(request, "Somebody has answered or changed this recommendation since you opened the page.")
    return redirect(concern)
