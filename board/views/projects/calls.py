"""The call for expressions of interest: made by the office, answered by headteachers, and who takes part."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.choices import ExpressionState
from board.forms.projects.calls import AnswerForm, CallForm, ExpressionForm, MembersForm
from board.models import Expression, ProjectCall
from board.services.projects import calls as services
from board.services.projects import running
from board.views.pieces import form_page
from board.views.projects.pieces import RUN, done, page, page_project, posted, project_form
from hlp import access, clock
from hlp.access import Request
from hlp.transitions import WrongMove
from schools.models import School
from schools.roles import roles_of

COLOURS = {
    ExpressionState.SENT: "yellow",
    ExpressionState.ACCEPTED: "green",
    ExpressionState.THANKED: "grey",
    ExpressionState.WITHDRAWN: "grey",
}


@page
def call_edit(request: Request, pk: int) -> HttpResponse:
    """Open the call of a project, or change it."""
    project = page_project(request, pk, RUN)
    call = ProjectCall.objects.visible_to(request.user).filter(project=project).first()
    names = ("text", "asks", "places", "opens_on", "closes_on", "version")
    initial: dict[str, Any] = {"opens_on": clock.today()}
    if call:
        initial = {name: getattr(call, name) for name in names}
    form = CallForm(posted(request), initial=initial)
    form.submit = "Save the call" if call else "Open the call"

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.open_call(project=project, terms=form.terms(), version=version, by=request.user)

    if done(form, act, lambda: ProjectCall.objects.visible_to(request.user).get(project=project).version):
        messages.success(request, "The call is saved. Headteachers are told on its first day.")
        return redirect(project)
    return project_form(request, project, form, "Call for expressions of interest")


@require_POST
def call_close(request: Request, pk: int) -> HttpResponse:
    """Close a call before its last day."""
    project = page_project(request, pk, RUN)
    call = access.fetch(ProjectCall.objects.visible_to(request.user), request.user, project=project)
    services.close_call(call=call, by=request.user)
    messages.success(request, "The call is closed.")
    return redirect("board:expression-list", pk=pk)


@page
def call_detail(request: Request, pk: int) -> HttpResponse:
    """The call as a school reads it; a headteacher answers here."""
    visible = ProjectCall.objects.visible_to(request.user).select_related("project__lead_school")
    call = access.fetch(visible, request.user, pk=pk)
    heads = roles_of(request.user).schools - {call.project.lead_school_id or 0}
    schools = list(
        School.objects.visible_to(request.user).filter(pk__in=heads).members_on(clock.today()).distinct()
    )
    own = list(
        Expression.objects.visible_to(request.user)
        .filter(call=call, school__in=heads)
        .select_related("school")
    )
    closed = {
        one.school_id for one in own if one.state in {ExpressionState.ACCEPTED, ExpressionState.THANKED}
    }
    askable = [school for school in schools if school.pk not in closed]
    answers = call.is_open(clock.today()) and bool(askable)
    if request.method == "POST":
        access.require(request.user, "board.answer_call")
    given = next((one for one in own if one.school_id in {school.pk for school in askable}), None)
    initial = {"why": given.why, "colleague": given.colleague, "school": given.school_id} if given else {}
    form = ExpressionForm(posted(request), schools=askable, initial=initial) if answers else None
    if form and given and given.state == ExpressionState.SENT:
        form.submit = "Change our answer"

    def act() -> None:
        assert form is not None  # noqa: S101 asked below only where there is one
        services.express(call=call, by=request.user, **form.cleaned_data)

    if form and done(form, act):
        messages.success(
            request, "Thank you. Your school’s interest is noted, and the Director will answer you."
        )
        return redirect(call)
    context = {
        "call": call,
        "open": call.is_open(clock.today()),
        "form": form,
        "own": [{"expression": one, "colour": COLOURS[ExpressionState(one.state)]} for one in own],
        "accepted": call.expressions.filter(state=ExpressionState.ACCEPTED).count(),
        "reads": call.project.is_approved or request.user.has_perm(RUN),
    }
    return render(request, "board/project/call.html", context)


@require_POST
def expression_withdraw(request: Request, pk: int) -> HttpResponse:
    """A headteacher takes their school's interest back."""
    visible = Expression.objects.visible_to(request.user).select_related("call")
    expression = access.fetch(visible, request.user, pk=pk)
    if expression.school_id not in roles_of(request.user).schools:
        access.require(request.user, RUN)
    try:
        services.withdraw(expression=expression, by=request.user)
        messages.success(request, "Your school’s interest is taken back.")
    except WrongMove:
        messages.error(request, "It was answered already. Write to the Director.")
    return redirect(expression.call)


@require_GET
def expression_list(request: Request, pk: int) -> HttpResponse:
    """What schools answered, for the office."""
    project = page_project(request, pk, RUN)
    call = access.fetch(ProjectCall.objects.visible_to(request.user), request.user, project=project)
    rows = Expression.objects.visible_to(request.user).filter(call=call).select_related("school", "sent_by")
    found = list(rows.exclude(state=ExpressionState.WITHDRAWN))
    context = {
        "project": project,
        "call": call,
        "open": call.is_open(clock.today()),
        "rows": [{"expression": one, "colour": COLOURS[ExpressionState(one.state)]} for one in found],
        "accepted": sum(one.state == ExpressionState.ACCEPTED for one in found),
        "waiting": sum(one.state == ExpressionState.SENT for one in found),
        "asked": School.objects.members_on(clock.today())
        .exclude(pk=project.lead_school_id or 0)
        .distinct()
        .count(),
    }
    return render(request, "board/project/expressions.html", context)


@page
def expression_answer(request: Request, pk: int) -> HttpResponse:
    """Accept a school, or thank it."""
    visible = Expression.objects.visible_to(request.user).select_related("call__project", "school")
    expression = access.fetch(visible, request.user, pk=pk)
    access.require(request.user, RUN)
    form = AnswerForm(posted(request))
    back = reverse("board:expression-list", args=[expression.call.project_id])

    def act() -> None:
        accepted, text = "accepted" in request.POST, form.cleaned_data["text"]
        services.answer(expression=expression, accepted=accepted, text=text, by=request.user)

    if done(form, act):
        messages.success(request, f"{expression.school} is told.")
        return redirect(back)
    context = {"caption": expression.call.project.title, "text": expression.why}
    return form_page(request, form, f"Answer {expression.school}", back, **context)


@page
def project_members(request: Request, pk: int) -> HttpResponse:
    """Which schools take part."""
    project = page_project(request, pk, RUN)
    kept = list(project.members.filter(left_on=None).values_list("school_id", flat=True))
    form = MembersForm(posted(request), lead=project.lead_school_id, kept=kept, initial={"schools": kept})

    def act() -> None:
        running.set_members(project=project, schools=form.cleaned_data["schools"], by=request.user)

    if done(form, act):
        messages.success(request, "Saved.")
        return redirect(project)
    return project_form(request, project, form, "Who takes part")
