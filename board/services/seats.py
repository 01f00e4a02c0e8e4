"""Keeps the seats of the board and who holds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from board.choices import Constituency
from board.models import Holding, Seat
from board.services import attendances
from hlp import audit, clock, outbox
from hlp.models import User
from schools.models import Appointment, Collaborative
from schools.roles import Role
from schools.services import people

ENDS_SOON = timedelta(days=120)
DAY = timedelta(days=1)

# The board as the partnership was founded: name, constituency, years of a term (0: while they hold the office).
FOUNDED = (
    ("Independent chair", Constituency.CHAIR, 4),
    ("Lead Member for Education", Constituency.COUNCIL, 0),
    ("Chief Executive of the Council", Constituency.COUNCIL, 0),
    ("Executive Director, Children’s, Housing and Adults’ Services", Constituency.COUNCIL, 0),
    ("Director for Education and Early Intervention", Constituency.COUNCIL, 0),
    *((f"Headteacher {number}", Constituency.HEADTEACHERS, 3) for number in range(1, 7)),
    ("Further education college", Constituency.COLLEGE, 4),
    *((f"School governor {number}", Constituency.GOVERNORS, 4) for number in (1, 2)),
    ("Clerk", Constituency.CLERK, 0),
)


@dataclass(frozen=True)
class Place:
    """A seat with its holder of a day, its alternate, who comes next, and what is to be said about it."""

    seat: Seat
    holder: Holding | None
    alternates: tuple[Holding, ...]
    coming: Holding | None
    proposed: User | None
    ends_soon: bool


def places(seats: Iterable[Seat], holdings: Iterable[Holding], day: date) -> list[Place]:
    """Who holds each seat on a day, from rows that were read already; vacancies have no holder.

    For a seat of a collaborative its lead headteacher is proposed where somebody else, or nobody, sits there.
    """
    rows = list(holdings)
    leads = _leads(day)
    return [_place(seat, [row for row in rows if row.seat_id == seat.pk], leads, day) for seat in seats]


def _place(seat: Seat, rows: list[Holding], leads: dict[int, User], day: date) -> Place:
    now = [row for row in rows if row.starts <= day and (row.ends is None or row.ends >= day)]
    holder = next((row for row in now if not row.as_alternate), None)
    later = [row for row in rows if row.starts > day and not row.as_alternate]
    lead = leads.get(seat.collaborative_id or 0)
    return Place(
        seat=seat,
        holder=holder,
        alternates=tuple(row for row in now if row.as_alternate),
        coming=min(later, key=lambda row: row.starts, default=None),
        proposed=lead if lead and (holder is None or holder.person_id != lead.pk) else None,
        ends_soon=bool(holder and holder.ends and holder.ends - day <= ENDS_SOON),
    )


def _leads(day: date) -> dict[int, User]:
    posts = Appointment.objects.on(day).filter(role=Role.LEAD_HEADTEACHER, person__is_active=True)
    return {post.collaborative_id or 0: post.person for post in posts.select_related("person")}


@transaction.atomic
def found(*, by: User | None, at: datetime | None = None) -> list[Seat]:
    """Lay out the seats of the founding, where there are none: fourteen with a vote and the clerk's. Audit.

    The first headteachers' seats belong to the collaboratives, whose lead headteachers are proposed for them.
    """
    if Seat.objects.exists():
        return list(Seat.objects.all())
    collaboratives = list(Collaborative.objects.order_by("name"))
    seats = [
        Seat(name=name, constituency=kind, order=order, votes=kind != Constituency.CLERK, term_years=years)
        for order, (name, kind, years) in enumerate(FOUNDED, 1)
    ]
    heads = [seat for seat in seats if seat.constituency == Constituency.HEADTEACHERS]
    for seat, collaborative in zip(heads, collaboratives, strict=False):
        seat.collaborative, seat.name = collaborative, f"Headteacher, {collaborative}"
    Seat.objects.bulk_create(seats)
    audit.record("board.found", about="board", by=by, at=at or clock.now())
    return list(Seat.objects.all())


@transaction.atomic
def save_seat(*, seat: Seat | None, by: User, at: datetime | None = None, **facts: Any) -> Seat:
    """Make a seat, or change its facts: write, audit. Raises ValidationError where another has the name."""
    row = Seat.objects.select_for_update().get(pk=seat.pk) if seat else Seat(order=Seat.objects.count() + 1)
    for name, value in facts.items():
        setattr(row, name, value)
    if row.constituency == Constituency.CLERK:
        row.votes = False
    twin = Seat.objects.standing().filter(name__iexact=row.name).exclude(pk=row.pk)
    if twin.exists():
        if seat is None and not Holding.objects.filter(seat__in=twin).exists():
            return twin[0]  # the button was pressed twice
        raise ValidationError({"name": "There is a seat with this name already"})
    row.save()
    audit.record("board.seat", about=row.about, by=by, at=at or clock.now(), name=row.name)
    return row


@transaction.atomic
def abolish(*, seat: Seat, by: User, at: datetime | None = None) -> None:
    """Take a seat away from today on: lock, save, audit. Raises ValidationError while somebody holds it."""
    row = Seat.objects.select_for_update().get(pk=seat.pk)
    if row.abolished_on is not None:
        return
    if row.holdings.current().exists():
        raise ValidationError("Somebody holds this seat today or later. End that first")
    row.abolished_on = clock.today()
    row.save(update_fields=["abolished_on"])
    audit.record("board.abolish", about=row.about, by=by, at=at or clock.now())


@transaction.atomic
def seat_new_person(
    *, seat: Seat, name: str, email: str, by: User, at: datetime | None = None, **term: Any
) -> Holding:
    """Make an account and seat its owner: account, holding, audit, invitation. Raises ValidationError."""
    person = people.new_person(email, name)
    holding = seat_person(seat=seat, person=person, by=by, at=at, tell=False, **term)
    outbox.write([people.welcome(person, holding.title, by)], at=at)
    audit.record("person.invite", about=f"user:{person.pk}", by=by, at=at or clock.now())
    return holding


@transaction.atomic
def seat_person(
    *,
    seat: Seat,
    person: User,
    starts: date,
    ends: date | None = None,
    as_alternate: bool = False,
    by: User | None,
    at: datetime | None = None,
    tell: bool = True,
) -> Holding:
    """Give a seat to a person: lock, check, end the holder's term the day before, write, audit, message, invitations.

    The same twice is once. Raises ValidationError where the term overlaps another, where the person has a seat
    already, or where somebody would seat themselves.
    """
    row = Seat.objects.select_for_update().get(pk=seat.pk)
    facts = {"person": person, "starts": starts, "ends": ends, "as_alternate": as_alternate}
    if twin := row.holdings.filter(**facts).first():
        return twin
    _check(row, person, starts, ends, as_alternate, by)
    _give_way(row, starts, ends, as_alternate)
    holding = Holding.objects.create(seat=row, **facts)
    moment = at or clock.now()
    audit.record("board.seat-person", about=row.about, by=by, at=moment, person=person.pk, starts=str(starts))
    if tell:
        outbox.write([_note(holding)], at=moment)
    attendances.follow_seats(at=moment)
    return holding


def _check(
    seat: Seat, person: User, starts: date, ends: date | None, as_alternate: bool, by: User | None
) -> None:
    if by is not None and by.pk == person.pk:
        raise ValidationError("Nobody gives a seat to themselves. Ask the Director or the clerk")
    if seat.abolished_on:
        raise ValidationError("This seat was abolished")
    if ends and ends < starts:
        raise ValidationError({"ends": "The last day must be on or after the first"})
    if as_alternate and seat.constituency == Constituency.CLERK:
        raise ValidationError("The clerk’s seat has no alternate")
    counts = Q(seat=seat) if as_alternate else Q(as_alternate=False) | Q(seat=seat)
    others = _overlapping(person.holdings.filter(counts), starts, ends)
    if clash := others.exclude(seat=seat, as_alternate=as_alternate).select_related("seat").first():
        raise ValidationError(f"{person} is {clash.title} at that time already")


def _overlapping(rows: Any, starts: date, ends: date | None) -> Any:
    rows = rows.filter(Q(ends=None) | Q(ends__gte=starts))
    return rows.filter(starts__lte=ends) if ends else rows


def _give_way(seat: Seat, starts: date, ends: date | None, as_alternate: bool) -> None:
    """The holder of the day before leaves then. Raises ValidationError where a term begins on that day or later."""
    for row in _overlapping(seat.holdings.filter(as_alternate=as_alternate), starts, ends):
        if row.starts >= starts:
            since = clock.day(row.starts)
            raise ValidationError(
                {"starts": f"{row.person} has this seat from {since}. Two terms must not overlap"}
            )
        row.ends = starts - DAY
        row.save(update_fields=["ends"])


def _note(holding: Holding) -> outbox.Note:
    return outbox.Note(
        key=f"board-seat:holding={holding.pk}",
        kind="board-seat",
        person=holding.person,
        context={"seat": holding.title, "starts": clock.day(holding.starts), "path": "/board/"},
        about=holding.seat.about,
        why="a seat on the Board was given to them",
    )


@transaction.atomic
def end_holding(*, holding: Holding, ends: date, by: User, at: datetime | None = None) -> None:
    """Set the last day of a term: lock, check, save, audit, invitations. What is over stays as it is.

    Raises ValidationError where the day lies before the first.
    """
    row = Holding.objects.select_for_update().get(pk=holding.pk)
    if row.ends == ends or not row.is_current:
        return
    if ends < row.starts:
        raise ValidationError({"ends": f"The last day must be {clock.day(row.starts)} or later"})
    clash = row.seat.holdings.filter(as_alternate=row.as_alternate, starts__gt=row.starts, starts__lte=ends)
    if later := clash.first():
        raise ValidationError({"ends": f"{later.person} has this seat from {clock.day(later.starts)}"})
    row.ends = ends
    row.save(update_fields=["ends"])
    moment = at or clock.now()
    audit.record("board.end-holding", about=row.seat.about, by=by, at=moment, ends=str(ends))
    attendances.follow_seats(at=moment)


def end_of_term(seat: Seat, starts: date) -> date | None:
    """The last day that a term of this seat has by default; None where it goes with an office."""
    return clock.months_later(starts, 12 * seat.term_years) - DAY if seat.term_years else None


def candidates() -> Any:
    """Everybody with an open account, for a seat or as a guest."""
    return User.objects.filter(is_active=True).order_by("name", "pk")
