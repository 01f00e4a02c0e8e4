"""Those who help at a school: a headteacher chooses deputies and office themselves, and who gets copies."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import User
from schools.choices import DELEGATE_ROLES
from schools.models import Appointment, School
from schools.services.people import Post, appoint, invite

GIVEN = "post-given"
CLOSED = "The account with this address is closed. Ask the partnership to open it again"


def delegates_of(school: School) -> QuerySet[Appointment]:
    """The posts of those who help at a school, today and to come, by name."""
    held = Appointment.objects.filter(school=school, role__in=DELEGATE_ROLES)
    return held.current().select_related("person", "school").order_by("person__name", "pk")


@transaction.atomic
def add_delegate(
    *, email: str, name: str, post: Post, by: User, at: datetime | None = None
) -> tuple[User, bool]:
    """Give somebody a post that helps at a school: account and invitation for a new address, else post and message.

    Returns the person, and whether the account is new. Raises ValidationError where the role is another, where it is
    not for ``by`` to give, or where the person helps there already.
    """
    if post.role not in DELEGATE_ROLES:
        raise ValidationError({"role": "Select deputy headteacher or school office"})
    known = User.objects.filter(email__iexact=email).first()
    if known is None:
        return invite(email=email, name=name, post=post, by=by, at=at), True
    if not known.is_active:
        raise ValidationError({"email": CLOSED})
    appointment = appoint(person=known, post=post, by=by, at=at)
    outbox.write([given(appointment, by)], at=at)
    return known, False


def given(appointment: Appointment, by: User | None, *, due_at: datetime | None = None) -> outbox.Note:
    """The message that tells somebody with an account of a further post."""
    return outbox.Note(
        key=f"{GIVEN}:appointment={appointment.pk}",
        kind=GIVEN,
        person=appointment.person,
        context={
            "post": appointment.title,
            "starts": clock.day(appointment.starts),
            "by": by.name if by else "The partnership",
            "path": reverse("hlp:home"),
        },
        about=f"user:{appointment.person_id}",
        why="they were given a post",
        due_at=due_at,
    )


@transaction.atomic
def choose_copies(*, school: School, chosen: Iterable[int], by: User, at: datetime | None = None) -> None:
    """Say which posts of a school get copies of messages about dates: lock, save what differs, audit."""
    wanted = set(chosen)
    changed = []
    for post in delegates_of(school).select_for_update(of=("self",)):
        if post.copies != (post.pk in wanted):
            post.copies = not post.copies
            post.save(update_fields=["copies"])
            changed.append(f"{post.person}: {'yes' if post.copies else 'no'}")
    if changed:
        audit.record(
            "school.copies", about=f"school:{school.urn}", by=by, at=at or clock.now(), copies=changed
        )
