"""What a headship that changes hands means for projects: who leads them from the school."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from board.choices import PROJECTS_AT_WORK
from board.models import Project
from board.services.projects.running import amend
from hlp import clock
from hlp.models import User
from schools.models import Appointment
from schools.services.handovers import Place


def places(post: Appointment) -> list[Place]:
    """The projects at work that the leaving headteacher leads for their school, by their last day."""
    return [_place(row) for row in _led(post).order_by("ends", "pk")]


def _led(post: Appointment) -> QuerySet[Project]:
    return Project.objects.filter(
        state__in=PROJECTS_AT_WORK, lead_person=post.person_id, lead_school=post.school_id
    )


def _place(row: Project) -> Place:
    until = f"until {clock.day(row.ends)}" if row.ends else "without a last day"
    return Place(row.about, f"Leads the project ‘{row.title}’", until, row.get_absolute_url())


def pass_on(
    key: str, *, post: Appointment, to: Appointment | None, by: User, at: datetime | None = None
) -> None:
    """Let the successor lead a project: as a change of it, with its history, its audit and a message to them.

    Raises ValidationError without a successor: a project at work has somebody who reports.
    """
    row = _led(post).get(pk=int(key.partition(":")[2]))
    if to is None:
        raise ValidationError("Somebody has to lead it. Name who follows, or choose a colleague on its page")
    reason = f"The headship of {post.school} changes hands"
    amend(project=row, changes={"lead_person": to.person}, reason=reason, version=row.version, by=by, at=at)
