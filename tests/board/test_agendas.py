"""The agenda: standing items, numbers and clock times, order, publishing, and what part II never shows."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from board.calculations import agenda_lines, flat
from board.choices import MeetingState, Part
from board.models import AgendaItem, Meeting, StandingItem, Withdrawal
from board.services import agendas, interests, sight
from hlp import clock
from hlp.mail import render
from hlp.models import AuditEntry, Message, User
from hlp.transitions import StaleEdit
from tests import factories as make
from tests.board.seated import CANARY
from tests.conftest import BEFORE, As, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def making(cast: Cast) -> Meeting:
    """A meeting whose agenda is being made: 16:00 to 18:00."""
    return make.MeetingFactory(year=cast.year, number=3, state=MeetingState.OPEN)


def titles(meeting: Meeting) -> list[str]:
    """The agenda in order, with its numbers."""
    return [f"{line.number} {line.item}" for line in flat(agenda_lines(meeting, meeting.items.all()))]


def add(meeting: Meeting, title: str, by: User, parent: AgendaItem | None = None, **facts: Any) -> AgendaItem:
    """Add an item of ten minutes."""
    said = {"purpose": "discuss", "part": Part.ONE, "minutes": 10, **facts}
    return agendas.add_item(meeting=meeting, title=title, parent=parent, by=by, **said)


# --- Standing items ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "challenge", "outcomes"),
    [(1, True, False), (2, False, True), (3, False, False), (4, False, True)],
)
def test_standing_items_by_meeting(cast: Cast, number: int, challenge: bool, outcomes: bool) -> None:
    meeting = make.MeetingFactory(year=cast.year, number=number)
    for _ in range(2):
        agendas.open_agenda(meeting=meeting, by=cast.director)
    found = set(meeting.items.values_list("title", flat=True))
    assert ("Annual performance challenge" in found) == challenge
    assert ("Outcomes of the peer challenges" in found) == outcomes
    always = {"Minutes of the last meeting", "Actions from earlier meetings", "Projects", "Monitoring update"}
    assert always <= found
    assert meeting.items.get(title="Monitoring update").part == Part.TWO
    assert meeting.items.count() == len(found)


def test_a_standing_item_that_changes_leaves_begun_agendas_alone(cast: Cast) -> None:
    meeting = make.MeetingFactory(year=cast.year)
    agendas.open_agenda(meeting=meeting, by=cast.clerk)
    agendas.remove_standing(standing=StandingItem.objects.get(title="Projects"), by=cast.clerk)
    assert meeting.items.filter(title="Projects").exists()


# --- Order -------------------------------------------------------------------------------------


def test_times_add_up_to_clock_times_and_part_two_stands_last(cast: Cast, making: Meeting) -> None:
    restricted = add(making, "Named", cast.clerk, part=Part.TWO, minutes=15)
    first = add(making, "Welcome", cast.clerk, minutes=5)
    projects = add(making, "Projects", cast.clerk, minutes=5)
    add(making, "Reading", cast.clerk, parent=projects, minutes=20)
    lines = agenda_lines(making, making.items.all())
    told = [
        (line.number, line.item.title, clock.clock_time(line.starts_at), line.minutes) for line in flat(lines)
    ]
    assert told == [
        ("1", "Welcome", "4pm", 5),
        ("2", "Projects", "4:05pm", 25),
        ("2.1", "Reading", "4:10pm", 20),
        ("3", "Named", "4:30pm", 15),
    ]
    assert agendas.overrun(making, list(making.items.all())) == -75
    assert (first.part, restricted.part) == (Part.ONE, Part.TWO)


def test_an_item_moves_among_its_own(cast: Cast, making: Meeting) -> None:
    items = [add(making, name, cast.clerk) for name in ("A", "B", "C")]
    agendas.shift_item(item=items[2], down=False, by=cast.clerk)
    assert titles(making) == ["1 A", "2 C", "3 B"]
    agendas.shift_item(item=items[0], down=False, by=cast.clerk)
    agendas.shift_item(item=items[1], down=True, by=cast.clerk)
    assert titles(making) == ["1 A", "2 C", "3 B"]
    agendas.arrange(meeting=making, order=[items[1].pk, items[0].pk, items[2].pk], by=cast.clerk)
    assert titles(making) == ["1 B", "2 A", "3 C"]


def test_an_order_that_misses_a_new_item_is_refused(cast: Cast, making: Meeting) -> None:
    items = [add(making, name, cast.clerk) for name in ("A", "B")]
    add(making, "C", cast.member)
    with pytest.raises(StaleEdit):
        agendas.arrange(meeting=making, order=[items[1].pk, items[0].pk], by=cast.clerk)
    assert titles(making) == ["1 A", "2 B", "3 C"]


def test_what_stands_under_an_item_shares_its_part(cast: Cast, making: Meeting) -> None:
    parent = add(making, "Projects", cast.clerk)
    child = add(making, "Reading", cast.clerk, parent=parent, part=Part.TWO)
    assert child.part == Part.ONE
    facts = {"title": "Projects", "purpose": "note", "minutes": 5, "part": Part.TWO}
    version = AgendaItem.objects.get(pk=parent.pk).version
    agendas.change_item(item=parent, version=version, by=cast.clerk, **facts)
    child.refresh_from_db()
    assert child.part == Part.TWO
    with pytest.raises(StaleEdit):
        agendas.change_item(item=parent, version=version, by=cast.clerk, **facts)


# --- Publishing --------------------------------------------------------------------------------


def test_a_published_agenda_stays_until_the_correction_is_published(cast: Cast) -> None:
    meeting = cast.board.meeting
    with pytest.raises(ValidationError):
        add(meeting, "Late thought", cast.clerk)
    agendas.correct(meeting=meeting, reason="An item is missing", by=cast.clerk)
    agendas.publish(meeting=meeting, by=cast.clerk)
    agendas.correct(meeting=meeting, reason="Another one", by=cast.clerk)
    add(meeting, "Late thought", cast.clerk)
    row = Meeting.objects.get(pk=meeting.pk)
    before = sight.agenda_of(cast.member, row)
    assert before.old
    assert "Late thought" not in [line.item.title for line in before.lines]
    for _ in range(2):
        agendas.publish(meeting=row, by=cast.clerk)
    after = sight.agenda_of(cast.member, Meeting.objects.get(pk=meeting.pk))
    assert "Late thought" in [line.item.title for line in after.lines]
    assert Message.objects.filter(kind="board-agenda", person=cast.member).count() == 2


def test_an_empty_agenda_is_not_published(cast: Cast, making: Meeting) -> None:
    with pytest.raises(ValidationError):
        agendas.publish(meeting=making, by=cast.clerk)


def test_members_see_no_agenda_in_the_making(cast: Cast, as_: As, making: Meeting) -> None:
    add(making, "Secret plan", cast.clerk)
    page = as_(cast.member).get(making.get_absolute_url()).content.decode()
    assert "The agenda is not published yet" in page
    assert "Secret plan" not in page
    assert "Secret plan" in as_(cast.chair).get(making.get_absolute_url()).content.decode()


# --- Part II -----------------------------------------------------------------------------------


def test_part_two_reaches_nobody_without_it(cast: Cast, as_: As) -> None:
    meeting, restricted = cast.board.meeting, cast.board.restricted
    restricted.detail = restricted.presenter_name = CANARY
    restricted.save()
    interests.withdraw(item=restricted, person=cast.member, reason=CANARY, by=cast.clerk)
    agendas.correct(meeting=meeting, reason="An item is missing", by=cast.clerk)
    agendas.publish(meeting=meeting, by=cast.clerk)
    client = as_(cast.observer)
    paths = [
        "/board/",
        "/board/meetings/",
        meeting.get_absolute_url(),
        f"{meeting.get_absolute_url()}calendar.ics",
    ]
    paths += ["/board/meetings/?download=csv", "/home/", "/board/members/"]
    for path in paths:
        assert CANARY not in b"".join(client.get(path)).decode(), path
    for item in (restricted.pk, cast.board.item.pk):
        code = client.get(f"/board/items/{item}/withdraw/").status_code
        assert code == (404 if item == restricted.pk else 200)
    assert CANARY in as_(cast.member).get(meeting.get_absolute_url()).content.decode()
    assert [note.kind for note in Message.objects.all() if CANARY in "".join(render(note))] == []
    assert [row for row in AuditEntry.objects.all() if CANARY in f"{row.about}{row.detail}"] == []


def test_an_agenda_that_is_being_corrected_keeps_part_two_from_guests(cast: Cast, as_: As) -> None:
    meeting = cast.board.meeting
    agendas.correct(meeting=meeting, reason="x", by=cast.clerk)
    agendas.publish(meeting=meeting, by=cast.clerk)
    agendas.correct(meeting=meeting, reason="y", by=cast.clerk)
    url = meeting.get_absolute_url()
    assert CANARY not in as_(cast.observer).get(url).content.decode()
    assert CANARY in as_(cast.member).get(url).content.decode()


def test_a_guest_with_part_two_reads_it_of_this_meeting_alone(cast: Cast) -> None:
    cast.board.guest.part_two = True
    cast.board.guest.save()
    other = make.MeetingFactory(year=cast.year, state=MeetingState.PUBLISHED)
    make.AgendaItemFactory(meeting=other, part=Part.TWO)
    seen = AgendaItem.objects.visible_to(cast.observer)
    assert [item.meeting for item in seen.filter(part=Part.TWO)] == [cast.board.meeting]


# --- Interests ---------------------------------------------------------------------------------


def test_whoever_withdraws_reads_the_title_and_gets_no_papers(cast: Cast) -> None:
    item = cast.board.item
    make.AgendaItemFactory(meeting=item.meeting, parent=item, title="Under it")
    for _ in range(2):
        interests.withdraw(item=item, person=cast.member, reason="A trustee", by=cast.member)
    assert item in AgendaItem.objects.visible_to(cast.member)
    readable = AgendaItem.objects.readable_by(cast.member).values_list("title", flat=True)
    assert sorted(readable) == [cast.board.restricted.title, "Minutes of the last meeting"]
    assert AgendaItem.objects.readable_by(cast.chair).count() == 4
    row = Withdrawal.objects.get()
    with pytest.raises(ValidationError):
        interests.lift(withdrawal=row, by=cast.member)
    interests.lift(withdrawal=row, by=cast.chair)
    assert AgendaItem.objects.readable_by(cast.member).count() == 4
    assert Message.objects.get(kind="board-withdrawal-lifted").person == cast.member


def test_a_member_withdraws_nobody_else(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Only the chair"):
        interests.withdraw(item=cast.board.item, person=cast.chair, reason="x", by=cast.member)
    row = interests.withdraw(item=cast.board.item, person=cast.member, reason="x", by=cast.chair)
    assert row.source == "chair"


def test_the_register_shows_who_has_confirmed(cast: Cast) -> None:
    _ = cast.board
    interests.declare(person=cast.member, kind="financial", organisation="Q", text="", by=cast.member)
    for _ in range(2):
        interests.confirm(person=cast.member, year=cast.year)
    entries = {entry.person: entry for entry in interests.register(cast.year)}
    assert set(entries) == {cast.chair, cast.member, cast.clerk, cast.director}
    assert [one.organisation for one in entries[cast.member].interests] == ["Q"]
    assert entries[cast.member].confirmed_at is not None
    assert entries[cast.chair].confirmed_at is None
