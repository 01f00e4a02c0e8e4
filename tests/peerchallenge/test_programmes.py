"""The programme of a day: begun from the template, written by the host, agreed by both, told to everybody."""

from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hlp.models import AuditEntry, Message
from hlp.transitions import StaleEdit
from peerchallenge.models import Programme, ProgrammeSlot, StaleHandbook, TemplateSlot
from peerchallenge.services import years
from peerchallenge.services.programmes import agreeing, naming, reading, template, writing
from peerchallenge.services.sessions import TeamMember, change_team
from tests import factories as make
from tests.conftest import As, Cast, utc

NOW = utc("2026-11-02 10:00")
SLOT: dict[str, Any] = {
    "activity": "Phonics",
    "kind": "lessons",
    "starts_at": time(10, 45),
    "ends_at": time(11, 15),
    "place": "Year 1",
    "others": "",
    "output": "",
}


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """The cast's programme as the host begins it."""
    years.start(cast.year)
    return writing.begin(session=cast.session, by=cast.host, at=NOW)


def slot_called(programme: Programme, start: str) -> ProgrammeSlot:
    return programme.slots.get(activity__startswith=start)


def told(kind: str) -> set[str]:
    return set(
        Message.objects.filter(kind=kind).exclude(state="cancelled").values_list("person__name", flat=True)
    )


# --- Beginning -------------------------------------------------------------------------------


def test_it_begins_with_the_template_and_everybody_in_it(cast: Cast, programme: Programme) -> None:
    slots = list(programme.slots.all())
    assert (len(slots), slots[0].starts_at, slots[-1].ends_at) == (15, time(8, 15), time(16))
    lunch, pupils, close = (slot_called(programme, word) for word in ("Lunch", "Conversation", "Close"))
    assert set(lunch.people.all()) == {cast.lead, cast.reviewer, cast.qa_reviewer}
    assert set(pupils.people.all()) == {cast.reviewer}
    assert set(close.people.all()) == {cast.lead}
    assert [str(person) for person in slot_called(programme, "Opening").hosts.all()] == [
        "Hana Host, Headteacher"
    ]


def test_it_moves_with_the_session_s_start_and_is_begun_once(cast: Cast) -> None:
    years.start(cast.year)
    cast.session.starts_at = utc("2026-11-19 09:00")
    cast.session.save()
    first = writing.begin(session=cast.session, by=cast.host, at=NOW)
    again = writing.begin(session=cast.session, by=cast.deputy, at=NOW)
    assert (again, first.slots.count()) == (first, 15)
    assert first.slots.first().starts_at == time(9)  # type: ignore[union-attr]
    assert "The session ends at 4pm." in " ".join(c.text for c in _board(cast).clashes)


def _board(cast: Cast) -> reading.Board:
    programme = reading.programme_of(cast.session)
    assert programme is not None
    return reading.Board(cast.session, programme, cast.reviewer)


def test_once_the_day_is_over_nothing_is_begun_or_changed(cast: Cast, programme: Programme) -> None:
    make.held(cast.session)
    with pytest.raises(ValidationError, match="still to come"):
        writing.add_slot(session=cast.session, by=cast.host, **SLOT)


# --- Slots -----------------------------------------------------------------------------------


def test_a_slot_is_added_once_however_often_the_button_is_pressed(cast: Cast, programme: Programme) -> None:
    for _ in range(2):
        writing.add_slot(
            session=cast.session, people=[cast.lead], new_person=("Sam Senco", "SENCo"), by=cast.host, **SLOT
        )
    slot = programme.slots.get(activity="Phonics")
    assert ([str(p) for p in slot.hosts.all()], list(slot.people.all())) == (
        ["Sam Senco, SENCo"],
        [cast.lead],
    )


def test_a_slot_refuses_strangers_and_an_end_before_its_start(cast: Cast, programme: Programme) -> None:
    with pytest.raises(ValidationError) as found:
        writing.add_slot(session=cast.session, people=[cast.outsider], by=cast.host, **SLOT)
    assert set(found.value.message_dict) == {"people"}
    with pytest.raises(ValidationError) as found:
        writing.add_slot(session=cast.session, by=cast.host, **{**SLOT, "ends_at": time(9)})
    assert set(found.value.message_dict) == {"ends_at"}


def test_two_people_on_one_slot_never_overwrite_each_other(cast: Cast, programme: Programme) -> None:
    slot = slot_called(programme, "Lunch")
    facts = {name: getattr(slot, name) for name in SLOT}
    writing.change_slot(slot=slot, version=1, people=[], hosts=[], by=cast.host, **{**facts, "place": "Hall"})
    with pytest.raises(StaleEdit):
        writing.change_slot(
            slot=slot, version=1, people=[], hosts=[], by=cast.deputy, **{**facts, "place": "Library"}
        )
    assert slot_called(programme, "Lunch").place == "Hall"


def test_saving_what_is_there_changes_nothing(cast: Cast, programme: Programme) -> None:
    slot = slot_called(programme, "Lunch")
    facts = {name: getattr(slot, name) for name in SLOT}
    people, hosts = list(slot.people.all()), list(slot.hosts.all())
    writing.change_slot(slot=slot, version=1, people=people, hosts=hosts, by=cast.host, **facts)
    assert (Programme.objects.get().version, slot_called(programme, "Lunch").version) == (1, 1)


def test_a_slot_moves_and_the_times_follow(cast: Cast, programme: Programme) -> None:
    writing.shift(slot=slot_called(programme, "Looking"), down=True, by=cast.host)
    found = [(s.activity[:7], s.starts_at, s.ends_at) for s in programme.slots.all()][6:9]
    assert found == [
        ("Convers", time(11, 30), time(12)),
        ("Looking", time(12), time(12, 30)),
        ("Lunch a", time(12, 30), time(13, 15)),
    ]


def test_an_order_of_slots_that_have_gone_is_stale_and_the_edge_is_the_edge(
    cast: Cast, programme: Programme
) -> None:
    order = [slot.pk for slot in programme.slots.all()]
    writing.shift(slot=slot_called(programme, "Arrival"), down=False, by=cast.host)
    assert Programme.objects.get().version == 1
    writing.remove_slot(slot=slot_called(programme, "Lunch"), by=cast.host)
    with pytest.raises(StaleEdit):
        writing.arrange(session=cast.session, order=order[::-1], by=cast.host)


def test_who_leaves_the_team_leaves_the_slots_to_who_comes(cast: Cast, programme: Programme) -> None:
    team = [TeamMember(cast.lead, cast.lead_school, is_lead=True), TeamMember(cast.outsider, cast.far_school)]
    agreeing.agree(session=cast.session, side="host", version=1, by=cast.host, at=NOW)
    change_team(session=cast.session, team=team, reason="Ill", by=cast.director, at=NOW)
    assert set(slot_called(programme, "Lunch").people.all()) == {cast.lead, cast.outsider, cast.qa_reviewer}
    assert Programme.objects.get().host_agreed_at is None


# --- Agreeing --------------------------------------------------------------------------------


def test_both_agree_and_everybody_who_takes_part_is_told(cast: Cast, programme: Programme) -> None:
    agreeing.agree(session=cast.session, side="host", version=1, by=cast.deputy, at=NOW)
    assert told("programme-waits") == {"Leo Lead"}
    for _ in range(2):
        agreeing.agree(session=cast.session, side="lead", version=1, by=cast.lead, at=NOW)
    assert told("programme-agreed") == {"Hana Host", "Rita Reviewer", "Quinn Quality"}
    assert told("programme-waits") == set()
    assert Programme.objects.get().is_agreed


def test_a_change_takes_back_what_was_agreed_and_nobody_agrees_to_what_they_have_not_read(
    cast: Cast, programme: Programme
) -> None:
    agreeing.agree(session=cast.session, side="lead", version=1, by=cast.lead, at=NOW)
    writing.remove_slot(slot=slot_called(programme, "Close"), by=cast.host, at=NOW)
    assert Programme.objects.get().lead_agreed_at is None
    with pytest.raises(StaleEdit):
        agreeing.agree(session=cast.session, side="lead", version=1, by=cast.lead, at=NOW)


def test_an_empty_programme_is_not_agreed(cast: Cast) -> None:
    TemplateSlot.objects.all().delete()
    writing.begin(session=cast.session, by=cast.host, at=NOW)
    with pytest.raises(ValidationError, match="first slot"):
        agreeing.agree(session=cast.session, side="host", version=1, by=cast.host, at=NOW)


def test_a_suggestion_is_told_once_and_stays_when_its_slot_goes(cast: Cast, programme: Programme) -> None:
    lunch = slot_called(programme, "Lunch")
    for _ in range(2):
        remark = agreeing.suggest(
            session=cast.session, slot=lunch, text="An hour, please", by=cast.lead, at=NOW
        )
    assert told("programme-suggested") == {"Hana Host"}
    writing.remove_slot(slot=lunch, by=cast.host, at=NOW)
    agreeing.settle(remark=remark, by=cast.host, at=NOW)
    remark.refresh_from_db()
    assert (remark.slot, remark.settled_by, programme.remarks.count()) == (None, cast.host, 1)


def test_the_safeguarding_lead_is_kept_without_taking_back_an_agreement(
    cast: Cast, programme: Programme
) -> None:
    agreeing.agree(session=cast.session, side="host", version=1, by=cast.host, at=NOW)
    for _ in range(2):
        naming.name_safeguarding_lead(
            session=cast.session, name="Dee Elle", phone="020 7946 0000", by=cast.deputy
        )
    found = Programme.objects.get()
    assert (found.safeguarding_lead, found.host_agreed_at) == ("Dee Elle", NOW)
    assert AuditEntry.objects.filter(action="programme.safeguarding-lead").count() == 1


def test_every_change_lets_the_handbook_be_made_again(cast: Cast, programme: Programme) -> None:
    first = StaleHandbook.objects.get()
    writing.remove_slot(slot=slot_called(programme, "Close"), by=cast.host, at=utc("2026-11-02 10:05"))
    second = StaleHandbook.objects.get()
    assert (first.due_at, second.due_at) == (utc("2026-11-02 10:10"), utc("2026-11-02 10:15"))
    writing.remove_slot(slot=slot_called(programme, "Lunch"), by=cast.host, at=utc("2026-11-02 10:58"))
    assert StaleHandbook.objects.get().due_at == utc("2026-11-02 11:00")


# --- Reading and the template ------------------------------------------------------------------


def test_on_the_day_everybody_sees_their_own_now_and_next(cast: Cast, programme: Programme) -> None:
    now, following = _board(cast).now_and_next(utc("2026-11-19 12:05"))
    assert [shown.slot.activity[:12] for shown in now + following] == ["Conversation", "Lunch and te"]
    assert _board(cast).now_and_next(utc("2026-11-18 12:05")) == ([], [])
    assert [shown.visitors for shown in now] == [["Rita Reviewer"]]
    assert following[0].visitors == ["The review team", "Quinn Quality"]


def test_the_director_changes_the_template_and_is_told_what_does_not_fit(cast: Cast) -> None:
    years.start(cast.year)
    lunch = cast.year.template_slots.get(kind="lunch")
    facts = {
        name: getattr(lunch, name)
        for name in ("starts", "activity", "kind", "who", "team", "with_head", "output")
    }
    template.save_slot(year=cast.year, slot=lunch, by=cast.director, ends=time(12, 45), **facts)
    found = [clash.text for clash in template.clashes_of(list(cast.year.template_slots.all()))]
    assert found == [
        "Nothing is planned from 12:45pm to 1:15pm.",
        "Nobody has lunch. Plan 20 minutes or more for it.",
    ]
    with pytest.raises(ValidationError):
        template.save_slot(year=cast.year, slot=lunch, by=cast.director, ends=time(12), **facts)
    template.remove_slot(year=cast.year, pk=lunch.pk, by=cast.director)
    assert cast.year.template_slots.count() == 14


# --- Pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["host", "lead"])
def test_a_programme_of_many_slots_costs_as_few_queries_as_one_of_three(
    cast: Cast, as_: As, who: str
) -> None:
    years.start(cast.year)
    programme = writing.begin(session=cast.session, by=cast.host, at=NOW)
    client = as_(getattr(cast, who))
    client.get(programme.get_absolute_url())

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(programme.get_absolute_url()).status_code == 200
        return len(seen)

    many = cost()
    programme.slots.exclude(pk__in=[slot.pk for slot in programme.slots.all()[:3]]).delete()
    assert cost() == many


def test_two_tabs_on_one_slot_the_second_is_shown_what_the_first_saved(
    cast: Cast, as_: As, programme: Programme
) -> None:
    slot = slot_called(programme, "Lunch")
    typed = {
        "activity": slot.activity,
        "kind": slot.kind,
        "starts_at": "12:30pm",
        "ends_at": "1:15pm",
        "version": 1,
    }
    address = f"{programme.get_absolute_url()}slots/{slot.pk}/"
    client = as_(cast.host)
    assert client.post(address, {**typed, "place": "Hall"}).status_code == 302
    page = client.post(address, {**typed, "place": "Library"})
    text = page.content.decode()
    assert ("Stored now" in text, "Hall" in text, 'value="Library"' in text) == (True, True, True)
    assert slot_called(programme, "Lunch").place == "Hall"
    assert client.post(address, {**typed, "place": "Library", "version": 2}).status_code == 302
    assert slot_called(programme, "Lunch").place == "Library"


def test_a_reviewer_cannot_open_a_slot_of_another_session(cast: Cast, as_: As, programme: Programme) -> None:
    other = make.SessionFactory(round=cast.round, host=cast.far_school, group=cast.group)
    strange = writing.begin(session=other, by=cast.director, at=NOW).slots.all()[0]
    assert as_(cast.host).get(f"{programme.get_absolute_url()}slots/{strange.pk}/").status_code == 404
