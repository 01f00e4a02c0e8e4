"""Training in people's calendars: held events for everybody with a post, one's own among one's own dates."""

from datetime import date

from schools.models import TrainingEvent, TrainingPlace
from schools.services.training.calendar import entries
from tests import factories as make
from tests.conftest import Cast, utc

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)


def found(person: object, first: date = FIRST, last: date = LAST) -> list[tuple[str, bool]]:
    """Titles between two days, and whether they are the person's own."""
    return [(one["title"], one["mine"]) for one in entries(person, first, last)]


def event_with(cast: Cast, state: str) -> TrainingEvent:
    """An event at which the lead stands so."""
    event: TrainingEvent = make.training_event(make.module("Ethics"))
    at = utc("2026-11-01 09:00")
    TrainingPlace.objects.create(event=event, person=cast.lead, state=state, changed_at=at)
    return event


def test_whoever_signed_up_has_it_among_their_own(cast: Cast) -> None:
    event = event_with(cast, "coming")
    assert found(cast.lead) == [(event.title, True)]
    assert found(cast.host) == [(event.title, False)]
    assert found(cast.stranger) == []


def test_whoever_is_only_invited_has_it_among_all(cast: Cast) -> None:
    event = event_with(cast, "invited")
    assert found(cast.lead) == [(event.title, False)]


def test_what_is_cancelled_or_on_other_days_is_left_out(cast: Cast) -> None:
    event = event_with(cast, "coming")
    assert found(cast.lead, event.day, event.day) == [(event.title, True)]
    assert found(cast.lead, FIRST, date(2026, 9, 2)) == []
    event.cancelled_at = utc("2026-11-02 09:00")
    event.save()
    assert found(cast.lead) == []
