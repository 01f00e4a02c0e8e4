"""Progress reports: asked for on a schedule, written and sent by the lead colleague, then frozen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from board.choices import PROJECTS_AT_WORK, Rhythm
from board.deadlines import report_days
from board.models import ProgressReport, Project
from board.services.projects import impact
from board.services.projects.places import tell
from hlp import audit, clock, documents
from hlp.models import Document, User
from hlp.transitions import StaleEdit
from schools.choices import Role
from schools.models import Term
from schools.roles import people_with

KIND = "project-report"


@dataclass(frozen=True)
class Account:
    """What the lead colleague writes."""

    done: str
    difference: str = ""
    coming: str = ""
    help_wanted: str = ""


def halves(starts: date, ends: date) -> list[date]:
    """The last school days of the half terms between two days, as the years' terms are laid."""
    found = []
    for term in Term.objects.filter(starts__lte=ends, ends__gte=starts).order_by("starts"):
        found += [_friday(term.half_term_starts - timedelta(days=1)), term.ends]
    return [day for day in found if starts <= day <= ends]


def _friday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def ask_for(project: Project) -> None:
    """Ask for reports on the days of the project's rhythm; what was sent, and what is asked for already, stays.

    Reports beyond the project's last day are no longer asked for.
    """
    if not (project.starts and project.ends):
        return
    every = 2 if project.rhythm == Rhythm.TERMLY else 1
    first = _first_half(project.starts)
    days = report_days(project.starts, project.ends, halves(first, project.ends), every)
    last_sent = project.reports.sent().aggregate(last=Max("due_on"))["last"]
    wanted = [day for day in days if last_sent is None or day > last_sent]
    project.reports.owed().exclude(due_on__in=wanted).filter(done="").delete()
    known = set(project.reports.values_list("due_on", flat=True))
    number = project.reports.aggregate(last=Max("number"))["last"] or 0
    rows = [day for day in wanted if day not in known]
    ProgressReport.objects.bulk_create(
        ProgressReport(project=project, number=number + place, due_on=day)
        for place, day in enumerate(rows, 1)
    )
    _renumber(project)


def _first_half(day: date) -> date:
    """The first day of the term in which a day falls, so that every second half term is the end of a term."""
    term = Term.objects.filter(starts__lte=day, ends__gte=day).first()
    return term.starts if term else day


def _renumber(project: Project) -> None:
    """Number the reports by their days; in two steps, for each number stands once."""
    rows = list(project.reports.order_by("due_on", "pk"))
    if [row.number for row in rows] == list(range(1, len(rows) + 1)):
        return
    for offset in (1000, 0):
        for number, row in enumerate(rows, 1):
            ProgressReport.objects.filter(pk=row.pk).update(number=offset + number)


@transaction.atomic
def save(
    *, report: ProgressReport, account: Account, version: int, by: User, at: datetime | None = None
) -> ProgressReport:
    """Keep what was written so far: lock, save. The same again changes nothing.

    Raises StaleEdit, and ValidationError where it was sent already.
    """
    row = _locked(report)
    if row.is_sent:
        raise ValidationError("This report was sent already, and stays as it is")
    if all(getattr(row, name) == value for name, value in vars(account).items()):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    for name, value in vars(account).items():
        setattr(row, name, value)
    row.written_by, row.saved_at, row.version = by, at or clock.now(), row.version + 1
    row.save(update_fields=[*vars(account), "written_by", "saved_at", "version"])
    return row


@transaction.atomic
def send(
    *, report: ProgressReport, account: Account, version: int, by: User, at: datetime | None = None
) -> ProgressReport:
    """Send a report: save, freeze milestones and figures with it, PDF asked for, audit, the Director told.

    Twice is once. Raises StaleEdit, and ValidationError where nothing was done or the project is over.
    """
    moment = at or clock.now()
    row = _locked(report)
    if row.is_sent:
        return row
    if row.project.state not in PROJECTS_AT_WORK:
        raise ValidationError("This project is over, so it is not reported on")
    if not account.done:
        raise ValidationError({"done": "Say what was done since the last report"})
    row = save(report=row, account=account, version=version, by=by, at=moment)
    row.written_by, row.sent_at, row.facts = by, moment, frozen(row.project, clock.local(moment).date())
    row.save(update_fields=["written_by", "sent_at", "facts"])
    audit.record("project.reported", about=row.project.about, by=by, at=moment, number=row.number)
    tell(
        "project-report-sent",
        people_with(Role.DIRECTOR),
        about=row.about,
        once=row.about,
        path=row.get_absolute_url(),
        why="they look after the partnership’s projects",
        at=moment,
        title=row.project.title,
    )
    return row


def _locked(report: ProgressReport) -> ProgressReport:
    rows = ProgressReport.objects.select_for_update(of=("self",)).select_related(
        "project__measure", "project__lead_school", "project__lead_person"
    )
    return rows.get(pk=report.pk)


def frozen(project: Project, on: date) -> dict[str, Any]:
    """Milestones and figures of a project as they stand on a day, as plain data."""
    return {
        "as_of": clock.day(on),
        "milestones": [
            {
                "title": row.title,
                "due": clock.day(row.due_on).partition(" ")[2],
                "status": row.status(on).label,
                "note": row.note,
            }
            for row in project.milestones.all()
        ],
        "impact": impact.facts(project),
        "schools": project.members.filter(left_on=None).count(),
        "meetings": project.meetings.filter(cancelled_at=None, starts_at__date__lte=on).count(),
    }


def draw(report: ProgressReport, *, at: datetime | None = None) -> Document:
    """The PDF of a sent report; once asked for it is the same document."""
    project, filename = report.project, f"progress-report-{report.project_id}-{report.number}.pdf"
    source = {
        "title": f"{project.title}: progress report {report.number}",
        "project": project.title,
        "number": report.number,
        "lead": project.lead_person.name if project.lead_person else "",
        "school": project.lead_school.name if project.lead_school else "",
        "dates": span(project),
        "due": clock.day(report.due_on),
        "sent": clock.day(report.sent_at) if report.sent_at else "",
        "by": report.written_by.name if report.written_by else "",
        "done": report.done,
        "difference": report.difference,
        "coming": report.coming,
        "help_wanted": report.help_wanted,
        **report.facts,
    }
    return documents.ask(
        KIND, about=report.about, title=source["title"], filename=filename, source=source, at=at
    )


def span(project: Project) -> str:
    """``2 November 2026 to 16 July 2027``."""
    days = [clock.day(day).partition(" ")[2] for day in (project.starts, project.ends) if day]
    return " to ".join(days)
