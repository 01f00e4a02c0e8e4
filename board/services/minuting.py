"""Minutes typed beside an item: saved while one types, never over a newer text."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from board.choices import MinutesState, Part
from board.models import AgendaItem, Minute, Minutes
from hlp import clock
from hlp.models import User
from hlp.transitions import Saving, is_overtaken

MOST_CHARACTERS = 20_000  # of one item in one part


def texts_of(item: AgendaItem) -> dict[int, Minute]:
    """What is minuted of an item, by part; a part without a text is a row that is not stored yet."""
    stored = {minute.part: minute for minute in item.minuted.select_related("saved_by")}
    parts = [Part.TWO] if item.part == Part.TWO else list(Part)
    return {part.value: stored.get(part, Minute(item=item, part=part)) for part in parts}


@transaction.atomic
def save_text(
    *,
    item: AgendaItem,
    part: int,
    text: str,
    revision: int,
    by: User,
    page: str = "",
    turn: int = 0,
    at: datetime | None = None,
) -> int:
    """Save what was minuted of an item in one part. Returns the new revision.

    Locks the item. What is there already is not saved again, and what a page (its token) saved before its newest
    ``turn`` is passed over. Raises StaleEdit when somebody else has saved a newer text since ``revision``,
    ValidationError where the minutes have left whoever writes, or part I is given for an item of part II.
    """
    locked = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    check_writable(locked)
    if part < locked.part:
        raise ValidationError("An item of part II has no minutes in part I")
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(f"The minutes of one item must be {MOST_CHARACTERS:,} characters or fewer")
    row, _ = Minute.objects.get_or_create(item=locked, part=part)
    if row.text == text:
        return row.revision
    if is_overtaken(Saving(page, turn, revision), Saving(row.page, row.turn, row.revision)):
        return row.revision
    row.text, row.revision, row.page, row.turn = text, row.revision + 1, page, turn
    row.saved_at, row.saved_by = at or clock.now(), by
    row.save(update_fields=["text", "revision", "page", "turn", "saved_at", "saved_by"])
    return row.revision


def check_writable(item: AgendaItem) -> None:
    """Raise ValidationError unless texts may change: the agenda is out, and the Board has not got the minutes yet."""
    minutes = Minutes.objects.filter(meeting=item.meeting_id).first()
    if not item.meeting.is_agenda_out:
        raise ValidationError("The agenda of this meeting is not published yet")
    if minutes and minutes.state == MinutesState.WITH_BOARD:
        raise ValidationError("The minutes are with the Board. Correct them on their own page, with a note")
    if minutes and minutes.state == MinutesState.CONFIRMED:
        raise ValidationError("The minutes are confirmed and can no longer change")


def is_writable(item: AgendaItem) -> bool:
    """Whether ``check_writable`` has nothing against it."""
    try:
        check_writable(item)
    except ValidationError:
        return False
    return True
