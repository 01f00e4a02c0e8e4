"""What the clock asks for: progress reports before and after their day, calls on their first and before their last."""

from datetime import datetime, timedelta

from django.db import transaction

from board.choices import ProjectState
from board.deadlines import LAST_REPORT_STEP, REPORT_STEPS, report_step
from board.models import ProgressReport, ProjectCall
from board.services.projects import calls
from board.services.projects.places import heads_of, tell
from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.models import School
from schools.roles import people_with

CLOSING = timedelta(days=3)  # before a call's last day
TELLS_DIRECTOR = 4  # the step at which the Director is told too


@transaction.atomic
def tell_due(*, at: datetime | None = None) -> None:
    """Write every reminder that is owed and was not written yet. Running twice is harmless: each has its key."""
    moment = at or clock.now()
    _of_reports(moment)
    _of_calls(moment)


def _of_reports(at: datetime) -> None:
    today = clock.local(at).date()
    earliest = today - timedelta(days=LAST_REPORT_STEP)
    latest = today - timedelta(days=REPORT_STEPS[0])
    rows = ProgressReport.objects.owed().filter(
        project__state=ProjectState.RUNNING, due_on__gte=earliest, due_on__lte=latest
    )
    for report in rows.select_related("project__lead_person"):
        step = report_step(report.due_on, today)
        if step:
            _remind(report, step, report.is_late(today), at)


def _remind(report: ProgressReport, step: int, late: bool, at: datetime) -> None:
    lead = report.project.lead_person
    people: list[User] = [lead] if lead else []
    if step >= TELLS_DIRECTOR:
        people += [person for person in people_with(Role.DIRECTOR) if person != lead]
    tell(
        "project-report-late" if late else "project-report-due",
        people,
        about=report.about,
        once=f"{report.about}:due={report.due_on.isoformat()}:step={step}",
        path=report.get_absolute_url(),
        why="a progress report of the project is due",
        at=at,
        title=report.project.title,
        due=clock.day(report.due_on),
    )


def _of_calls(at: datetime) -> None:
    today = clock.local(at).date()
    for call in ProjectCall.objects.open_on(today).select_related("project"):
        calls.tell_schools(call, at=at)
        if call.closes_on - today <= CLOSING < call.closes_on - call.opens_on:
            _closing(call, at)


def _closing(call: ProjectCall, at: datetime) -> None:
    answered = call.expressions.values("school")
    members = School.objects.members_on(clock.local(at).date())
    silent = members.exclude(pk__in=answered).exclude(pk=call.project.lead_school_id or 0).distinct()
    tell(
        "project-call-closing", heads_of(silent), about=call.about,
        once=f"{call.about}:closes={call.closes_on.isoformat()}", path=call.get_absolute_url(),
        why="their school has not answered yet", at=at, title=call.project.title,
        closes=clock.day(call.closes_on),
    )  # fmt: skip
