"""What the clock asks of people on the board: a reply, a coming meeting, the yearly confirmation of interests."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from board.choices import AHEAD, Reply
from board.models import InterestConfirmation, Meeting
from board.services import notices
from board.services.interests import people_of_register
from hlp import clock, outbox
from schools.models import AcademicYear

# Days before the meeting from which a reply is asked for again; each step lasts until the next.
REPLY_STEPS = (14, 4)
SOON = timedelta(days=2)
# Days after the year's first day from which the register is to be confirmed, and reminded of.
CONFIRM_STEPS = (10, 38)


@transaction.atomic
def tell_due(*, at: datetime | None = None) -> None:
    """Write every reminder that is owed and was not written yet. Running twice is harmless: each has its key."""
    moment = at or clock.now()
    last = moment + timedelta(days=max(REPLY_STEPS))
    rows = Meeting.objects.filter(state__in=AHEAD, invited_at__isnull=False)
    for meeting in rows.filter(starts_at__gt=moment, starts_at__lte=last):
        _of_meeting(meeting, moment)
    outbox.write(_of_register(moment), at=moment)


def _of_meeting(meeting: Meeting, at: datetime) -> None:
    left = meeting.starts_at - at
    step = min(days for days in REPLY_STEPS if left <= timedelta(days=days))
    people = meeting.attendances.filter(person__is_active=True).select_related("person")
    move = f"move={meeting.sequence}"
    silent = [row.person for row in people if row.reply == Reply.NONE]
    notices.tell(meeting, "board-reply-reminder", silent, at=at, once=f"{move}:step={step}")
    if left <= SOON:
        coming = [row.person for row in people if row.reply == Reply.COMING]
        notices.tell(meeting, "board-soon", coming, at=at)


def _of_register(at: datetime) -> Iterator[outbox.Note]:
    today = clock.local(at).date()
    year = AcademicYear.objects.at(today)
    if year is None:
        return
    begun = [n for n, days in enumerate(CONFIRM_STEPS, 1) if today >= year.starts + timedelta(days=days)]
    if not begun:
        return
    done = set(InterestConfirmation.objects.filter(year=year).values_list("person_id", flat=True))
    for person, _ in people_of_register(today):
        if person.pk not in done and person.is_active:
            yield outbox.Note(
                key=f"board-interests:year={year.pk}:step={begun[-1]}:user={person.pk}",
                kind="board-interests",
                person=person,
                context={"year": year.name, "path": "/board/interests/mine/"},
                about=f"user:{person.pk}",
                why="the register of interests is confirmed once a year",
            )
