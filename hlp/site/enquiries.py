"""What visitors write to the office, and how the form keeps machines out without asking people to prove anything.

Three things: a box that only machines fill, the seconds between opening and sending, and a count by the hour.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.utils.module_loading import import_string

from hlp import audit, clock, outbox
from hlp import text as words
from hlp.models import Enquiry, User

SALT = "hlp.enquiry"
QUICKEST = 3.0  # seconds between opening and sending, below which nobody has read the page
OLDEST = 24 * 3600.0  # seconds for which an opened form can be sent
HOUR = 3600
MOST_FROM_ONE = 5  # an hour
MOST_IN_ALL = 60  # an hour
KEPT_FOR = timedelta(days=365)


class TooQuick(Exception):
    """The form came back sooner than anybody writes."""


class TooOld(Exception):
    """The form was opened too long ago, or by somebody else's page."""


class TooMany(Exception):
    """More came in an hour than people write."""


def new_token(*, at: datetime | None = None) -> str:
    """A token for a form that is being opened: the moment, signed, and something that makes it unique."""
    opened = (at or clock.now()).timestamp()
    return signing.dumps([opened, secrets.token_hex(6)], salt=SALT)


def check_token(token: str, *, at: datetime | None = None) -> None:
    """Raise TooQuick or TooOld unless the form was open for as long as people take."""
    try:
        opened = float(signing.loads(token, salt=SALT)[0])
    except (signing.BadSignature, TypeError, ValueError, IndexError, KeyError) as error:
        raise TooOld from error
    seconds = (at or clock.now()).timestamp() - opened
    if seconds > OLDEST:
        raise TooOld
    if seconds < QUICKEST:
        raise TooQuick


def count(sender: str) -> None:
    """Count one more enquiry of a network address. Raises TooMany."""
    who = hashlib.sha256(f"{settings.SECRET_KEY}:{sender}".encode()).hexdigest()[:32]
    if _one_more(f"enquiries:{who}") > MOST_FROM_ONE or _one_more("enquiries:all") > MOST_IN_ALL:
        raise TooMany


def _one_more(key: str) -> int:
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        return 1


@transaction.atomic
def receive(
    *, token: str, name: str, email: str, about: str, text: str, at: datetime | None = None
) -> Enquiry:
    """Keep what a visitor wrote and tell the office: the enquiry, then a message to each of the office.

    The same form sent again changes nothing. The e-mail carries no word of the visitor's, only a link.
    """
    moment = at or clock.now()
    digest = hashlib.sha256(token.encode()).hexdigest()
    facts = {"name": name, "email": email, "about": about, "text": words.tidy(text), "at": moment}
    enquiry, is_new = Enquiry.objects.get_or_create(token=digest, defaults=facts)
    if is_new:
        outbox.write([_note(enquiry, person) for person in office()], at=moment)
    return enquiry


def _note(enquiry: Enquiry, person: User) -> outbox.Note:
    return outbox.Note(
        key=f"enquiry-received:enquiry={enquiry.pk}:user={person.pk}",
        kind="enquiry-received",
        person=person,
        context={"path": enquiry.get_absolute_url()},
        about=f"enquiry:{enquiry.pk}",
        why="You look after the partnership’s office.",
    )


def office() -> list[User]:
    """Those who read what visitors write, as ``settings.OFFICE`` names them."""
    return [person for path in settings.OFFICE for person in import_string(path)()]


@transaction.atomic
def answer(*, enquiry: Enquiry, by: User, at: datetime | None = None) -> None:
    """Note that an enquiry is answered: the enquiry, audit. Pressing twice changes nothing."""
    moment = at or clock.now()
    waiting = Enquiry.objects.waiting().filter(pk=enquiry.pk)
    if waiting.update(answered_at=moment, answered_by=by):
        audit.record("enquiry.answered", about=f"enquiry:{enquiry.pk}", by=by, at=moment)
        outbox.cancel(about=f"enquiry:{enquiry.pk}")


def forget_old(*, at: datetime | None = None) -> int:
    """Remove enquiries after a year. Returns how many."""
    return Enquiry.objects.filter(at__lt=(at or clock.now()) - KEPT_FOR).delete()[0]
