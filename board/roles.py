"""What a person is on the board today, from their seats. Read once a request."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Value

from board.choices import Constituency, Reply
from hlp import clock
from hlp.models import User
from schools.roles import roles_of


@dataclass(frozen=True)
class BoardRoles:
    """The seats of one person on one day, and the meetings to which they come without one.

    ``stands_in`` are the meetings in which a member sends them as alternate, ``guest_of`` those to which they are
    invited; both are primary keys. ``part_two`` is for every meeting, ``guest_part_two`` for some of ``guest_of``.
    The Director attends without a seat.
    """

    member: bool = False
    chair: bool = False
    clerk: bool = False
    director: bool = False
    alternate: bool = False
    stands_in: frozenset[int] = field(default_factory=frozenset)
    guest_of: frozenset[int] = field(default_factory=frozenset)
    guest_part_two: frozenset[int] = field(default_factory=frozenset)

    @property
    def part_two(self) -> bool:
        """Reads the restricted part of every meeting."""
        return self.member or self.clerk or self.director

    @property
    def sits(self) -> bool:
        """At the table at every meeting: members, the clerk and the Director."""
        return self.part_two

    @property
    def prepares(self) -> bool:
        """Reads agendas in the making: the chair, the clerk and the Director."""
        return self.chair or self.clerk or self.director

    @property
    def runs(self) -> bool:
        """Keeps seats, dates and invitations: the clerk and the Director."""
        return self.clerk or self.director

    @property
    def reads_record(self) -> bool:
        """Looks up decisions and minutes: who sits at the table, and alternates, who get part I."""
        return self.sits or self.alternate or bool(self.stands_in)

    @property
    def any(self) -> bool:
        """Whether the board has anything to show them."""
        return bool(self.sits or self.alternate or self.stands_in or self.guest_of)

    def reads_part_two(self, meeting: int) -> bool:
        """Reads the restricted part of one meeting (by its primary key)."""
        return self.part_two or meeting in self.stands_in | self.guest_part_two

    @property
    def part_two_meetings(self) -> frozenset[int]:
        """The single meetings whose restricted part they read without a seat."""
        return self.stands_in | self.guest_part_two


def board_roles_of(user: Any, on: date | None = None) -> BoardRoles:
    """The seats that ``user`` holds today (or on a day), kept on the user object for the rest of the request."""
    if not user.is_authenticated:
        return BoardRoles()
    if on is not None:
        return _read(user, on)
    # Asked by name: a request's user is a lazy stand-in, whose own __dict__ a rule that gets the real one never sees.
    if getattr(user, "_board_roles", None) is None:
        user._board_roles = _read(user, clock.today())
    kept: BoardRoles = user._board_roles
    return kept


def _read(user: User, day: date) -> BoardRoles:
    rows = list(_seats(user, day).union(_stand_ins(user), _invitations(user), all=True))
    seats = {word for kind, word, as_alternate, _ in rows if kind == SEAT and not as_alternate}
    guest = {meeting: part_two for kind, _, part_two, meeting in rows if kind == GUEST}
    return BoardRoles(
        member=bool(seats - {Constituency.CLERK}),
        chair=Constituency.CHAIR in seats,
        clerk=Constituency.CLERK in seats,
        director=roles_of(user, None if day == clock.today() else day).director,
        alternate=any(kind == SEAT and as_alternate for kind, _, as_alternate, _ in rows),
        stands_in=frozenset(meeting for kind, _, _, meeting in rows if kind == STANDS_IN),
        guest_of=frozenset(guest),
        guest_part_two=frozenset(pk for pk, part_two in guest.items() if part_two),
    )


# Three kinds of rows read in one query, which every page asks: (kind, constituency, flag, meeting).
SEAT, STANDS_IN, GUEST = "seat", "stands-in", "guest"


def _rows(rows: QuerySet[Any], kind: str, word: Any, flag: Any, meeting: Any) -> QuerySet[Any]:
    found = rows.order_by().annotate(kind_=Value(kind), word_=word, flag_=flag, meeting_=meeting)
    return found.values_list("kind_", "word_", "flag_", "meeting_")


def _seats(user: User, day: date) -> QuerySet[Any]:
    nowhere = Value(0, output_field=BigIntegerField())
    return _rows(user.holdings.on(day), SEAT, F("seat__constituency"), F("as_alternate"), nowhere)


def _stand_ins(user: User) -> QuerySet[Any]:
    rows = user.stand_ins.filter(reply=Reply.ALTERNATE)
    return _rows(rows, STANDS_IN, Value(""), Value(False), F("meeting_id"))


def _invitations(user: User) -> QuerySet[Any]:
    return _rows(user.board_guests.all(), GUEST, Value(""), F("part_two"), F("meeting_id"))


def describe(user: Any, on: date | None = None) -> list[str]:
    """The seats of a person today (or on a day) in words: ``Board member, Independent chair``."""
    if not user.is_authenticated:
        return []
    held = user.holdings.on(on or clock.today()).select_related("seat").order_by("seat__order", "pk")
    guest = user.board_guests.exists() and not held
    return [holding.title for holding in held] or (["Guest of the Board"] if guest else [])


def reads_partnership(user: Any) -> bool:
    """Whether the board makes somebody a reader of what is published for the whole partnership."""
    held = board_roles_of(user)
    return held.member or held.clerk or held.alternate
