"""A proposal: begun, written, put to the Board, decided, taken back, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from board.choices import AHEAD, MeetingState, Purpose, Rhythm
from board.forms.projects.deciding import DecideForm, PutForm, ReasonForm
from board.forms.projects.proposal import ProposalForm
from board.models import AgendaItem, Attendance, Meeting, Project
from board.services.projects import deciding, proposing
from board.views.projects.pieces import (
    DECIDE,
    PUT,
    WRITE,
    done,
    newest,
    page,
    page_project,
    posted,
    project_form,
)
from hlp import access
from hlp.access import Request
from hlp.transitions import WrongMove
from peerchallenge.models import Round
from schools.models import Theme

# The fields of a proposal as the form holds them.
FIELDS = (
    "title", "theme", "round", "problem", "evidence", "approach", "measure", "indicator", "unit", "baseline",
    "baseline_year", "baseline_source", "target", "lead_school", "lead_person", "cost", "funding", "starts", "ends",
    "evaluation", "rhythm", "version",
)  # fmt: skip
RUNS_OUT = {MeetingState.PUBLISHED, MeetingState.HELD}


@page
def project_create(request: Request) -> HttpResponse:
    """Begin a proposal; from the theme board it comes with its round, its theme and the counts of this moment."""
    access.require_sight(request.user, "board.propose_project")
    theme = Theme.objects.filter(pk=_number(request, "theme")).first()
    round_ = Round.objects.visible_to(request.user).filter(pk=_number(request, "round")).first()
    drawn = proposing.from_theme(round_, theme) if theme and round_ else None
    initial = {
        "rhythm": Rhythm.HALF_TERMLY,
        "theme": theme,
        "round": round_,
        **(drawn.initial if drawn else {}),
    }
    form = ProposalForm(posted(request), initial=initial)
    made: list[Project] = []

    def act() -> None:
        facts = drawn.facts if drawn else {}
        given = form.proposal()
        made.append(proposing.propose(proposal=given, evidence_facts=facts, by=request.user))

    if done(form, act):
        messages.success(request, "The proposal is saved.")
        return redirect(made[0])
    return render(request, "board/project/edit.html", {"form": form, "drawn": drawn})


def _number(request: Request, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


@page
def project_edit(request: Request, pk: int) -> HttpResponse:
    """Go on writing a proposal."""
    project = page_project(request, pk, WRITE)
    if not project.is_writable:
        return redirect(project)
    initial = {name: getattr(project, name) for name in FIELDS}
    form = ProposalForm(posted(request), project=project, initial=initial)

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        proposing.change(project=project, proposal=form.proposal(), version=version, by=request.user)

    if done(form, act, lambda: newest(project)):
        messages.success(request, "Saved.")
        return redirect(project)
    return render(request, "board/project/edit.html", {"form": form, "project": project})


@page
def project_put(request: Request, pk: int) -> HttpResponse:
    """Put a proposal to the Board, at a meeting whose agenda is being made or at an item that is there."""
    project = page_project(request, pk, PUT)
    meetings = Meeting.objects.visible_to(request.user).filter(state=MeetingState.OPEN).order_by("starts_at")
    items = AgendaItem.objects.visible_to(request.user).filter(
        meeting__state__in=AHEAD, purpose__in=[Purpose.DECIDE, Purpose.DISCUSS], projects=None
    )
    items = items.select_related("meeting").order_by("meeting__starts_at", "part", "position")
    form = PutForm(posted(request), meetings=list(meetings), items=list(items))

    def act() -> None:
        proposing.put_to_board(project=project, by=request.user, **form.place())

    if done(form, act):
        messages.success(request, "The proposal is with the Board.")
        return redirect(project)
    text = "Its words stay as they are from now on. The Board reads it, and so do the clerk and the chair."
    return project_form(request, project, form, "Put it to the Board", text=text)


@page
def project_decide(request: Request, pk: int) -> HttpResponse:
    """Record what the Board decides: the decision and the project's state in one act."""
    project = page_project(request, pk, DECIDE)
    items = AgendaItem.objects.visible_to(request.user).filter(meeting__state__in=RUNS_OUT)
    items = items.select_related("meeting").order_by("-meeting__starts_at", "part", "position")
    form = DecideForm(
        posted(request), items=items, names=_names(request, project), initial={"item": project.item_id}
    )
    if project.item_id and not items.filter(pk=project.item_id).exists():
        text = "The agenda on which it stands is not published yet. A decision is recorded once it is."
    else:
        text = ""

    def act() -> None:
        given = form.cleaned_data["item"]
        deciding.decide(project=project, item=given, ruling=form.ruling(), by=request.user)

    if done(form, act):
        messages.success(request, "The decision is in the record, and the project follows it.")
        return redirect(project)
    return project_form(request, project, form, "What does the Board decide?", text=text)


def _names(request: Request, project: Project) -> list[str]:
    """Who is in the room with a vote."""
    meeting = project.item.meeting_id if project.item else 0
    there = Attendance.objects.visible_to(request.user).filter(
        meeting=meeting, present=True, seat__votes=True
    )
    return list(
        there.select_related("person").values_list("person__name", flat=True).order_by("person__name")
    )


@require_POST
def project_take_back(request: Request, pk: int) -> HttpResponse:
    """Take a proposal back from the Board."""
    project = page_project(request, pk, PUT)
    return stepped(request, project, proposing.take_back, "The proposal is being written again.")


def stepped(request: Request, project: Project, verb: Any, words: str) -> HttpResponse:
    """One press of a button that moves a project, and back to its page."""
    try:
        verb(project=project, by=request.user)
        messages.success(request, words)
    except WrongMove:
        messages.error(request, "Meanwhile somebody else was quicker. Look at what stands there now.")
    return redirect(project)


@page
def project_withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw a proposal, with a reason."""
    project = page_project(request, pk, WRITE)
    form = ReasonForm(posted(request), submit="Withdraw this proposal")

    def act() -> None:
        proposing.withdraw(project=project, reason=form.cleaned_data["reason"], by=request.user)

    if done(form, act):
        messages.success(request, "The proposal is withdrawn.")
        return redirect(project)
    return project_form(request, project, form, "Withdraw this proposal")
