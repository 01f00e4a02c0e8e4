"""Meetings of a community of interest: announced, moved, called off, answered by schools, noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from board.models import Project, ProjectMeeting, ProjectMeetingPlace
from board.services.projects.places import community, schools_of, tell
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.models import School


@dataclass(frozen=True)
class Plan:
    """A meeting as it is planned."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    joining: str = ""
    about_it: str = ""

    def checked(self) -> "Plan":
        """Itself. Raises ValidationError where it ends before it begins, or nobody knows where it is."""
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends": "It must end after it begins"})
        if not self.place and not self.joining:
            raise ValidationError({"place": "Say where it is, or give a link to join"})
        return self


@dataclass(frozen=True)
class Seen:
    """Whether a school was there, and who came for it."""

    present: bool
    people: str = ""


@transaction.atomic
def create(*, project: Project, plan: Plan, by: User, at: datetime | None = None) -> ProjectMeeting:
    """Announce a meeting: row, a place a school, audit, the schools told. The same title and hour twice is once.

    Raises ValidationError.
    """
    moment = at or clock.now()
    facts = vars(plan.checked())
    known = project.meetings.filter(
        title=plan.title, starts_at=plan.starts_at, cancelled_at__isnull=True
    ).first()
    if known:
        return known
    made = ProjectMeeting.objects.create(project=project, changed_at=moment, made_by=by, **facts)
    _places(made)
    audit.record("project.meeting", about=made.about, by=by, at=moment)
    if made.starts_at > moment:
        _tell("project-meeting", made, moment)
    return made


def _places(meeting: ProjectMeeting) -> None:
    """A place for every school of the project; those that left since keep theirs."""
    ProjectMeetingPlace.objects.bulk_create(
        [ProjectMeetingPlace(meeting=meeting, school=school) for school in schools_of(meeting.project)],
        ignore_conflicts=True,
    )


def _tell(kind: str, meeting: ProjectMeeting, at: datetime) -> None:
    tell(
        kind,
        community(meeting.project),
        about=meeting.about,
        once=f"{meeting.about}:sequence={meeting.sequence}",
        path=meeting.get_absolute_url(),
        why="their school takes part in the project",
        at=at,
        title=meeting.project.title,
        starts=clock.when(meeting.starts_at),
        ends=clock.clock_time(meeting.ends_at),
        place=meeting.place,
        joining=meeting.joining,
    )


@transaction.atomic
def change(
    *, meeting: ProjectMeeting, plan: Plan, version: int, by: User, at: datetime | None = None
) -> ProjectMeeting:
    """Change a meeting that is to come: lock, save, audit; another hour asks everybody again and tells them.

    Raises StaleEdit, ValidationError where it is over or was called off.
    """
    moment = at or clock.now()
    row = _locked(meeting)
    facts = vars(plan.checked())
    if all(getattr(row, name) == value for name, value in facts.items()):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    if row.is_cancelled or row.ends_at < moment:
        raise ValidationError("This meeting is over, or was called off")
    moved = (row.starts_at, row.ends_at, row.place) != (plan.starts_at, plan.ends_at, plan.place)
    again = row.starts_at != plan.starts_at
    for name, value in facts.items():
        setattr(row, name, value)
    row.version, row.changed_at, row.sequence = row.version + 1, moment, row.sequence + moved
    row.save()
    audit.record("project.meeting-changed", about=row.about, by=by, at=moment)
    if again:
        row.school_places.update(coming=None, replied_by=None)
    if moved:
        _tell("project-meeting-moved", row, moment)
    return row


@transaction.atomic
def cancel(*, meeting: ProjectMeeting, by: User, at: datetime | None = None) -> ProjectMeeting:
    """Call a meeting off: lock, save, audit, the schools told. Twice is once. Raises ValidationError where it is over."""
    moment = at or clock.now()
    row = _locked(meeting)
    if row.is_cancelled:
        return row
    if row.starts_at < moment:
        raise ValidationError("This meeting has begun already")
    row.cancelled_at, row.changed_at, row.sequence = moment, moment, row.sequence + 1
    row.save(update_fields=["cancelled_at", "changed_at", "sequence"])
    audit.record("project.meeting-cancelled", about=row.about, by=by, at=moment)
    _tell("project-meeting-cancelled", row, moment)
    return row


@transaction.atomic
def reply(
    *,
    meeting: ProjectMeeting,
    school: School,
    coming: bool,
    people: str = "",
    by: User,
    at: datetime | None = None,
) -> ProjectMeetingPlace:
    """Answer for a school: lock, save. The last answer counts. Raises ValidationError where it has begun."""
    row = _locked(meeting)
    if row.is_cancelled or row.starts_at < (at or clock.now()):
        raise ValidationError("This meeting has begun, or was called off")
    place, _ = ProjectMeetingPlace.objects.update_or_create(
        meeting=row, school=school, defaults={"coming": coming, "people": people, "replied_by": by}
    )
    return place


@transaction.atomic
def note(
    *,
    meeting: ProjectMeeting,
    seen: Mapping[int, Seen],
    notes: str,
    version: int,
    by: User,
    at: datetime | None = None,
) -> ProjectMeeting:
    """Note which schools (by primary key) were there and what came of it: lock, save, audit. Raises StaleEdit.

    Raises ValidationError before the meeting has begun.
    """
    moment = at or clock.now()
    row = _locked(meeting)
    if row.is_cancelled or row.starts_at > moment:
        raise ValidationError("Who was there is noted once the meeting has begun")
    if row.version != version:
        raise StaleEdit(row.version)
    _places(row)
    for place in row.school_places.all():
        found = seen.get(place.school_id)
        if found:
            place.present, place.people = found.present, found.people or place.people
            place.save(update_fields=["present", "people"])
    row.notes, row.version = notes, row.version + 1
    row.save(update_fields=["notes", "version"])
    audit.record("project.meeting-noted", about=row.about, by=by, at=moment)
    return row


def _locked(meeting: ProjectMeeting) -> ProjectMeeting:
    return ProjectMeeting.objects.select_for_update(of=("self",)).select_related("project").get(pk=meeting.pk)
