"""A meeting that is held, minuted and decided, for tests: the restricted texts hold the canary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from board.choices import ArchiveState, Attends, MeetingState, Part, RecordKind, Stays
from board.models import ArchivedPaper, BoardAction, Decision, Meeting, Minutes, RecordEntry
from board.services import actions, decisions, minutes, minuting, room
from board.services.actions import Task
from board.services.decisions import Terms
from board.services.room import Presence
from hlp.models import Blob
from tests import factories as make
from tests.board.seated import CANARY, Board

# Of the cast's own meeting on 2 December 2026.
AFTER = datetime(2026, 12, 2, 18, 5, tzinfo=UTC)
LATER = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
NEXT = datetime(2027, 3, 10, 16, 0, tzinfo=UTC)
OPEN_TEXT = "The Board looked at the outcomes.\n\nIt asked for a summary by collaborative."


def during(board: Board) -> datetime:
    """Half an hour after the meeting began."""
    return board.meeting.starts_at + timedelta(minutes=30)


def after(board: Board, days: int = 0) -> datetime:
    """Just after the meeting, or some days later."""
    return board.meeting.ends_at + timedelta(days=days, minutes=5)


def earlier(board: Board, day: date, number: int) -> Board:
    """The same people at a meeting on another day, its agenda published."""
    starts = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    meeting = make.MeetingFactory(
        year=board.meeting.year, number=number, starts_at=starts, ends_at=starts + timedelta(hours=2),
        state=MeetingState.PUBLISHED, quorum=2,
    )  # fmt: skip
    items = {
        "minutes_item": make.AgendaItemFactory(meeting=meeting, title="Minutes of the last meeting"),
        "item": make.AgendaItemFactory(meeting=meeting, title="Outcomes of the peer challenges"),
        "restricted": make.AgendaItemFactory(meeting=meeting, title=f"{CANARY} update", part=Part.TWO),
    }
    seats = {name: make.attend(meeting, one) for name, one in board.holdings.items()}
    return replace(board, meeting=meeting, attendances=seats, **items)


def write(board: Board) -> None:
    """Minutes of both items, with a restricted text at the open one."""
    minuting.save_text(item=board.item, part=1, text=OPEN_TEXT, revision=0, by=board.clerk, at=during(board))
    for item in (board.item, board.restricted):
        words = f"{CANARY} School was discussed."
        minuting.save_text(item=item, part=2, text=words, revision=0, by=board.clerk, at=during(board))


def attend(board: Board, *absent: str) -> None:
    """Chair, member and clerk are in the room, but for those named."""
    seen = {
        one.pk: Presence("" if name in absent else Attends.ROOM) for name, one in board.attendances.items()
    }
    room.note_attendance(meeting=board.meeting, seen=seen, by=board.clerk, at=during(board))


def decide(board: Board, *, part: int = Part.ONE) -> Decision:
    """A decision in one part."""
    item = board.item if part == Part.ONE else board.restricted
    text = "The summary is published." if part == Part.ONE else f"{CANARY} School gets a visit."
    terms = Terms(text=text, moved_by="Cora Chair", seconded_by="Cleo Councillor", votes_for=2)
    return decisions.record_decision(item=item, terms=terms, by=board.clerk, at=during(board))


def act(board: Board, *, part: int = Part.ONE, due_on: date | None = None) -> BoardAction:
    """An action of the member in one part, due six weeks after the meeting unless told."""
    item = board.item if part == Part.ONE else board.restricted
    text = "Bring a summary by collaborative." if part == Part.ONE else f"Ring {CANARY} School."
    task = Task(text=text, owner=board.member, due_on=due_on or board.meeting.day + timedelta(weeks=6))
    return actions.give(item=item, task=task, by=board.clerk, at=during(board))


def held(board: Board) -> Minutes:
    """Everything of both parts, and the meeting is over; its minutes are a draft."""
    attend(board)
    declared = f"Governor of {CANARY} School"
    room.declare(
        meeting=board.meeting, person=board.chair, text=declared, item=board.restricted, stays=Stays.LISTENS,
        by=board.clerk, at=during(board),
    )  # fmt: skip
    write(board)
    for part in Part:
        decide(board, part=part)
        act(board, part=part)
    room.hold(meeting=board.meeting, by=board.clerk, at=after(board))
    board.meeting.refresh_from_db()
    return Minutes.objects.get(meeting=board.meeting)


def with_board(board: Board) -> Minutes:
    """Passed by the chair."""
    one = minutes.send_to_chair(minutes=held(board), by=board.clerk, at=after(board))
    return minutes.send_to_board(minutes=one, by=board.chair, at=after(board, 7))


def following(board: Board) -> Meeting:
    """The next meeting, 14 weeks later, its agenda published."""
    starts, ends = (at + timedelta(weeks=14) for at in (board.meeting.starts_at, board.meeting.ends_at))
    facts = {"starts_at": starts, "ends_at": ends, "state": MeetingState.PUBLISHED}
    return make.MeetingFactory(year=board.meeting.year, number=board.meeting.number + 1, **facts)


def confirmed(board: Board) -> Minutes:
    """Confirmed at the next meeting."""
    return minutes.confirm(
        minutes=with_board(board), meeting=following(board), by=board.clerk, at=after(board, 98)
    )


def published(board: Board) -> Minutes:
    """On the public site."""
    return minutes.publish(minutes=confirmed(board), by=board.clerk, at=after(board, 99))


def archived(board: Board, *, part: int = Part.ONE) -> ArchivedPaper:
    """Earlier minutes whose text was read; the restricted ones hold the canary."""
    words = f"{CANARY} School was watched" if part == Part.TWO else "The phonics project began"
    blob = Blob.keep(f"%PDF-1.7 {words}".encode())
    paper = ArchivedPaper.objects.create(
        title=f"Minutes, part {part}", held_on=date(2015, 6, 10), part=part, blob=blob, pages=1,
        state=ArchiveState.READY, uploaded_at=after(board), uploaded_by=board.clerk,
    )  # fmt: skip
    RecordEntry.objects.create(
        kind=RecordKind.ARCHIVE, part=part, on=paper.held_on, title=paper.title, text=words,
        words=words.lower(), archived=paper, page=1,
    )  # fmt: skip
    return paper
