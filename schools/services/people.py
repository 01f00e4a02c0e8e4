"""Invites people and gives and ends their posts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import User
from schools.choices import COLLABORATIVE_ROLES, DELEGATE_ROLES, SCHOOL_ROLES, Role
from schools.models import Appointment, Collaborative, School
from schools.roles import roles_of

TAKEN = "{name} has an account with this address already. Appoint them on their page instead"


@dataclass(frozen=True)
class Post:
    """A post to be given: the role, where, from when, and whether it is an acting one."""

    role: Role
    starts: date
    school: School | None = None
    collaborative: Collaborative | None = None
    acting: bool = False
    ends: date | None = None


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    post: Post,
    by: User | None,
    phone: str = "",
    at: datetime | None = None,
    due_at: datetime | None = None,
) -> User:
    """Make an account, give it its first post and write the invitation: account, appointment, audit, message.

    ``due_at`` is when the invitation goes out, if not at once. Raises ValidationError where the address is taken or
    the post does not fit its role.
    """
    moment = at or clock.now()
    person = new_person(email, name, phone)
    appointment = appoint(person=person, post=post, by=by, at=moment)
    audit.record("person.invite", about=f"user:{person.pk}", by=by, at=moment)
    outbox.write([invitation(appointment, by, due_at=due_at)], at=moment)
    return person


def new_person(email: str, name: str, phone: str = "") -> User:
    """Make an account that has no post yet. Raises ValidationError where the address is taken."""
    known = User.objects.filter(email__iexact=email).first()
    if known:
        raise ValidationError({"email": TAKEN.format(name=known)})
    try:
        with transaction.atomic():
            return User.objects.create_user(email=email, name=name, phone=phone)
    except IntegrityError:  # the button was pressed twice, in two places
        raise ValidationError({"email": TAKEN.format(name=name)}) from None


def invitation(
    appointment: Appointment, by: User | None, *, again: int = 0, due_at: datetime | None = None
) -> outbox.Note:
    """The invitation to a person with their first post; ``again`` counts the invitations before this one."""
    return welcome(appointment.person, appointment.title, by, again=again, due_at=due_at)


def welcome(
    person: User, post: str, by: User | None, *, again: int = 0, due_at: datetime | None = None
) -> outbox.Note:
    """The invitation to somebody for whom an account was made, with the words for what they are here."""
    return outbox.Note(
        key=f"invitation:user={person.pk}{f':again={again}' if again else ''}",
        kind="invitation",
        person=person,
        context={
            "post": post,
            "by": by.name if by else "The partnership",
            "path": reverse("account_login"),
        },
        about=f"user:{person.pk}",
        why="An account was made for them",
        due_at=due_at,
    )


@transaction.atomic
def appoint(*, person: User, post: Post, by: User | None, at: datetime | None = None) -> Appointment:
    """Give a person a post: check, write, audit. The very same post given twice is one post.

    Raises ValidationError where the place does not fit the role, where they hold the post at that time already, or
    where it is not for ``by`` to give.
    """
    _check_giver(person, post, by)
    User.objects.select_for_update().get(pk=person.pk)
    post = _placed(post)
    same = person.appointments.filter(role=post.role, school=post.school, collaborative=post.collaborative)
    twin = same.filter(starts=post.starts, ends=post.ends, acting=post.acting).first()
    if twin:
        return twin
    clash = same.filter(Q(ends=None) | Q(ends__gte=post.starts)).first()
    if clash and (post.ends is None or clash.starts <= post.ends):
        until = f" until {clock.day(clash.ends)}" if clash.ends else ""
        raise ValidationError(f"{person} is {clash.title} already, since {clock.day(clash.starts)}{until}")
    appointment = Appointment.objects.create(person=person, **vars(post))
    audit.record(
        "person.appoint", about=f"user:{person.pk}", by=by, at=at or clock.now(), post=appointment.title
    )
    return appointment


def _check_giver(person: User, post: Post, by: User | None) -> None:
    """Refuse what would let an administrator read reports: a post of their own, or a Director of their making.

    A headteacher gives the posts of those who help at a school of their own, and no others.
    """
    if by is None or roles_of(by).director:
        return
    _check_reach(post.role, post.school, by)
    if post.role == Role.DIRECTOR:
        raise ValidationError({"role": "Only the Director appoints a Director"})
    if person.pk == by.pk:
        raise ValidationError("Nobody gives a post to themselves. Ask the Director")


def _check_reach(role: str, school: School | None, by: User) -> None:
    held = roles_of(by)
    own = role in DELEGATE_ROLES and school is not None and school.pk in held.schools
    if not held.runs_partnership and not own:
        raise ValidationError("You choose who helps at the schools that you head, and nobody else")


def _placed(post: Post) -> Post:
    """The post with only the place that its role needs. Raises ValidationError where that is missing."""
    school = post.school if post.role in SCHOOL_ROLES else None
    collaborative = post.collaborative if post.role in COLLABORATIVE_ROLES else None
    if post.role in SCHOOL_ROLES and not school:
        raise ValidationError({"school": "Select the school at which they hold this post"})
    if post.role in COLLABORATIVE_ROLES and not collaborative:
        raise ValidationError({"collaborative": "Select the collaborative that they lead"})
    if post.ends and post.ends < post.starts:
        raise ValidationError({"ends": "The last day must be on or after the first"})
    return Post(post.role, post.starts, school, collaborative, post.acting, post.ends)


@transaction.atomic
def end_appointment(*, appointment: Appointment, ends: date, by: User, at: datetime | None = None) -> None:
    """Set the last day of a post: lock, check, save, audit. A post that is over stays as it is.

    Raises ValidationError when the day is before the post began, when the post is not for ``by`` to end, or nobody
    would be Director after it.
    """
    # Two Directors who leave on the same day wait for each other here.
    posts = Appointment.objects.select_for_update().order_by("pk")
    locked = {post.pk: post for post in posts.filter(Q(pk=appointment.pk) | Q(role=Role.DIRECTOR))}
    post = locked[appointment.pk]
    moment = at or clock.now()
    if post.ends == ends or (post.ends and post.ends < clock.local(moment).date()):
        return
    _check_reach(post.role, post.school, by)
    if post.role == Role.DIRECTOR and not roles_of(by).director:
        raise ValidationError("Only the Director ends the post of a Director")
    if ends < post.starts:
        raise ValidationError({"ends": f"The last day must be {clock.day(post.starts)} or later"})
    if post.role == Role.DIRECTOR and not _somebody_directs_after(ends, post):
        raise ValidationError("They are the only Director. Appoint another before you end this post")
    post.ends = ends
    post.save(update_fields=["ends"])
    audit.record(
        "person.end-appointment",
        about=f"user:{post.person_id}",
        by=by,
        at=moment,
        post=post.title,
        ends=str(ends),
    )


def _somebody_directs_after(day: date, leaving: Appointment) -> bool:
    """Whether somebody else is Director from the day after, without an end in sight."""
    others = Appointment.objects.filter(role=Role.DIRECTOR, person__is_active=True).exclude(pk=leaving.pk)
    return others.filter(starts__lte=day + timedelta(days=1), ends=None).exists()
