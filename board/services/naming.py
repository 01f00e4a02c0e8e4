"""Who sits on the board, for everybody: seats, and the names of those who agreed to be named."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from board.choices import Constituency
from board.models import Holding, PublicName, Seat
from hlp import audit, clock
from hlp.models import User


@dataclass(frozen=True)
class PublicSeat:
    """A seat with a vote. ``name`` is empty where it is vacant or its holder did not agree to be named."""

    title: str
    stands_for: str
    name: str


def public_seats() -> list[PublicSeat]:
    """The seats with a vote in their order, on the site of today. Two queries."""
    held = Holding.objects.on(clock.today()).filter(as_alternate=False, person__public_name__isnull=False)
    names = dict(held.values_list("seat_id", "person__name"))
    seats = Seat.objects.filter(votes=True, abolished_on=None)
    return [
        PublicSeat(seat.name, Constituency(seat.constituency).label, names.get(seat.pk, "")) for seat in seats
    ]


def is_named(person: User) -> bool:
    """Whether somebody agreed to be named."""
    return PublicName.objects.filter(person=person).exists()


@transaction.atomic
def choose(*, by: User, named: bool, at: datetime | None = None) -> None:
    """Agree to be named, or take it back, for oneself: the row, audit. The same choice again changes nothing."""
    moment = at or clock.now()
    if named:
        changed = PublicName.objects.get_or_create(person=by, defaults={"agreed_at": moment})[1]
    else:
        changed = bool(PublicName.objects.filter(person=by).delete()[0])
    if changed:
        audit.record("board.named" if named else "board.unnamed", about=f"user:{by.pk}", by=by, at=moment)
