"""Projects as papers of the Board: how those at work stand, and each proposal that it is asked to decide on.

A paper of part I names the lead school of a project that the public may read, and no other school.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from board.choices import MilestoneStatus, ProjectState
from board.models import Project
from board.services.projects import impact
from board.services.projects.reports import span
from hlp import clock
from hlp.papers import PaperSource
from peerchallenge.calculations.naming import Names, anonymised
from schools.models import School

PROGRESS = "project-progress"
GENERIC = {
    "school",
    "primary",
    "infant",
    "junior",
    "nursery",
    "special",
    "and",
    "the",
    "st",
    "saint",
    "academy",
}


def sources() -> list[PaperSource]:
    """Progress in both parts, and each proposal that is with the Board."""
    template = "board/project/progress_paper_pdf.html"
    waiting = Project.objects.filter(state=ProjectState.WITH_BOARD).order_by("pk")
    return [
        PaperSource(PROGRESS, "Projects: progress", False, template, _progress(named=False)),
        PaperSource(
            f"{PROGRESS}-restricted", "Projects: progress, part II", True, template, _progress(named=True)
        ),
        *(
            PaperSource(
                f"project-proposal-{project.pk}",
                f"Proposal: {project.title}",
                False,
                "board/project/proposal_paper_pdf.html",
                _proposal(project.pk),
            )
            for project in waiting
        ),
    ]


def _progress(*, named: bool) -> Callable[[datetime], dict[str, Any]]:
    return lambda at: progress(at, named=named)


def _proposal(pk: int) -> Callable[[datetime], dict[str, Any]]:
    return lambda at: proposal(Project.objects.select_related("measure", "theme", "round__year").get(pk=pk))


def progress(at: datetime, *, named: bool) -> dict[str, Any]:
    """Each project at work: dates, schools, figures, milestones, the newest report. ``named`` is for part II alone."""
    today = clock.local(at).date()
    rows = (
        Project.objects.at_work()
        .select_related("lead_school", "lead_person", "measure")
        .order_by("starts", "pk")
    )
    rows = rows.prefetch_related("milestones", "members", "reports", "impact_figures")
    names = [] if named else list(School.objects.values_list("name", flat=True))
    found = [_row(row, today, names, named=named) for row in rows]
    return {"projects": found, "late": sum(row["late"] for row in found)}


def _row(project: Project, today: date, names: list[str], *, named: bool) -> dict[str, Any]:
    shown = project.lead_school is not None and (named or project.is_public)
    school = project.lead_school.name if shown and project.lead_school else ""
    milestones = [_milestone(row, today) for row in project.milestones.all()]
    reports = sorted(project.reports.all(), key=lambda row: row.due_on)
    newest = next((row for row in reversed(reports) if row.sent_at), None)
    owed = next((row for row in reports if row.sent_at is None), None)
    written = {
        name: without_schools(getattr(newest, name), names, keep=school) if newest else ""
        for name in ("done", "difference", "coming", "help_wanted")
    }
    return {
        "title": project.title,
        "state": project.get_state_display(),
        "school": school,
        "lead": project.lead_person.name if school and project.lead_person else "",
        "dates": span(project),
        "others": sum(member.left_on is None for member in project.members.all()),
        "milestones": [
            {**row, "note": without_schools(row["note"], names, keep=school)} for row in milestones
        ],
        "late": sum(row["late"] for row in milestones),
        "impact": impact.facts(project),
        "sent": clock.day(newest.sent_at) if newest and newest.sent_at else "",
        "next": clock.day(owed.due_on) if owed else "",
        **written,
    }


def _milestone(row: Any, today: date) -> dict[str, Any]:
    status = row.status(today)
    return {
        "title": row.title,
        "due": clock.day(row.due_on).partition(" ")[2],
        "status": status.label,
        "late": status == MilestoneStatus.LATE,
        "note": row.note,
    }


def proposal(project: Project) -> dict[str, Any]:
    """What the Board is asked to decide on. It names no school: the lead school stands on the proposal's page."""
    names = list(School.objects.values_list("name", flat=True))
    texts = {
        name: without_schools(getattr(project, name), names)
        for name in ("problem", "evidence", "approach", "evaluation")
    }
    call = getattr(project, "call", None)
    return {
        "theme": str(project.theme or ""),
        "round": str(project.round or ""),
        "words": project.evidence_facts.get("words", ""),
        **texts,
        "impact": impact.facts(project),
        "dates": span(project),
        "cost": f"£{project.cost:,.0f}" if project.cost is not None else "",
        "funding": without_schools(project.funding, names),
        "reports": project.get_rhythm_display(),
        "interested": call.expressions.exclude(state="withdrawn").count() if call else 0,
        "called": call is not None,
    }


def without_schools(text: str, names: Iterable[str], *, keep: str = "") -> str:
    """A text in which other schools than ``keep`` read ``[school]``, by their full names and as people call them."""
    return anonymised(text, Names(schools=tuple(name for name in names if name != keep)))
