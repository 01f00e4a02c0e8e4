"""Reading a pack: which version, which cut, whose name on it, and that it was opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from board.choices import Opened
from board.models import Meeting, Pack, PackOpening
from board.packs import watermark
from board.services.packs import cuts
from board.services.packs.cuts import Cut
from hlp import clock
from hlp.models import Blob, User


@dataclass(frozen=True)
class Held:
    """What a reader holds of a meeting's newest published papers."""

    pack: Pack
    cut: Cut

    @property
    def items(self) -> list[dict[str, Any]]:
        """The agenda as far as they have it, with the papers they have."""
        return self.cut.items(self.pack.items)

    @property
    def changes(self) -> list[str]:
        """What is new in it."""
        return self.cut.changes(self.pack.changes)

    def paper(self, paper: int) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The item and the facts of one paper in it, or None."""
        found = [(item, one) for item in self.items for one in item["papers"] if one["paper"] == paper]
        return found[0] if found else None


def held_by(user: User, meeting: Meeting) -> Held | None:
    """What somebody holds of a meeting they see, or None where nothing was published."""
    pack = meeting.packs.published().newest()
    return Held(pack, cuts.cut_for(user, pack)) if pack else None


def for_reader(data: bytes, user: User) -> bytes:
    """A PDF with its reader's name on each page."""
    return watermark.for_reader(data, user.name)


def paper_bytes(facts: dict[str, Any]) -> bytes:
    """The PDF of a paper as it was when the pack was made."""
    return bytes(Blob.objects.get(pk=facts["sha256"]).data)


@transaction.atomic
def note_opened(
    pack: Pack, person: User, what: Opened, *, paper: int | None = None, at: datetime | None = None
) -> None:
    """Remember that somebody opened it: first, last, how often."""
    moment = at or clock.now()
    facts: dict[str, Any] = {"pack": pack, "person": person, "what": what, "paper_id": paper}
    row, made = PackOpening.objects.get_or_create(**facts, defaults={"first_at": moment, "last_at": moment})
    if not made:
        PackOpening.objects.filter(pk=row.pk).update(last_at=moment, times=F("times") + 1)


@dataclass(frozen=True)
class Reader:
    """One person who gets a pack, what they hold, and when they opened something of it."""

    person: User
    label: str
    first_at: datetime | None
    opened: list[PackOpening]

    @property
    def whole(self) -> bool:
        """Whether they downloaded the whole pack."""
        return any(row.what == Opened.PACK for row in self.opened)

    @property
    def papers(self) -> int:
        """How many single papers they opened."""
        return sum(row.what == Opened.PAPER for row in self.opened)


def readers_of(pack: Pack) -> list[Reader]:
    """Everybody who gets the pack, those who have not opened it first."""
    rows: dict[int, list[PackOpening]] = {}
    for row in pack.openings.order_by("first_at"):
        rows.setdefault(row.person_id, []).append(row)
    people = cuts.readers(pack.meeting)
    held = cuts.cuts_of(pack, people)
    found = [
        Reader(one, held[one.pk].label(pack.items), seen[0].first_at if seen else None, seen)
        for one in people
        for seen in [rows.get(one.pk, [])]
    ]
    return sorted(found, key=lambda one: (one.first_at is not None, one.person.name))
