"""Messages of the board: to whom, about which meeting. No title of an item ever stands in one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from board.models import Meeting
from hlp import clock, outbox
from hlp.models import User

WHY = "they are invited to a meeting of the Board"


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """What each message says of a meeting."""
    return {
        "meeting": meeting.title,
        "starts": clock.when(meeting.starts_at),
        "ends": clock.clock_time(meeting.ends_at),
        "place": meeting.place,
        "joining": meeting.joining,
        "path": meeting.get_absolute_url(),
    }


def tell(
    meeting: Meeting, kind: str, people: Iterable[User], *, at: datetime, once: str = "", **context: Any
) -> int:
    """Write one message of a kind to each person; ``once`` tells apart what may be told again."""
    key = f"{kind}:meeting={meeting.pk}:{once or f'move={meeting.sequence}'}"
    return outbox.write(
        [
            outbox.Note(
                key=f"{key}:user={person.pk}"[:200],
                kind=kind,
                person=person,
                context={**facts_of(meeting), **context},
                about=meeting.about,
                why=WHY,
            )
            for person in people
        ],
        at=at,
    )


def withdraw(meeting: Meeting, people: Iterable[User] | None = None) -> None:
    """Take back what waits about a meeting, to these people or to all."""
    outbox.cancel(about=meeting.about, people=people)
