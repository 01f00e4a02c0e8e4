"""Who opens the board's meetings, seats and register (``tests/test_access.py`` says how to read the rows).

The meeting of the cast is published and everybody invited; the observer is its guest. A second one is being made, a
third planned. The Director attends without a seat.
"""

from typing import Any

from board.choices import MeetingState
from board.models import Withdrawal
from tests import factories as make
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
CLOSED = "444 44 44 44 4 44"
OUT = "555 55 55 55 5 55"
TABLE = {
    "GET board:home": f"s 24 {CLOSED} 2222",
    "GET board:desk": f"s 24 {CLOSED} 2244",
    "GET board:ahead": f"s 24 {CLOSED} 2244",
    # One's own name in public: whoever has a seat with a vote
    "GET board:own-name": f"s 44 {CLOSED} 2424",
    "POST board:own-name": f"s 44 {CLOSED} 3434",
    # Seats: read by whoever has to do with the board, kept by the clerk and the Director
    "GET board:seat-list": f"s 24 {CLOSED} 2222",
    "GET board:seat-found": f"s 55 {OUT} 5555",
    "POST board:seat-found": f"s 34 {CLOSED} F3FF",
    "GET board:seat-detail": f"s 24 {CLOSED} 2222",
    "GET board:seat-create": f"s 24 {CLOSED} F2FF",
    "POST board:seat-create": f"s 24 {CLOSED} F2FF",
    "GET board:seat-edit": f"s 24 {CLOSED} F2FF",
    "POST board:seat-edit": f"s 24 {CLOSED} F2FF",
    "GET board:seat-abolish": f"s 55 {OUT} 5555",
    "POST board:seat-abolish": f"s 34 {CLOSED} F3FF",
    "GET board:holding-create": f"s 24 {CLOSED} F2FF",
    "POST board:holding-create": f"s 24 {CLOSED} F2FF",
    "GET board:holding-end": f"s 24 {CLOSED} F2FF",
    "POST board:holding-end": f"s 24 {CLOSED} F2FF",
    # The register of interests: everybody at the table, and nobody who is only a guest
    "GET board:interest-list": f"s 24 {CLOSED} 2224",
    "GET board:interest-mine": f"s 24 {CLOSED} 2224",
    "GET board:interest-create": f"s 24 {CLOSED} 2224",
    "POST board:interest-create": f"s 24 {CLOSED} 2224",
    "GET board:interest-confirm": f"s 55 {OUT} 5555",
    "POST board:interest-confirm": f"s 34 {CLOSED} 3334",
    "GET board:interest-end": f"s 55 {OUT} 5555",
    "POST board:interest-end": f"s 44 {CLOSED} 4434",
    "GET board:withdrawal-create": f"s 24 {CLOSED} 2222",
    "POST board:withdrawal-create": f"s 24 {CLOSED} 2222",
    "GET board:withdrawal-lift": f"s 55 {OUT} 5555",
    "POST board:withdrawal-lift": f"s 34 {CLOSED} 33F4",
    # Meetings
    "GET board:meeting-list": f"s 24 {CLOSED} 2222",
    "GET board:meeting-create": f"s 24 {CLOSED} F2FF",
    "POST board:meeting-create": f"s 24 {CLOSED} F2FF",
    "GET board:meeting-plan": f"s 24 {CLOSED} F2FF",
    "POST board:meeting-plan": f"s 24 {CLOSED} F2FF",
    "GET board:meeting-detail": f"s 24 {CLOSED} 2222",
    "GET board:meeting-calendar": f"s 24 {CLOSED} 2222",
    "GET board:meeting-edit": f"s 24 {CLOSED} F2FF",
    "POST board:meeting-edit": f"s 24 {CLOSED} F2FF",
    "GET board:meeting-move": f"s 24 {CLOSED} F2FF",
    "POST board:meeting-move": f"s 24 {CLOSED} F2FF",
    "GET board:meeting-cancel": f"s 24 {CLOSED} F2FF",
    "POST board:meeting-cancel": f"s 24 {CLOSED} F2FF",
    "GET board:meeting-invite": f"s 55 {OUT} 5555",
    "POST board:meeting-invite": f"s 34 {CLOSED} F3FF",
    # Who comes
    "GET board:attendance-list": f"s 24 {CLOSED} 222F",
    "GET board:attendance-reply": f"s 44 {CLOSED} 2222",
    "POST board:attendance-reply": f"s 44 {CLOSED} 2222",
    "GET board:attendance-edit": f"s 24 {CLOSED} F2F4",
    "POST board:attendance-edit": f"s 24 {CLOSED} F2F4",
    "GET board:guest-create": f"s 24 {CLOSED} F2FF",
    "POST board:guest-create": f"s 24 {CLOSED} F2FF",
    "GET board:guest-remove": f"s 55 {OUT} 5555",
    "POST board:guest-remove": f"s 34 {CLOSED} F3FF",
    # The agenda in the making: nobody else knows what stands on it
    "GET board:agenda-edit": f"s 24 {CLOSED} 22F4",
    "POST board:agenda-edit": f"s 34 {CLOSED} 33F4",
    "GET board:agenda-open": f"s 55 {OUT} 5555",
    "POST board:agenda-open": f"s 34 {CLOSED} 33F4",
    "GET board:agenda-publish": f"s 24 {CLOSED} 22F4",
    "POST board:agenda-publish": f"s 34 {CLOSED} 33F4",
    "GET board:agenda-correct": f"s 24 {CLOSED} 22FF",
    "POST board:agenda-correct": f"s 24 {CLOSED} 22FF",
    "GET board:item-create": f"s 24 {CLOSED} 22F4",
    "POST board:item-create": f"s 24 {CLOSED} 22F4",
    "GET board:item-edit": f"s 24 {CLOSED} 2244",
    "POST board:item-edit": f"s 24 {CLOSED} 2244",
    "GET board:item-under": f"s 24 {CLOSED} 2244",
    "POST board:item-under": f"s 24 {CLOSED} 2244",
    "GET board:item-remove": f"s 55 {OUT} 5555",
    "POST board:item-remove": f"s 34 {CLOSED} 3344",
    "GET board:item-shift": f"s 55 {OUT} 5555",
    "POST board:item-shift": f"s 34 {CLOSED} 3344",
    # Standing items
    "GET board:standing-list": f"s 24 {CLOSED} 2244",
    "GET board:standing-found": f"s 55 {OUT} 5555",
    "POST board:standing-found": f"s 34 {CLOSED} 3344",
    "GET board:standing-create": f"s 24 {CLOSED} 2244",
    "POST board:standing-create": f"s 24 {CLOSED} 2244",
    "GET board:standing-edit": f"s 24 {CLOSED} 2244",
    "POST board:standing-edit": f"s 24 {CLOSED} 2244",
    "GET board:standing-remove": f"s 55 {OUT} 5555",
    "POST board:standing-remove": f"s 34 {CLOSED} 3344",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The meeting of the cast, one in the making, an interest and a withdrawal of the member."""
    board = cast.board
    one, making = {"pk": board.meeting.pk}, make.MeetingFactory(year=cast.year, state=MeetingState.OPEN)
    item = make.AgendaItemFactory(meeting=making)
    standing = make.StandingItemFactory()
    interest = make.InterestFactory(person=cast.member)
    seat = make.SeatFactory()
    withdrawal = Withdrawal.objects.create(
        item=board.item, person=cast.member, source="member", reason="A trustee", at=board.meeting.changed_at,
        by=cast.member,
    )  # fmt: skip
    meeting = ("detail", "calendar", "edit", "move", "cancel", "invite")
    return {
        **{f"board:seat-{verb}": {"pk": seat.pk} for verb in ("detail", "edit", "abolish")},
        "board:holding-create": {"pk": seat.pk},
        "board:holding-end": {"pk": board.holdings["member"].pk},
        "board:interest-end": {"pk": interest.pk},
        "board:withdrawal-create": {"pk": board.item.pk},
        "board:withdrawal-lift": {"pk": withdrawal.pk},
        "board:meeting-plan": {"slug": "2026-27"},
        **{f"board:meeting-{verb}": one for verb in meeting},
        **{f"board:attendance-{verb}": one for verb in ("list", "reply")},
        "board:attendance-edit": {"pk": board.attendances["member"].pk},
        "board:guest-create": one,
        "board:guest-remove": {"pk": board.guest.pk},
        "board:agenda-correct": one,
        **{f"board:agenda-{verb}": {"pk": making.pk} for verb in ("edit", "open", "publish")},
        "board:item-create": {"pk": making.pk},
        **{f"board:item-{verb}": {"pk": item.pk} for verb in ("edit", "under", "remove")},
        "board:item-shift": {"pk": item.pk, "way": "down"},
        **{f"board:standing-{verb}": {"pk": standing.pk} for verb in ("edit", "remove")},
    }
