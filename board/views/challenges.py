"""The annual performance challenge: history, one year, its making, and the public page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.choices import ChallengeState, Outcome
from board.forms.challenge import ChallengeForm, CloseForm, SetForm, TargetForm
from board.models import Challenge, ChallengeTarget, Decision
from board.services import challenges as services
from board.services import progress
from hlp import access
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.views.sessions import posted
from scorecard.models import Measure

EDIT = "board.edit_challenge"
COLOURS = {
    ChallengeState.DRAFT: "yellow",
    ChallengeState.SET: "purple",
    ChallengeState.PUBLISHED: "blue",
    ChallengeState.CLOSED: "green",
}
page = require_http_methods(["GET", "POST"])


def _visible(request: Request) -> Any:
    return Challenge.objects.visible_to(request.user).prefetch_related("targets__measure")


def page_challenge(request: Request, pk: int, permission: str | None = None) -> Challenge:
    """The challenge: 404 for whoever may not see it yet, 403 without the permission."""
    return access.fetch(_visible(request), request.user, permission, pk=pk)


@require_GET
def challenge_list(request: Request) -> HttpResponse:
    """The challenges of all years, the newest first."""
    access.require_sight(request.user, "board.read_challenges")
    rows = [_row(challenge) for challenge in _visible(request)]
    return render(request, "board/challenge/list.html", {"rows": rows, "edits": request.user.has_perm(EDIT)})


def _row(challenge: Challenge) -> dict[str, Any]:
    targets = list(challenge.targets.all())
    return {
        "challenge": challenge,
        "colour": COLOURS[ChallengeState(challenge.state)],
        "targets": len(targets),
        "met": sum(target.outcome == "met" for target in targets),
    }


@require_GET
def challenge_detail(request: Request, pk: int) -> HttpResponse:
    """One year: what the Board asks for, its targets and how far the partnership is."""
    challenge = page_challenge(request, pk)
    edits = request.user.has_perm(EDIT)
    context = {
        **_row(challenge),
        "lines": progress.lines(challenge),
        "edits": edits,
        "drafts": edits and challenge.state == ChallengeState.DRAFT,
        "decision": Decision.objects.visible_to(request.user).filter(pk=challenge.decision_id or 0).first(),
    }
    return render(request, "board/challenge/detail.html", context)


@page
def challenge_create(request: Request) -> HttpResponse:
    """Begin the challenge of a year."""
    access.require_sight(request.user, EDIT)
    form = ChallengeForm(posted(request))
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("year", "title", "text")}
        try:
            return redirect("board:challenge-targets", pk=services.draft(by=request.user, **given).pk)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "board/challenge/edit.html", {"form": form})


@page
def challenge_edit(request: Request, pk: int) -> HttpResponse:
    """Change title and text of a draft."""
    challenge = page_challenge(request, pk, EDIT)
    initial = {name: getattr(challenge, name) for name in ("title", "text", "version")}
    form = ChallengeForm(posted(request), challenge=challenge, initial=initial)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "text")}
        try:
            version = form.cleaned_data["version"] or 0
            services.change(challenge=challenge, version=version, by=request.user, **given)
            return redirect("board:challenge-targets", pk=pk)
        except StaleEdit as stale:
            form.take_stale(stale.args[0])
        except WrongMove:
            return _too_late(request, challenge)
    return render(request, "board/challenge/edit.html", {"form": form, "challenge": challenge})


def _too_late(request: Request, challenge: Challenge) -> HttpResponse:
    messages.error(
        request, f"That is not possible now: this challenge is {challenge.get_state_display().lower()}."
    )
    return redirect(challenge)


@page
def challenge_targets(request: Request, pk: int) -> HttpResponse:
    """The targets of a draft: those that the score card proposes, and any other."""
    challenge = page_challenge(request, pk, EDIT)
    if challenge.state != ChallengeState.DRAFT:
        return _too_late(request, challenge)
    measures = Measure.objects.visible_to(request.user).active()
    form = TargetForm(posted(request), challenge=challenge, measures=measures)
    if form.is_valid():
        try:
            services.aim(challenge=challenge, goal=form.goal(), by=request.user)
            messages.success(request, "The target is saved.")
            return redirect("board:challenge-targets", pk=pk)
        except ValidationError as refusal:
            form.take(refusal)
    taken = {target.measure_id for target in challenge.targets.all()}
    context = {
        "challenge": challenge,
        "form": form,
        "lines": progress.lines(challenge),
        "proposals": [one for one in progress.proposals(challenge.year) if one.measure.pk not in taken],
    }
    return render(request, "board/challenge/targets.html", context)


@require_POST
def target_take(request: Request, pk: int, measure: str) -> HttpResponse:
    """Take a target over from the proposals of the score card."""
    challenge = page_challenge(request, pk, EDIT)
    found = next((one for one in progress.proposals(challenge.year) if one.measure.code == measure), None)
    if found is None:
        raise Http404
    try:
        services.aim(challenge=challenge, goal=found, by=request.user)
        messages.success(request, "The target is taken over.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except WrongMove:
        return _too_late(request, challenge)
    return redirect("board:challenge-targets", pk=pk)


@require_POST
def target_remove(request: Request, pk: int, target: int) -> HttpResponse:
    """Take a target out of a draft."""
    challenge = page_challenge(request, pk, EDIT)
    found = next((one for one in challenge.targets.all() if one.pk == target), None)
    if found is None:
        raise Http404
    try:
        services.remove_target(target=found, by=request.user)
        messages.success(request, "The target is removed.")
    except WrongMove:
        return _too_late(request, challenge)
    return redirect("board:challenge-targets", pk=pk)


def _step(
    request: Request, challenge: Challenge, verb: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    try:
        verb(challenge=challenge, by=request.user, **more)
    except WrongMove:
        return _too_late(request, challenge)
    messages.success(request, done)
    return redirect(challenge)


@page
def challenge_set(request: Request, pk: int) -> HttpResponse:
    """The Board has set it by a decision."""
    challenge = page_challenge(request, pk, EDIT)
    decided = Decision.objects.visible_to(request.user).standing().filter(outcome=Outcome.AGREED, part=1)
    form = SetForm(posted(request), decisions=decided)
    if form.is_valid():
        try:
            return _step(
                request,
                challenge,
                services.set_by,
                "The challenge is set.",
                decision=form.cleaned_data["decision"],
            )
        except ValidationError as refusal:
            form.take(refusal)
    return render(
        request,
        "board/challenge/set.html",
        {"form": form, "challenge": challenge, "decided": decided.exists()},
    )


@require_POST
def challenge_publish(request: Request, pk: int) -> HttpResponse:
    """Show it to schools and on the public page."""
    challenge = page_challenge(request, pk, EDIT)
    return _step(
        request, challenge, services.publish, "The challenge is published. Every headteacher is being told."
    )


@page
def challenge_close(request: Request, pk: int) -> HttpResponse:
    """Close it with what became of each target."""
    challenge = page_challenge(request, pk, EDIT)
    if challenge.state != ChallengeState.PUBLISHED:
        return _too_late(request, challenge)
    targets: list[ChallengeTarget] = list(challenge.targets.all())
    known = {line["target"].pk: line["value"] for line in progress.lines(challenge)}
    form = CloseForm(
        posted(request), targets=targets, initial={f"result_{pk}": value for pk, value in known.items()}
    )
    if form.is_valid():
        done = "The challenge is closed, with its outcome."
        given = {"outcome": form.cleaned_data["outcome"], "endings": form.endings()}
        return _step(request, challenge, services.close, done, **given)
    return render(request, "board/challenge/close.html", {"form": form, "challenge": challenge})
