"""Many projects at once: what a line of a list says of each, for pages, files and papers, in a fixed number of queries."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from board.models import Project
from hlp import clock


def listed(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with what their lines show: milestones reached and late, schools, the next report."""
    today = clock.today()
    open_ = Q(milestones__done_on=None)
    return (
        rows.select_related("lead_school", "lead_person", "theme", "measure")
        .annotate(
            milestones_all=Count("milestones", distinct=True),
            milestones_done=Count("milestones", filter=~open_, distinct=True),
            milestones_late=Count(
                "milestones", filter=open_ & Q(milestones__due_on__lt=today), distinct=True
            ),
            schools=Count("members", filter=Q(members__left_on=None), distinct=True),
            next_report=Min("reports__due_on", filter=Q(reports__sent_at=None)),
        )
        .order_by(F("starts").desc(nulls_first=True), "-pk")
    )


def line(project: Any, on: date | None = None) -> dict[str, Any]:
    """What a line says of a project of ``listed``."""
    today = on or clock.today()
    late = project.is_at_work and project.next_report is not None and project.next_report < today
    return {
        "milestones": project.milestones_all,
        "reached": project.milestones_done,
        "late": project.milestones_late if project.is_at_work else 0,
        "schools": project.schools,
        "next_report": project.next_report,
        "report_late": late,
    }
