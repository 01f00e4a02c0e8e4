"""The membership agreement: a headteacher accepts it for each year, and the Director asks for it."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import Text, TextVersion, User
from hlp.outbox import Note
from hlp.transitions import StaleEdit
from schools.choices import MembershipStep, Role
from schools.models import AcademicYear, Appointment, Membership
from schools.services.memberships.acts import note

AGREEMENT = "membership-agreement"  # the text's name


def current_agreement() -> TextVersion | None:
    """The newest version of the agreement, or None where the text is not there."""
    text = Text.objects.filter(slug=AGREEMENT).select_related("current").first()
    return text.current if text else None


@transaction.atomic
def accept_agreement(
    *, membership: Membership, number: int, by: User, at: datetime | None = None
) -> Membership:
    """Accept the agreement for a membership's year: lock, check, version and name, history, audit.

    ``number`` is the version that was read. Accepted once, it stays so. Raises StaleEdit when a newer version has
    been published since.
    """
    locked = Membership.objects.select_for_update(of=("self",)).select_related("school", "year")
    row = locked.get(pk=membership.pk)
    if row.agreement_id:
        return row
    version = current_agreement()
    if version is None or version.number != number:
        raise StaleEdit
    moment = at or clock.now()
    row.agreement, row.accepted_by, row.accepted_at = version, by, moment
    row.save(update_fields=["agreement", "accepted_by", "accepted_at"])
    day = clock.local(moment).date()
    note(row, MembershipStep.ACCEPTED, day, f"Version {version.number}", by=by, at=moment)
    return row


@transaction.atomic
def ask_for_agreements(*, year: AcademicYear, by: User, at: datetime | None = None) -> int:
    """Ask the headteachers of members that have not accepted the agreement for a year: messages, audit.

    Nobody is asked twice on one day for one school. Returns how many people are asked.
    """
    moment = at or clock.now()
    open_ = Membership.objects.filter(year=year, agreement=None, ends__gte=clock.local(moment).date())
    rows = {row.school_id: row for row in open_.select_related("school")}
    posts = Appointment.objects.on(clock.local(moment).date()).filter(role=Role.HEADTEACHER, school__in=rows)
    heads = posts.filter(person__is_active=True).select_related("person", "school")
    notes = [_asked(post, year, by, moment) for post in heads]
    audit.record("membership.ask", about=f"year:{year.name}", by=by, at=moment, asked=len(notes))
    return outbox.write(notes, at=moment)


def _asked(post: Appointment, year: AcademicYear, by: User, at: datetime) -> Note:
    assert post.school is not None  # noqa: S101 a headteacher has a school
    day = clock.local(at).date()
    return Note(
        key=f"agreement-asked:{year.pk}:school={post.school_id}:user={post.person_id}:{day:%Y-%m-%d}",
        kind="agreement-asked",
        person=post.person,
        context={
            "school": post.school.name,
            "year": year.name,
            "by": by.name,
            "path": reverse("schools:agreement-accept", args=[post.school.urn, year.slug]),
        },
        about=f"school:{post.school.urn}",
        why=f"The membership agreement for {year.name} is to be accepted",
    )
