"""Looks after accounts: corrects who somebody is and how they are reached, invites again, closes and opens."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hlp import audit, clock, outbox
from hlp.adapters import forget_addresses
from hlp.choices import MessageState
from hlp.models import Message, User
from schools.choices import Role
from schools.models import Appointment
from schools.roles import roles_of
from schools.services.people import invitation
from schools.services.versions import fingerprint, refuse_stale

CORRECTED = "details-corrected"
CALLED = {"name": "the name", "email": "the e-mail address", "phone": "the telephone number"}


@dataclass(frozen=True)
class Details:
    """Who somebody is and how they are reached."""

    name: str
    email: str
    phone: str = ""


def details_of(person: User) -> Details:
    """The details as they stand."""
    return Details(person.name, person.email, person.phone)


def version_of(person: User) -> str:
    """A print of the details, to tell an edit that started from older ones."""
    return fingerprint(person.pk, *asdict(details_of(person)).values())


@transaction.atomic
def correct_details(
    *, person: User, details: Details, version: str = "", by: User, at: datetime | None = None
) -> list[str]:
    """Correct name, address and telephone: lock, check, save, audit, tell the person at the old and the new address.

    Returns the names of the fields that changed. Raises StaleEdit when ``version`` is not the newest, and
    ValidationError where the address is another person's or the person is a Director whom ``by`` may not change.
    """
    moment = at or clock.now()
    row = User.objects.select_for_update().get(pk=person.pk)
    before, after = asdict(details_of(row)), asdict(details)
    changed = [name for name in CALLED if before[name] != after[name]]
    if not changed:
        return []
    refuse_stale(version, version_of(row))
    _check_keeper(row, by)
    if "email" in changed:
        Message.objects.filter(person=row, state=MessageState.WAITING).update(address=details.email)
        outbox.write([_note(row, changed, by, moment)], at=moment)  # to the old address
    for name in changed:
        setattr(row, name, after[name])
    _save(row, changed)
    if "email" in changed:
        outbox.write([_note(row, changed, by, moment)], at=moment)
        forget_addresses(row)
    detail = {name: [before[name], after[name]] for name in changed}
    audit.record("person.correct", about=f"user:{row.pk}", by=by, at=moment, **detail)
    return changed


def _save(row: User, changed: list[str]) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError:
        raise ValidationError({"email": "Somebody else has an account with this address"}) from None


def _note(person: User, changed: list[str], by: User, at: datetime) -> outbox.Note:
    """A note to the address that the person has at this moment."""
    return outbox.Note(
        key=f"{CORRECTED}:user={person.pk}:to={person.email}:at={at.isoformat()}"[:200],
        kind=CORRECTED,
        person=person,
        context={"what": [CALLED[name] for name in changed], "by": by.name, "path": "/account/"},
        about=f"user:{person.pk}",
        why="the office corrected their details",
    )


def _check_keeper(person: User, by: User) -> None:
    """Only a Director touches a Director's account: its codes open every report."""
    if not roles_of(by).director and _directs(person):
        raise ValidationError("Only the Director changes the account of a Director")


def _directs(person: User) -> bool:
    today = clock.today()
    return person.appointments.filter(role=Role.DIRECTOR).exclude(ends__lt=today).exists()


@transaction.atomic
def invite_again(*, person: User, by: User, at: datetime | None = None) -> bool:
    """Write the invitation once more, to the address as it is now: lock, message, audit. Returns whether one was written.

    While an invitation still waits nothing is written. Raises ValidationError for somebody who has signed in, whose
    account is closed, or who has no post.
    """
    moment = at or clock.now()
    row = User.objects.select_for_update().get(pk=person.pk)
    if row.last_login or not row.is_active:
        state = "has signed in already" if row.last_login else "has a closed account"
        raise ValidationError(f"{row} {state}: there is nothing to invite them to")
    sent = Message.objects.filter(person=row, kind="invitation")
    if sent.filter(state=MessageState.WAITING, due_at__lte=moment).exists():
        return False
    post = row.appointments.exclude(ends__lt=clock.local(moment).date()).order_by("starts", "pk").first()
    if post is None:
        raise ValidationError(f"{row} holds no post. Give them one first")
    sent.filter(state=MessageState.WAITING).update(state=MessageState.CANCELLED)
    outbox.write([invitation(post, by, again=sent.count())], at=moment)
    audit.record("person.invite-again", about=f"user:{row.pk}", by=by, at=moment)
    return True


@transaction.atomic
def close_account(*, person: User, by: User, at: datetime | None = None) -> None:
    """Close an account: lock, check, save, audit, withdraw what waits. Posts and history stay; closing twice does it once.

    Raises ValidationError for one's own account, for a Director whom ``by`` may not change, or where nobody else
    would be Director.
    """
    moment = at or clock.now()
    directors = Appointment.objects.select_for_update().filter(role=Role.DIRECTOR).order_by("pk")
    held = list(directors.on(clock.local(moment).date()))
    row = User.objects.select_for_update().get(pk=person.pk)
    if not row.is_active:
        return
    if row.pk == by.pk:
        raise ValidationError("Nobody closes their own account. Ask somebody else of the office")
    _check_keeper(row, by)
    active = User.objects.filter(pk__in=[post.person_id for post in held], is_active=True)
    if _directs(row) and not active.exclude(pk=row.pk).exists():
        raise ValidationError("They are the only Director. Appoint another first")
    row.is_active = False
    row.save(update_fields=["is_active"])
    Message.objects.filter(person=row, state=MessageState.WAITING).update(state=MessageState.CANCELLED)
    audit.record("person.close", about=f"user:{row.pk}", by=by, at=moment)


@transaction.atomic
def open_account(*, person: User, by: User, at: datetime | None = None) -> None:
    """Open a closed account again: lock, check, save, audit. Opening twice does it once. Raises ValidationError."""
    row = User.objects.select_for_update().get(pk=person.pk)
    if row.is_active:
        return
    _check_keeper(row, by)
    row.is_active = True
    row.save(update_fields=["is_active"])
    audit.record("person.open", about=f"user:{row.pk}", by=by, at=at or clock.now())
