"""The work of a project: milestones, progress reports, documents, figures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from board.choices import PROJECTS_AT_WORK
from board.forms.projects.work import DocumentForm, FigureForm, MilestoneForm, ReportForm
from board.models import ImpactFigure, Milestone, ProgressReport, Project, ProjectDocument
from board.packs.refusals import Refused
from board.services.projects import documents, impact, milestones, reports
from board.views.projects.pieces import LEAD, done, page, page_project, posted, project_form
from hlp import access, clock
from hlp import documents as printed
from hlp.access import Request


def _working(request: Request, pk: int) -> Project:
    """The project for its lead and the office, while it runs. Raises Http404 where it is over or not begun."""
    project = page_project(request, pk, LEAD)
    if project.state not in PROJECTS_AT_WORK:
        raise Http404
    return project


@page
def milestone_create(request: Request, pk: int) -> HttpResponse:
    """Add a milestone."""
    project = _working(request, pk)
    form = MilestoneForm(posted(request), new=True)

    def act() -> None:
        given = {name: form.cleaned_data[name] for name in ("title", "due_on")}
        milestones.add(project=project, by=request.user, **given)

    if done(form, act):
        messages.success(request, "Saved.")
        return redirect(f"{project.get_absolute_url()}#milestones")
    return project_form(request, project, form, "Add a milestone")


@page
def milestone_edit(request: Request, pk: int, milestone: int) -> HttpResponse:
    """Change a milestone, or say that it is reached."""
    project = _working(request, pk)
    visible = Milestone.objects.visible_to(request.user).filter(project=project)
    row = access.fetch(visible, request.user, pk=milestone)
    names = ("title", "due_on", "done_on", "note", "version")
    form = MilestoneForm(posted(request), initial={name: getattr(row, name) for name in names})

    def act() -> None:
        given = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        milestones.change(milestone=row, by=request.user, **given)

    if done(form, act, lambda: visible.get(pk=milestone).version):
        messages.success(request, "Saved.")
        return redirect(f"{project.get_absolute_url()}#milestones")
    context = {"form": form, "project": project, "milestone": row}
    return render(request, "board/project/milestone.html", context)


@require_POST
def milestone_done(request: Request, pk: int, milestone: int) -> HttpResponse:
    """One press: it is reached today."""
    project = _working(request, pk)
    visible = Milestone.objects.visible_to(request.user).filter(project=project)
    row = access.fetch(visible, request.user, pk=milestone)
    facts: dict[str, Any] = {
        "title": row.title,
        "due_on": row.due_on,
        "note": row.note,
        "version": row.version,
    }
    milestones.change(milestone=row, done_on=row.done_on or clock.today(), by=request.user, **facts)
    messages.success(request, f"Reached: {row.title}")
    return redirect(f"{project.get_absolute_url()}#milestones")


@require_POST
def milestone_remove(request: Request, pk: int, milestone: int) -> HttpResponse:
    """Take a milestone out."""
    project = _working(request, pk)
    visible = Milestone.objects.visible_to(request.user).filter(project=project)
    row = access.fetch(visible, request.user, pk=milestone)
    milestones.remove(milestone=row, by=request.user)
    messages.success(request, "The milestone is taken out.")
    return redirect(f"{project.get_absolute_url()}#milestones")


def _report(request: Request, pk: int, permission: str | None = None) -> ProgressReport:
    """A report: 404 for whoever does not read its project, or reads it only once it is sent."""
    visible = ProgressReport.objects.visible_to(request.user).select_related(
        "project__lead_school", "project__lead_person", "project__measure", "written_by"
    )
    report = access.fetch(visible, request.user, pk=pk)
    if not report.is_sent and not request.user.has_perm(LEAD, report.project):
        raise Http404
    access.require(request.user, permission, report.project)
    return report


@require_GET
def report_detail(request: Request, pk: int) -> HttpResponse:
    """A report that was sent; before that its lead is taken to where it is written."""
    report = _report(request, pk)
    if not report.is_sent:
        return redirect("board:project-report-edit", pk=pk)
    document = reports.draw(report)
    context = {
        "report": report,
        "project": report.project,
        "document": document,
        "refresh_seconds": 5 if document.is_pending else 0,
    }
    if request.htmx:
        return render(request, "board/project/_report_file.html", context)
    return render(request, "board/project/report.html", context)


@page
def report_edit(request: Request, pk: int) -> HttpResponse:
    """Write a report: keep it, or send it."""
    report = _report(request, pk, LEAD)
    if report.is_sent:
        return redirect(report)
    names = ("done", "difference", "coming", "help_wanted", "version")
    form = ReportForm(posted(request), initial={name: getattr(report, name) for name in names})
    sends = "send" in request.POST

    def act() -> None:
        verb = reports.send if sends else reports.save
        version = form.cleaned_data["version"] or 0
        verb(report=report, account=form.account(), version=version, by=request.user)

    if done(form, act, lambda: _report(request, pk).version):
        messages.success(request, "The report is sent." if sends else "Kept. Send it when it is ready.")
        return redirect(report if sends else report.project)
    context = {"form": form, "report": report, "project": report.project, "facts": _beside(report)}
    return render(request, "board/project/report_edit.html", context)


def _beside(report: ProgressReport) -> dict[str, object]:
    return reports.frozen(report.project, clock.today())


@require_GET
def report_download(request: Request, pk: int) -> HttpResponse:
    """A sent report as PDF. Raises Http404 while it is being printed."""
    report = _report(request, pk)
    document = reports.draw(report) if report.is_sent else None
    if document is None or not document.is_ready:
        raise Http404
    reply = HttpResponse(printed.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply


@page
def document_create(request: Request, pk: int) -> HttpResponse:
    """Add a document."""
    project = _working(request, pk)
    form = DocumentForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            documents.add(
                project=project, title=form.cleaned_data["title"], data=file.read(), filename=file.name or "",
                by=request.user,
            )  # fmt: skip
            messages.success(request, "The file is being checked. It can be read in a minute.")
            return redirect(f"{project.get_absolute_url()}#documents")
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return project_form(request, project, form, "Add a document")


def _document(request: Request, pk: int) -> ProjectDocument:
    visible = ProjectDocument.objects.visible_to(request.user).standing()
    return access.fetch(visible.select_related("project", "pdf"), request.user, pk=pk)


@require_GET
def document_download(request: Request, pk: int) -> HttpResponse:
    """A checked document as PDF. Raises Http404 until it is."""
    document = _document(request, pk)
    if document.pdf is None:
        raise Http404
    reply = HttpResponse(bytes(document.pdf.data), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="project-document-{document.pk}.pdf"'
    return reply


@require_POST
def document_remove(request: Request, pk: int) -> HttpResponse:
    """Take a document away."""
    document = _document(request, pk)
    access.require(request.user, LEAD, document.project)
    documents.remove(document=document, by=request.user)
    messages.success(request, "The document is taken away.")
    return redirect(f"{document.project.get_absolute_url()}#documents")


@page
def figure_create(request: Request, pk: int) -> HttpResponse:
    """Enter a figure since the baseline."""
    project = _working(request, pk)
    form = FigureForm(posted(request))

    def act() -> None:
        impact.enter(project=project, by=request.user, **form.cleaned_data)

    if done(form, act):
        messages.success(request, "Saved.")
        return redirect(f"{project.get_absolute_url()}#impact")
    text = f"{project.measured}: from {project.shown(project.baseline)} to {project.shown(project.target)}."
    return project_form(request, project, form, "Enter a figure", text=text)


@require_POST
def figure_remove(request: Request, pk: int) -> HttpResponse:
    """Take out a figure that was entered by mistake."""
    visible = ImpactFigure.objects.visible_to(request.user).select_related("project")
    figure = access.fetch(visible, request.user, pk=pk)
    access.require(request.user, LEAD, figure.project)
    impact.remove(figure=figure, by=request.user)
    messages.success(request, "The figure is taken out.")
    return redirect(f"{figure.project.get_absolute_url()}#impact")
