"""The programmes of the demonstration: begun from the template, given rooms and invented people, agreed by both."""

from datetime import timedelta

from peerchallenge.choices import Side, SlotKind
from peerchallenge.demo.stage import Stage, reload
from peerchallenge.demo.windows import office_hour
from peerchallenge.models import ChallengeSession, HostPerson, Programme, ProgrammeSlot
from peerchallenge.services.programmes import agreeing, naming, writing

K = SlotKind
BEGUN_BEFORE, AGREED_BEFORE = timedelta(days=20), timedelta(days=15)
PLACES = {
    K.BRIEFING: "Main entrance, then meeting room",
    K.TEAM: "Meeting room",
    K.MEETING: "Headteacher’s office",
    K.LEARNING_WALK: "Years 1 to 4, from the hall",
    K.LESSONS: "Classrooms, from the library",
    K.BOOKS: "Library",
    K.PUPILS: "Library",
    K.STAFF: "Staff room",
    K.GOVERNORS: "Meeting room",
    K.DATA: "Meeting room",
    K.BREAK: "Staff room",
    K.LUNCH: "Meeting room",
    K.FEEDBACK: "Headteacher’s office",
    K.OTHER: "Meeting room",
}
FIRST = (
    "Amara",
    "Bethan",
    "Callum",
    "Dilys",
    "Esme",
    "Farid",
    "Gwen",
    "Hari",
    "Isla",
    "Jonah",
    "Kamal",
    "Leila",
)
LAST = (
    "Ashdown",
    "Brightwell",
    "Coldbeck",
    "Dunmore",
    "Eastlake",
    "Farrow",
    "Greenhalge",
    "Hartfield",
    "Inglewood",
)
# Role, and the kinds of slots in which somebody of the school takes part.
STAFF = (
    ("Deputy headteacher", {K.LEARNING_WALK, K.FEEDBACK}),
    ("English lead", {K.BOOKS, K.LESSONS}),
    ("SENCo", {K.STAFF}),
    ("Chair of governors", {K.GOVERNORS, K.FEEDBACK}),
)


def make(stage: Stage, session: ChallengeSession, *, agreed: bool = True) -> None:
    """The host makes the programme three weeks before the day, both agree it two weeks before; or it is half made."""
    row = reload(session)
    head = stage.heads(row.host, row.starts_at.date())[0]
    at = office_hour(min(row.starts_at - BEGUN_BEFORE, stage.now - timedelta(days=2)), row.pk)
    programme = writing.begin(session=row, by=head, at=at)
    _furnish(programme, row.pk, whole=agreed)
    if not agreed:
        return
    name = _name(row.pk, 7)
    naming.name_safeguarding_lead(
        session=row, name=name, phone=f"020 7946 0{row.pk % 1000:03}", by=head, at=at
    )
    later = office_hour(min(row.starts_at - AGREED_BEFORE, stage.now - timedelta(hours=30)), row.pk)
    agreeing.agree(session=row, side=Side.HOST, version=programme.version, by=head, at=later)
    if row.lead is not None:
        agreeing.agree(
            session=row,
            side=Side.LEAD,
            version=programme.version,
            by=row.lead.person,
            at=later + timedelta(hours=3),
        )


def _furnish(programme: Programme, turn: int, *, whole: bool) -> None:
    """A room for each slot, and the people of the school where they belong; half of it where it is half made."""
    people = {
        HostPerson.objects.create(programme=programme, name=_name(turn, place), role=role): kinds
        for place, (role, kinds) in enumerate(STAFF)
    }
    slots = list(programme.slots.all())
    for slot in slots if whole else slots[: len(slots) // 2]:
        slot.place = PLACES[K(slot.kind)]
        slot.hosts.add(*(person for person, kinds in people.items() if slot.kind in kinds))
    ProgrammeSlot.objects.bulk_update(slots, ["place"])


def _name(turn: int, place: int) -> str:
    return f"{FIRST[(turn * 5 + place) % len(FIRST)]} {LAST[(turn * 7 + place * 2) % len(LAST)]}"
