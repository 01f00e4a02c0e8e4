"""Places at a training event: signing up, waiting, withdrawing, and being told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import Message, User
from hlp.transitions import StaleEdit
from schools.models import TrainingEvent, TrainingPlace
from schools.services.training import events, places
from tests import factories as make
from tests.conftest import BEFORE, Cast, utc

AT = utc("2026-11-16 09:00")


@pytest.fixture(autouse=True)
def before() -> Any:
    """Monday 16 November 2026."""
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def event(cast: Cast) -> TrainingEvent:
    """An event for one headteacher."""
    return make.training_event(make.module("Ethics", needed_from=None), capacity=1)


def states(event: TrainingEvent) -> dict[str, str]:
    """Who stands how."""
    return dict(event.places.values_list("person__name", "state"))


def facts(event: TrainingEvent, **more: Any) -> events.Facts:
    """The facts of an event, some of them others."""
    known = {name: getattr(event, name) for name in events.COLUMNS}
    return events.Facts(**{**known, "modules": tuple(event.modules.all()), **more})


def sign_up(event: TrainingEvent, person: User, by: User | None = None, at: datetime = AT) -> TrainingPlace:
    """A person signs up, or is signed up."""
    return places.sign_up(event=event, person=person, by=by or person, at=at)


def test_who_comes_first_has_the_place_and_the_next_waits(cast: Cast, event: TrainingEvent) -> None:
    sign_up(event, cast.lead)
    sign_up(event, cast.reviewer)
    sign_up(event, cast.lead)

    assert states(event) == {"Leo Lead": "coming", "Rita Reviewer": "waiting"}
    told = Message.objects.values_list("person__name", "context__state")
    assert sorted(told) == [("Leo Lead", "coming"), ("Rita Reviewer", "waiting")]


def test_a_place_given_back_goes_to_who_waited_longest(cast: Cast, event: TrainingEvent) -> None:
    for number, person in enumerate([cast.lead, cast.reviewer, cast.host]):
        sign_up(event, person, at=AT + timedelta(minutes=number))
    places.withdraw(event=event, person=cast.lead, by=cast.lead, at=AT + timedelta(hours=1))

    assert states(event) == {"Leo Lead": "not-coming", "Rita Reviewer": "coming", "Hana Host": "waiting"}
    promoted = Message.objects.filter(context__promoted=True).values_list("person__name", flat=True)
    assert list(promoted) == ["Rita Reviewer"]


@pytest.mark.parametrize(
    ("audience", "allowed"),
    [
        ("headteachers", {"host"}),
        ("leaders", {"host", "deputy"}),
        ("everybody", {"host", "deputy", "office"}),
        ("invited", set()),
    ],
)
def test_the_audience_signs_itself_up(cast: Cast, audience: str, allowed: set[str]) -> None:
    event = make.training_event(make.module("Ethics"), audience=audience)

    found = {
        who for who in ("host", "deputy", "office", "stranger")
        if places.may_come(event, getattr(cast, who), None)
    }  # fmt: skip
    assert found == allowed
    with pytest.raises(ValidationError, match="This event is for others"):
        sign_up(event, cast.stranger)


def test_the_office_invites_anybody_and_they_answer(cast: Cast, event: TrainingEvent) -> None:
    TrainingEvent.objects.update(audience="invited")
    asked = [cast.office, cast.deputy]
    assert places.invite(event=event, people=asked, by=cast.administrator, at=AT) == 2
    assert places.invite(event=event, people=asked, by=cast.administrator, at=AT) == 0

    sign_up(event, cast.office)
    places.withdraw(event=event, person=cast.deputy, by=cast.deputy, at=AT)
    assert states(event) == {"Oscar Office": "coming", "Delia Deputy": "not-coming"}
    assert Message.objects.filter(kind="training-invitation").count() == 2


def test_the_office_signs_up_whom_it_likes(cast: Cast, event: TrainingEvent) -> None:
    assert sign_up(event, cast.la_officer, by=cast.director).state == "coming"


def test_no_names_are_taken_once_it_is_over_or_called_off(cast: Cast) -> None:
    over = make.training_event(make.module("Ethics"), day="2026-11-10")
    with pytest.raises(ValidationError, match="This event is over"):
        sign_up(over, cast.lead)

    off = make.training_event(cancelled_at=AT)
    with pytest.raises(ValidationError, match="This event was called off"):
        sign_up(off, cast.lead, by=cast.director)


def test_planned_twice_it_is_planned_once(cast: Cast, event: TrainingEvent) -> None:
    plan = facts(event, title="Another")
    one, two = (events.create_event(facts=plan, by=cast.director, at=AT) for _ in range(2))

    assert (one, list(one.modules.all())) == (two, list(event.modules.all()))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"ends_at": utc("2026-12-03 08:00")}, "The event must end after it starts"),
        ({"modules": ()}, "Select at least one module"),
    ],
)
def test_an_event_that_cannot_be(
    cast: Cast, event: TrainingEvent, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        events.create_event(facts=facts(event, **wrong), by=cast.director, at=AT)


def test_more_room_lets_the_waiting_in_and_another_place_is_told(cast: Cast, event: TrainingEvent) -> None:
    sign_up(event, cast.lead)
    sign_up(event, cast.reviewer)
    version = events.version_of(TrainingEvent.objects.get())
    plan = facts(event, capacity=2, venue="Library")
    events.change_event(event=event, facts=plan, version=version, by=cast.director, at=AT)

    assert states(event) == {"Leo Lead": "coming", "Rita Reviewer": "coming"}
    told = Message.objects.filter(kind="training-changed").values_list("person__name", "context__venue")
    assert sorted(told) == [("Leo Lead", "Library"), ("Rita Reviewer", "Library")]


def test_nobody_loses_their_place_to_a_smaller_room(cast: Cast, event: TrainingEvent) -> None:
    TrainingEvent.objects.update(capacity=None)
    for person in (cast.lead, cast.reviewer):
        sign_up(event, person)

    with pytest.raises(ValidationError, match="2 people have signed up already"):
        events.change_event(event=event, facts=facts(event, capacity=1), version="", by=cast.director, at=AT)


def test_a_stale_change_overwrites_nothing(cast: Cast, event: TrainingEvent) -> None:
    old = events.version_of(TrainingEvent.objects.get())
    TrainingEvent.objects.update(venue="Library")

    with pytest.raises(StaleEdit):
        events.change_event(event=event, facts=facts(event), version=old, by=cast.director, at=AT)


def test_called_off_twice_it_is_told_once(cast: Cast, event: TrainingEvent) -> None:
    sign_up(event, cast.lead)
    for _ in range(2):
        events.cancel_event(event=event, reason="The trainer is ill", by=cast.director, at=AT)

    told = Message.objects.filter(kind="training-cancelled")
    assert list(told.values_list("person__name", "context__reason")) == [("Leo Lead", "The trainer is ill")]
