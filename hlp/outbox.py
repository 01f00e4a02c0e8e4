"""The outbox: writes messages with what they tell, and delivers them at least once, as near to once as mail allows.

A message is written in the transaction of the fact that it tells, under a key that makes a second writing harmless.
A worker claims one message at a time for ``DELIVERY_LEASE_SECONDS``, sends it and notes that it was sent. If the
worker dies in between, the claim runs out and another sends it again with the same Message-ID.
"""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template import TemplateDoesNotExist

from hlp import audit, clock
from hlp.choices import MessageState
from hlp.mail import compose
from hlp.models import Message, User

log = logging.getLogger(__name__)

# Minutes until the next try after the first, second … failed one; then the message is given up and shown.
BACK_OFF = [1, 5, 15, 60, 180, 360]


@dataclass(frozen=True)
class Note:
    """One message to be written: its unique key, kind (the name of its template), person and facts."""

    key: str
    kind: str
    person: User
    context: dict[str, Any] = field(default_factory=dict)
    about: str = ""
    why: str = ""
    due_at: datetime | None = None


def write(notes: Iterable[Note], *, at: datetime | None = None, news: bool = True) -> int:
    """Write messages into the outbox and wake a worker when the transaction commits.

    ``news`` waits for the end of the quiet hours. Keys that are there already are left as they are.
    Returns how many notes were handed in.
    """
    moment = at or clock.now()
    earliest = clock.after_quiet(moment) if news else moment
    rows = [_row(note, moment, earliest) for note in notes]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        wake()
    return len(rows)


def forget_withdrawn(keys: Iterable[str]) -> None:
    """Remove withdrawn messages whose keys are owed once more, so that they can be written again."""
    Message.objects.filter(key__in=list(keys), state=MessageState.CANCELLED).delete()


def people_told(*, kind: str, about: str, since: datetime) -> set[int]:
    """Primary keys of those for whom such a message about a thing was written at or after a moment."""
    rows = Message.objects.filter(kind=kind, about=about, written_at__gte=since)
    return set(rows.values_list("person_id", flat=True))


def wake() -> None:
    """Ask a worker to deliver, once the present transaction has committed."""
    from hlp.tasks import deliver_messages  # the task imports this module

    transaction.on_commit(lambda: _send_quietly(deliver_messages), robust=True)


def _send_quietly(task: Any) -> None:
    """Start a task; a broker that is down is no reason to fail, the sweep delivers within a minute."""
    try:
        task.apply_async(retry=False)
    except Exception:
        log.warning("the broker is out of reach; the sweep will deliver", exc_info=True)


def _row(note: Note, moment: datetime, earliest: datetime) -> Message:
    return Message(
        key=note.key,
        kind=note.kind,
        person=note.person,
        address=note.person.email,
        context=note.context,
        about=note.about,
        why=note.why,
        written_at=moment,
        due_at=note.due_at or earliest,
    )


def cancel(*, about: str, kinds: Iterable[str] | None = None, people: Iterable[User] | None = None) -> int:
    """Withdraw what waits about a thing, because it is owed no longer: of these kinds, to these people (all, if None).

    Returns how many were withdrawn.
    """
    waiting = Message.objects.filter(about=about, state=MessageState.WAITING)
    if kinds is not None:
        waiting = waiting.filter(kind__in=list(kinds))
    if people is not None:
        waiting = waiting.filter(person__in=list(people))
    return waiting.update(state=MessageState.CANCELLED, claimed_until=None)


@transaction.atomic
def send_again(message: Message, *, by: User, at: datetime | None = None) -> None:
    """Put a message back into the queue at the Director's wish: audit, then wake a worker.

    A message already waiting is left as it is, so that pressing twice sends once.
    """
    moment = at or clock.now()
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state == MessageState.WAITING:
        return
    row.state, row.sent_at, row.claimed_until = MessageState.WAITING, None, None
    row.due_at, row.attempts, row.resends, row.last_error = moment, 0, row.resends + 1, ""
    row.address = row.person.email
    row.save(
        update_fields=[
            "state",
            "sent_at",
            "claimed_until",
            "due_at",
            "attempts",
            "resends",
            "last_error",
            "address",
        ]
    )
    audit.record("message.send-again", about=f"message:{row.pk}", by=by, at=moment)
    wake()


def deliver_due(*, at: datetime | None = None, limit: int = 500) -> int:
    """Send what is due, oldest first, at most ``limit`` messages. Returns how many were sent.

    One message that cannot be sent never stops the others.
    """
    connection: BaseEmailBackend = get_connection()
    sent = 0
    try:
        for _ in range(limit):
            message = claim(at=at)
            if message is None:
                break
            sent += _deliver(message, connection)
    finally:
        _close(connection)
    return sent


def claim(*, at: datetime | None = None) -> Message | None:
    """Take the oldest due message for ourselves, or None. The claim is committed before anything is sent."""
    due = at or clock.now()
    until = clock.now() + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
    while True:
        with transaction.atomic():
            waiting = Message.objects.due(due).select_for_update(skip_locked=True, of=("self",))
            message = waiting.select_related("person").order_by("due_at", "pk").first()
            if message is None:
                return None
            # SQLite knows no row locks: there the condition in the UPDATE is what makes the claim ours alone.
            taken = Message.objects.due(due).filter(pk=message.pk)
            if taken.update(claimed_until=until, attempts=F("attempts") + 1):
                message.claimed_until, message.attempts = until, message.attempts + 1
                return message


def _deliver(message: Message, connection: BaseEmailBackend) -> int:
    if not message.person.is_active:
        closed = "Not sent: the account of this person is closed"
        _ours(message).update(state=MessageState.CANCELLED, claimed_until=None, last_error=closed)
        return 0
    try:
        compose(message, connection).send()
    except Exception as error:
        _note_failure(message, error)
        _close(connection)
        return 0
    _ours(message).update(state=MessageState.SENT, sent_at=clock.now(), claimed_until=None, last_error="")
    return 1


def _ours(message: Message) -> Any:
    """The row, if our claim still stands: a report sent meanwhile may have withdrawn the message."""
    return Message.objects.filter(
        pk=message.pk, state=MessageState.WAITING, claimed_until=message.claimed_until
    )


def _note_failure(message: Message, error: Exception) -> None:
    log.warning("message %s was not sent: %s", message.key, error)
    final = _is_final(error) or message.attempts > len(BACK_OFF)
    wait = timedelta(minutes=BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1])
    _ours(message).update(
        state=MessageState.FAILED if final else MessageState.WAITING,
        due_at=clock.now() + wait,
        claimed_until=None,
        last_error=f"{type(error).__name__}: {error}"[:500],
    )


def _is_final(error: Exception) -> bool:
    """Whether trying again cannot help: no such template, or an address that the mail server refuses for good."""
    if isinstance(error, TemplateDoesNotExist):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in {550, 551, 553, 554}


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception:
        log.info("the mail connection was closed already", exc_info=True)
