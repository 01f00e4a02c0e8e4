"""What one reader holds of a pack: without part II where they have none, without papers of items they withdrew from."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Q

from board.choices import Capacity, Part, Reply
from board.models import AgendaItem, Holding, Meeting, Pack, Withdrawal
from board.roles import board_roles_of
from board.services.packs.contents import Facts, is_part_two
from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.models import Appointment

WITHHELD = "The papers of this item are not in this copy."


@dataclass(frozen=True)
class Cut:
    """Items that are left out, and items that are named but whose papers are left out, by primary key."""

    dropped: frozenset[int] = frozenset()
    withheld: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """The same for readers who hold the same."""
        if not self.dropped and not self.withheld:
            return "whole"
        said = f"{sorted(self.dropped)}{sorted(self.withheld)}"
        return sha256(said.encode()).hexdigest()[:32]

    def holds(self, item: int) -> bool:
        """Whether the papers of an item are in it."""
        return item not in self.dropped | self.withheld

    def items(self, items: Iterable[Facts]) -> list[Facts]:
        """The items as this cut shows them."""
        kept = [item for item in items if item["pk"] not in self.dropped]
        return [
            {**item, "papers": [], "remark": WITHHELD} if item["pk"] in self.withheld else item
            for item in kept
        ]

    def changes(self, changes: Iterable[Facts]) -> list[str]:
        """The sentences of the change log that tell of nothing else than what this cut holds."""
        hidden = self.dropped | self.withheld
        return [one["text"] for one in changes if not hidden & set(one["items"])]

    def label(self, items: Iterable[Facts]) -> str:
        """What it is called to those who prepare packs."""
        dropped = [item for item in items if item["pk"] in self.dropped]
        withheld = [item["number"] for item in items if item["pk"] in self.withheld]
        words = "Part I only" if dropped else "Whole"
        return f"{words}, without the papers of item {', '.join(withheld)}" if withheld else words


def cut_for(user: User, pack: Pack) -> Cut:
    """What somebody holds of a pack, by what they are today.

    An item counts for part II if it stood there when the pack was made, or stands there now.
    """
    part_two = board_roles_of(user).reads_part_two(pack.meeting_id)
    withdrawn = _withdrawals(pack).filter(person=user).values_list("item", flat=True)
    return _cut(pack, part_two, set(withdrawn), _restricted(pack))


def cuts_of(pack: Pack, people: Iterable[User]) -> dict[int, Cut]:
    """What each of several people holds, by their primary key; the same as ``cut_for`` each, in few queries."""
    restricted, part_two = _restricted(pack), _part_two_readers(pack.meeting)
    withdrawn: dict[int, set[int]] = {}
    for person, item in _withdrawals(pack).values_list("person", "item"):
        withdrawn.setdefault(person, set()).add(item)
    return {
        one.pk: _cut(pack, one.pk in part_two, withdrawn.get(one.pk, set()), restricted) for one in people
    }


def _cut(pack: Pack, part_two: bool, withdrawn: set[int], restricted: set[int]) -> Cut:
    dropped = set() if part_two else {i["pk"] for i in pack.items if is_part_two(i) or i["pk"] in restricted}
    withheld = {item["pk"] for item in pack.items if item["pk"] in withdrawn or item["parent"] in withdrawn}
    return Cut(frozenset(dropped), frozenset(withheld - dropped))


def _restricted(pack: Pack) -> set[int]:
    """The items that stand in part II now."""
    rows = AgendaItem.objects.filter(meeting=pack.meeting_id, part=Part.TWO)
    return set(rows.values_list("pk", flat=True))


def _withdrawals(pack: Pack) -> Any:
    return Withdrawal.objects.standing().filter(item__meeting=pack.meeting_id)


def _part_two_readers(meeting: Meeting) -> set[int]:
    """Who reads part II of a meeting today: those whom ``BoardRoles.reads_part_two`` says so of."""
    today = clock.today()
    rows = [
        Holding.objects.on(today).filter(as_alternate=False).values_list("person", flat=True),
        Appointment.objects.on(today).filter(role=Role.DIRECTOR).values_list("person", flat=True),
        meeting.attendances.filter(reply=Reply.ALTERNATE).values_list("alternate", flat=True),
        meeting.guests.filter(part_two=True, person__isnull=False).values_list("person", flat=True),
    ]
    return {pk for found in rows for pk in found}


def readers(meeting: Meeting) -> list[User]:
    """Everybody who is to get the papers: members, the clerk, alternates who stand in, guests, the Director."""
    day = meeting.day
    seated = Q(holdings__in=Holding.objects.on(day).filter(as_alternate=False))
    invited = Q(board_attendances__meeting=meeting) & ~Q(board_attendances__capacity=Capacity.GUEST)
    sent = Q(stand_ins__meeting=meeting, stand_ins__reply=Reply.ALTERNATE)
    guests = Q(board_guests__meeting=meeting)
    directors = Q(pk__in=Appointment.objects.on(day).filter(role=Role.DIRECTOR).values("person"))
    found = User.objects.filter(seated | invited | sent | guests | directors, is_active=True)
    return list(found.distinct().order_by("name", "pk"))
