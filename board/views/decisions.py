"""Decisions: each with its page, changed while minutes are written, struck out with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from board.choices import Outcome, Part
from board.forms.decision import ChairsActionForm, DecisionForm, StrikeForm
from board.models import BoardAction, Decision, Meeting
from board.services import decisions as services
from board.views.room_items import COLOURS
from hlp import access, clock
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.views.sessions import posted

MINUTE = "board.minute"
page = require_http_methods(["GET", "POST"])


def _decision(request: Request, pk: int, permission: str | None = None) -> Decision:
    visible = Decision.objects.visible_to(request.user).select_related("item", "meeting", "recorded_by")
    return access.fetch(visible, request.user, permission, pk=pk)


@require_GET
def decision_detail(request: Request, pk: int) -> HttpResponse:
    """One decision: its words, its meeting and item, and what followed."""
    decision = _decision(request, pk)
    followed = BoardAction.objects.visible_to(request.user).filter(item=decision.item_id or 0)
    context = {
        "decision": decision,
        "colour": COLOURS[Outcome(decision.outcome)],
        "followed": followed.select_related("owner"),
        "today": clock.today(),
        "may_change": request.user.has_perm(MINUTE) and decision.struck_at is None,
    }
    return render(request, "board/decision/detail.html", context)


@page
def decision_edit(request: Request, pk: int) -> HttpResponse:
    """Change a decision while its minutes are written."""
    decision = _decision(request, pk, MINUTE)
    names = (
        "text",
        "outcome",
        "moved_by",
        "seconded_by",
        "votes_for",
        "votes_against",
        "abstentions",
        "version",
    )
    initial = {name: getattr(decision, name) for name in names}
    least = decision.item.part if decision.item else Part.ONE
    form = DecisionForm(
        posted(request), initial={**initial, "restricted": decision.part == Part.TWO}, part=least
    )
    form.submit = "Save"
    if form.is_valid():
        try:
            services.change_decision(
                decision=decision,
                terms=form.terms(),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
            messages.success(request, "Saved.")
            return redirect(decision)
        except StaleEdit as stale:
            form.take_stale(stale.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "board/decision/edit.html", {"form": form, "decision": decision})


@page
def decision_strike(request: Request, pk: int) -> HttpResponse:
    """Strike out what was recorded by mistake."""
    decision = _decision(request, pk, MINUTE)
    form = StrikeForm(posted(request))
    if form.is_valid():
        try:
            services.strike(decision=decision, by=request.user, **form.cleaned_data)
            messages.success(request, "The decision is struck out and stands in the record no more.")
            return redirect(decision)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "board/decision/strike.html", {"form": form, "decision": decision})


@page
def chairs_action_create(request: Request) -> HttpResponse:
    """Record what the chair decided between meetings; the next meeting is told."""
    access.require_sight(request.user, MINUTE)
    form = ChairsActionForm(posted(request))
    if form.is_valid():
        following = Meeting.objects.visible_to(request.user).ahead().first()
        try:
            made = services.chairs_action(
                terms=form.terms(),
                taken_on=form.cleaned_data["taken_on"],
                reported_to=following,
                by=request.user,
            )
            messages.success(request, "The chair’s action is in the record.")
            return redirect(made)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "board/decision/chairs_action.html", {"form": form})
