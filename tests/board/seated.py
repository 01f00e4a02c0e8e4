"""The board of the cast: three seats, their people, and one published meeting with both parts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from board.choices import Constituency, MeetingState, Part
from board.models import AgendaItem, Attendance, Guest, Holding, Meeting
from hlp.models import User
from schools.models import AcademicYear
from tests import factories as make

CANARY = "Kestrel"  # stands in every restricted text of the board, and nowhere else


@dataclass
class Board:
    """The meeting is on Wednesday 2 December 2026, 16:00 to 18:00, its agenda published, everybody invited."""

    meeting: Meeting
    chair: User
    clerk: User
    member: User
    observer: User
    guest: Guest
    holdings: dict[str, Holding] = field(default_factory=dict)
    attendances: dict[str, Attendance] = field(default_factory=dict)
    minutes_item: AgendaItem = None  # type: ignore[assignment]
    item: AgendaItem = None  # type: ignore[assignment]
    restricted: AgendaItem = None  # type: ignore[assignment]


def lay_board(year: AcademicYear) -> Board:
    """Lay out seats for a chair, a councillor and a clerk, and their meeting with a guest who has part I only."""
    people = {
        name: make.UserFactory(name=full, email=f"{full.lower().replace(' ', '.')}@board.example")
        for name, full in (
            ("chair", "Cora Chair"),
            ("clerk", "Clive Clerk"),
            ("member", "Cleo Councillor"),
            ("observer", "Oona Observer"),
        )
    }
    holdings = {
        "chair": make.seat(people["chair"], Constituency.CHAIR, name="Independent chair"),
        "member": make.seat(people["member"], Constituency.COUNCIL, name="Lead Member for Education"),
        "clerk": make.seat(people["clerk"], Constituency.CLERK, name="Clerk"),
    }
    meeting = make.MeetingFactory(
        year=year,
        number=2,
        state=MeetingState.PUBLISHED,
        quorum=2,
        generation=1,
        invited_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        published_at=datetime(2026, 11, 13, 9, tzinfo=UTC),
    )
    made = Board(
        meeting=meeting, guest=make.GuestFactory(meeting=meeting, person=people["observer"]), **people
    )
    made.holdings = holdings
    made.attendances = {name: make.attend(meeting, one) for name, one in holdings.items()}
    made.attendances["observer"] = Attendance.objects.create(
        meeting=meeting, person=people["observer"], capacity="guest"
    )
    made.minutes_item = make.AgendaItemFactory(
        meeting=meeting, title="Minutes of the last meeting", minutes=5, position=1
    )
    made.item = make.AgendaItemFactory(
        meeting=meeting, title="Outcomes of the peer challenges", minutes=20, position=2
    )
    made.restricted = make.AgendaItemFactory(
        meeting=meeting, title=f"{CANARY} monitoring update", part=Part.TWO, minutes=15, position=1
    )
    return made
