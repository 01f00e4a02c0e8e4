"""Makes the agenda: standing items, items in order, publishing and correcting it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from board.calculations import agenda_lines, flat
from board.choices import MeetingState, Part, StandingAt
from board.models import AgendaItem, Holding, Meeting, StandingItem
from board.services import notices
from board.services.meetings import locked, step
from hlp import audit, clock
from hlp.models import User
from hlp.papers import sources
from hlp.transitions import StaleEdit
from schools.models import Appointment
from schools.roles import Role

TWICE = frozenset({2, 4})
# What every agenda of the founding holds: title, when, purpose, part, minutes, presenter, key of the paper.
FOUNDED = (
    ("Welcome and apologies", "every", "note", 1, 5, "Chair", ""),
    ("Declarations of interest", "every", "note", 1, 5, "Chair", ""),
    ("Minutes of the last meeting", "every", "decide", 1, 5, "Chair", ""),
    ("Actions from earlier meetings", "every", "discuss", 1, 10, "Clerk", "board-actions"),
    ("Annual performance challenge", "first", "decide", 1, 30, "Director", ""),
    ("Progress of the performance challenge", "every", "note", 1, 10, "Director", "challenge-progress"),
    ("Score card", "published", "discuss", 1, 20, "Director", ""),
    ("Outcomes of the peer challenges", "twice", "discuss", 1, 25, "Director", "outcomes"),
    ("Projects", "every", "discuss", 1, 15, "Director", "project-progress"),
    ("Any other business and next meeting", "every", "note", 1, 5, "Chair", ""),
    ("Monitoring update", "every", "discuss", 2, 15, "Director", "monitoring-named"),
)


@transaction.atomic
def found_standing(*, by: User | None, at: datetime | None = None) -> list[StandingItem]:
    """Lay out the standing items of the founding, where there are none. Audit."""
    if not StandingItem.objects.exists():
        offered = {source.key for source in sources()}
        names = ("title", "at", "purpose", "part", "minutes", "presenter_name", "source_key")
        rows = [dict(zip(names, row, strict=True)) for row in FOUNDED]
        for position, row in enumerate(rows, 1):
            row["source_key"] = _offered(str(row["source_key"]), offered)
            StandingItem.objects.create(position=position, **row)
        audit.record("board.standing-items", about="board", by=by, at=at or clock.now())
    return list(StandingItem.objects.all())


def _offered(word: str, keys: set[str]) -> str:
    return next((key for key in sorted(keys) if word and word in key), "")


def standing_for(meeting: Meeting) -> list[StandingItem]:
    """The standing items that belong on the agenda of a meeting, by its number in the year."""
    return standing_ahead([meeting])[meeting.pk]


def standing_ahead(meetings: Sequence[Meeting]) -> dict[int, list[StandingItem]]:
    """For each of some meetings, by its primary key, the standing items that belong on its agenda; two queries."""
    rows = list(StandingItem.objects.all())
    held = Meeting.objects.exclude(state=MeetingState.CANCELLED).filter(
        year__in={m.year_id for m in meetings}
    )
    last = dict(held.order_by().values_list("year").annotate(Max("number")))
    card = any("score" in source.key for source in sources())
    found = {}
    for meeting in meetings:
        wanted = {StandingAt.EVERY} | ({StandingAt.PUBLISHED} if card else set())
        wanted |= {StandingAt.FIRST} if meeting.number == 1 else set()
        wanted |= {StandingAt.TWICE} if meeting.number in TWICE else set()
        wanted |= {StandingAt.LAST} if last.get(meeting.year_id) == meeting.number else set()
        found[meeting.pk] = [row for row in rows if row.at in wanted]
    return found


@transaction.atomic
def open_agenda(*, meeting: Meeting, by: User, at: datetime | None = None) -> Meeting:
    """Begin the agenda: lock, move the state, put the standing items on it. Twice is once. Raises WrongMove."""
    row = locked(meeting)
    if row.state != MeetingState.PLANNED:
        return row
    found_standing(by=by, at=at)
    step(row, MeetingState.OPEN, by, at or clock.now())
    for standing in standing_for(row):
        names = ("title", "purpose", "part", "minutes", "presenter_name", "position")
        AgendaItem.objects.create(
            meeting=row, standing=standing, **{name: getattr(standing, name) for name in names}
        )
    _settle(row)
    return row


def _open(meeting: Meeting) -> Meeting:
    """The meeting, locked, while its agenda is being made. Raises ValidationError otherwise."""
    row = locked(meeting)
    if row.state != MeetingState.OPEN:
        raise ValidationError("This agenda is not being made now. Open it for a correction first")
    return row


@transaction.atomic
def add_item(*, meeting: Meeting, by: User, parent: AgendaItem | None = None, **facts: Any) -> AgendaItem:
    """Put an item last in its part, or last under another, whose part it takes: lock, check, write.

    The same title twice in one place is once. Raises ValidationError where the agenda is not being made.
    """
    row = _open(meeting)
    _check_parent(row, parent)
    if parent is not None:
        facts["part"] = parent.part
    if twin := row.items.filter(parent=parent, title=facts["title"], part=facts["part"]).first():
        return twin
    item = AgendaItem.objects.create(meeting=row, parent=parent, position=10_000, **facts)
    _settle(row)
    return item


def _check_parent(meeting: Meeting, parent: AgendaItem | None) -> None:
    if parent is not None and (parent.meeting_id != meeting.pk or parent.parent_id is not None):
        raise ValidationError({"parent": "An item stands under an item of the same agenda, one step deep"})


@transaction.atomic
def change_item(*, item: AgendaItem, version: int, by: User, **facts: Any) -> AgendaItem:
    """Change an item and with its part what stands under it: lock, check, save.

    Raises StaleEdit, and ValidationError where the agenda is not being made.
    """
    meeting = _open(item.meeting)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if row.version != version:
        raise StaleEdit
    if row.parent is not None:
        facts["part"] = row.parent.part
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.children.update(part=row.part)
    _settle(meeting)
    return row


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, at: datetime | None = None) -> None:
    """Take an item off the agenda with what stands under it: lock, delete, audit.

    Raises ValidationError where the agenda is not being made, or something hangs on the item already.
    """
    meeting = _open(item.meeting)
    audit.record("board.remove-item", about=meeting.about, by=by, at=at or clock.now(), item=item.pk)
    item.delete()
    _settle(meeting)


@transaction.atomic
def shift_item(*, item: AgendaItem, down: bool, by: User) -> None:
    """Move an item one place up or down among its own: lock, swap. The first and the last stay where they are."""
    meeting = _open(item.meeting)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    own = list(meeting.items.filter(parent=row.parent, part=row.part).in_order())
    place = [one.pk for one in own].index(row.pk)
    other = place + (1 if down else -1)
    if 0 <= other < len(own):
        own[place], own[other] = own[other], own[place]
        _number(own)


@transaction.atomic
def arrange(*, meeting: Meeting, order: Sequence[int], by: User) -> None:
    """Set the order of the items at the top by their primary keys: lock, check, save. Parts stay as they are.

    Raises ValidationError where the agenda is not being made, and StaleEdit where others have added or removed items.
    """
    row = _open(meeting)
    tops = {item.pk: item for item in row.items.filter(parent=None)}
    if sorted(order) != sorted(tops):
        raise StaleEdit
    for part in Part:
        _number([tops[pk] for pk in order if tops[pk].part == part])


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items, 1):
        if item.position != position:
            AgendaItem.objects.filter(pk=item.pk).update(position=position)


def _settle(meeting: Meeting) -> None:
    """Number the positions anew, part by part and under each item."""
    rows = list(meeting.items.in_order())
    for parent in {row.parent_id for row in rows}:
        for part in Part:
            _number([row for row in rows if row.parent_id == parent and row.part == part])


# --- Publishing -----------------------------------------------------------------------------

FROZEN = (
    "pk",
    "parent_id",
    "position",
    "title",
    "detail",
    "purpose",
    "part",
    "minutes",
    "presenter_id",
    "presenter_name",
)


@transaction.atomic
def publish(*, meeting: Meeting, by: User, at: datetime | None = None) -> Meeting:
    """Publish the agenda: lock, check, freeze it, move the state, history, notice to everybody invited.

    Twice is once. Raises ValidationError where nothing stands on it, WrongMove where the meeting is not open.
    """
    moment = at or clock.now()
    row = locked(meeting)
    if row.state == MeetingState.PUBLISHED:
        return row
    items = list(row.items.in_order())
    if not items:
        raise ValidationError("Nothing stands on this agenda yet")
    row.frozen = [{name: getattr(item, name) for name in FROZEN} for item in items]
    row.generation, row.published_at = row.generation + 1, moment
    step(row, MeetingState.PUBLISHED, by, moment, update=("frozen", "generation", "published_at"))
    people = [one.person for one in row.attendances.select_related("person")]
    notices.tell(
        row,
        "board-agenda",
        people,
        at=moment,
        once=f"generation={row.generation}",
        again=row.generation > 1,
    )
    return row


@transaction.atomic
def correct(*, meeting: Meeting, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Open a published agenda again: lock, move the state, history with the reason. Twice is once. Raises WrongMove.

    Until it is published again, members read it as it was published.
    """
    row = locked(meeting)
    if row.state != MeetingState.OPEN:
        step(row, MeetingState.OPEN, by, at or clock.now(), reason)
    return row


def published_items(meeting: Meeting, *, part_two: bool) -> list[AgendaItem]:
    """The items as they were last published, not to be saved; without part II unless the reader has it."""
    rows = [AgendaItem(meeting=meeting, **row) for row in meeting.frozen]
    return [row for row in rows if part_two or row.part == Part.ONE]


def overrun(meeting: Meeting, items: Sequence[AgendaItem]) -> int:
    """By how many minutes the agenda lasts longer than the meeting; negative where time is left."""
    lines = flat(agenda_lines(meeting, items))
    if not lines:
        return -int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    return int((lines[-1].ends_at - meeting.ends_at).total_seconds() // 60)


# --- Standing items ------------------------------------------------------------------------


@transaction.atomic
def save_standing(
    *, standing: StandingItem | None, by: User, at: datetime | None = None, **facts: Any
) -> StandingItem:
    """Make or change a standing item: write, audit. Agendas that hold it stay as they are. Raises ValidationError."""
    row = (
        StandingItem.objects.select_for_update().get(pk=standing.pk)
        if standing
        else StandingItem(position=100)
    )
    twin = StandingItem.objects.filter(title__iexact=facts["title"]).exclude(pk=row.pk).first()
    if twin:
        raise ValidationError({"title": "There is a standing item with this title already"})
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    audit.record("board.standing-item", about=f"standing-item:{row.pk}", by=by, at=at or clock.now())
    return row


@transaction.atomic
def remove_standing(*, standing: StandingItem, by: User, at: datetime | None = None) -> None:
    """Take a standing item away: audit, delete. Agendas that hold it keep their item."""
    audit.record("board.standing-removed", about=f"standing-item:{standing.pk}", by=by, at=at or clock.now())
    standing.delete()


def presenters(meeting: Meeting) -> Any:
    """Who may be named as presenter: whoever holds a seat on that day, the Director, and the guests with an account."""
    held = Holding.objects.on(meeting.day).values("person")
    directors = Appointment.objects.on(meeting.day).filter(role=Role.DIRECTOR).values("person")
    guests = meeting.guests.filter(person__isnull=False).values("person")
    invited = Q(pk__in=held) | Q(pk__in=directors) | Q(pk__in=guests)
    return User.objects.filter(invited, is_active=True).order_by("name", "pk")


def version_of(item: AgendaItem) -> int:
    """The present version of an item."""
    return AgendaItem.objects.only("version").get(pk=item.pk).version
