"""An approved project: changed, paused, stopped, shown to the public, closed, and what it leaves to ask."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from board.choices import ProjectState
from board.forms.projects.deciding import ReasonForm
from board.forms.projects.proposal import AmendForm
from board.forms.projects.work import AskNextForm, CloseForm, SummaryForm
from board.services.projects import closing, running
from board.views.projects.pieces import LEAD, RUN, done, newest, page, page_project, posted, project_form
from board.views.projects.proposals import FIELDS, stepped
from hlp import clock
from hlp.access import Request
from peerchallenge.models import Round


@page
def project_amend(request: Request, pk: int) -> HttpResponse:
    """Change an approved project, with a reason."""
    project = page_project(request, pk, RUN)
    if not project.is_at_work:
        return redirect(project)
    initial = {name: getattr(project, name) for name in FIELDS}
    form = AmendForm(posted(request), project=project, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        running.amend(
            project=project, changes=form.planned(), colleague=form.colleague(), reason=given["reason"],
            version=given["version"] or 0, by=request.user,
        )  # fmt: skip

    if done(form, act, lambda: newest(project)):
        messages.success(request, "Saved. The change stands in the project’s history.")
        return redirect(project)
    text = f"The Board asked for these changes: {project.conditions}" if project.conditions else ""
    return project_form(request, project, form, "Change the project", text=text)


@page
def project_pause(request: Request, pk: int) -> HttpResponse:
    """Pause a project, with a reason."""
    project = page_project(request, pk, RUN)
    form = ReasonForm(posted(request), submit="Pause this project", hint="Its schools read it.")

    def act() -> None:
        running.pause(project=project, reason=form.cleaned_data["reason"], by=request.user)

    if done(form, act):
        messages.success(request, "The project is paused. No report is asked for until it goes on.")
        return redirect(project)
    return project_form(request, project, form, "Pause this project")


@require_POST
def project_resume(request: Request, pk: int) -> HttpResponse:
    """Take a paused project up again."""
    return stepped(request, page_project(request, pk, RUN), running.resume, "The project goes on.")


@page
def project_stop(request: Request, pk: int) -> HttpResponse:
    """Stop a project for good, with a reason."""
    project = page_project(request, pk, RUN)
    form = ReasonForm(posted(request), submit="Stop this project", hint="Its schools read it.")

    def act() -> None:
        running.stop(project=project, reason=form.cleaned_data["reason"], by=request.user)

    if done(form, act):
        messages.success(request, "The project is stopped.")
        return redirect(project)
    text = "It leaves the public site, and no more reports are asked for. This cannot be undone."
    return project_form(request, project, form, "Stop this project", text=text)


@page
def project_public(request: Request, pk: int) -> HttpResponse:
    """What the public site says of a project, and whether it says anything."""
    project = page_project(request, pk, RUN)
    initial = {"text": project.public_summary, "version": project.version}
    form = SummaryForm(posted(request), shown=project.public_at is not None, initial=initial)

    def act() -> None:
        given, shown = form.cleaned_data, "hide" not in request.POST
        running.publish_summary(
            project=project, text=given["text"], shown=shown, version=given["version"] or 0, by=request.user
        )

    if done(form, act, lambda: newest(project)):
        messages.success(request, "Saved. The public site follows within two minutes.")
        return redirect(project)
    return project_form(request, project, form, "On the public site")


@page
def project_close(request: Request, pk: int) -> HttpResponse:
    """Close a project with its findings."""
    project = page_project(request, pk, LEAD)
    if not project.is_at_work:
        return redirect(project)
    form = CloseForm(posted(request), project=project)

    def act() -> None:
        closing.close(project=project, findings=form.found(), by=request.user)

    if done(form, act):
        messages.success(request, "The project is closed. Thank you for what it found.")
        return redirect(project)
    return project_form(request, project, form, "Close this project with its findings")


@page
def project_ask_next(request: Request, pk: int) -> HttpResponse:
    """Make the project's theme a focus of a round to come."""
    project = page_project(request, pk, RUN)
    if project.state != ProjectState.FINISHED:
        return redirect(project)
    rounds = Round.objects.visible_to(request.user).filter(closes__gte=clock.today()).select_related("year")
    form = AskNextForm(posted(request), rounds=rounds, initial={"question": project.question})

    def act() -> None:
        round_ = form.cleaned_data["round"]
        closing.ask_next(
            project=project, round=round_, question=form.cleaned_data["question"], version=round_.version,
            by=request.user,
        )  # fmt: skip

    if done(form, act):
        messages.success(request, "The round looks at it, with the project as its reason.")
        return redirect(project)
    text = "The theme joins the focus of that round, and the question stands beside it as the reason."
    return project_form(request, project, form, "A question for the next round", text=text)
