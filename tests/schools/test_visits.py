"""Visits to see good practice: asked for, answered with a day on which there is room, and what came of them."""

import icalendar
import pytest
import time_machine
from django.core.exceptions import ValidationError

from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from schools.choices.practice import VisitImpact, VisitState
from schools.models import PracticeEntry, PracticeVisit
from schools.services import directory
from schools.services.directory import calendar, reminders, visits
from schools.services.directory.visits import Wish
from tests.conftest import As, Cast, utc
from tests.schools import practised

NOON, LATER = utc("2026-12-01 10:00"), utc("2026-12-01 12:00")
WISH = Wish("How talk is planned", visitors=2, suits="Any Tuesday")


@pytest.fixture(autouse=True)
def november() -> object:
    with time_machine.travel("2026-11-16 09:00+00:00", tick=False):
        yield


@pytest.fixture
def entry(cast: Cast) -> PracticeEntry:
    return practised.published(cast.host_school, by=cast.host)


@pytest.fixture
def visit(cast: Cast, entry: PracticeEntry) -> PracticeVisit:
    return visits.ask(entry=entry, school=cast.lead_school, wish=WISH, by=cast.lead)


def agree(visit: PracticeVisit, cast: Cast, **facts: object) -> PracticeVisit:
    return visits.agree(**{"visit": visit, "starts_at": NOON, "ends_at": LATER, "by": cast.host, **facts})


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("person__email", flat=True))


def test_asking_tells_the_school_and_twice_is_once(
    cast: Cast, entry: PracticeEntry, visit: PracticeVisit
) -> None:
    again = visits.ask(entry=entry, school=cast.lead_school, wish=Wish("Else", 1), by=cast.lead)
    assert (again.pk, again.purpose) == (visit.pk, "How talk is planned")
    assert told("visit-asked") == {cast.host.email, cast.deputy.email, cast.office.email}


def test_own_school_too_many_and_closed_doors_are_refused(cast: Cast, entry: PracticeEntry) -> None:
    with pytest.raises(ValidationError, match="own school"):
        visits.ask(entry=entry, school=cast.host_school, wish=WISH, by=cast.host)
    with pytest.raises(ValidationError, match="At most 3 can come"):
        visits.ask(entry=entry, school=cast.lead_school, wish=Wish("All of us", 4), by=cast.lead)
    closed = practised.published(
        cast.far_school, by=cast.director, title="Closed", visits_welcome=False, visit_days=""
    )
    with pytest.raises(ValidationError, match="takes no visits"):
        visits.ask(entry=closed, school=cast.lead_school, wish=WISH, by=cast.lead)


def test_day_is_told_to_both_schools_and_moving_it_counts(cast: Cast, visit: PracticeVisit) -> None:
    agreed = agree(visit, cast, version=visit.version)
    same = agree(visit, cast, version=visit.version)
    assert (agreed.state, same.version, same.sequence) == (VisitState.AGREED, agreed.version, 0)
    assert told("visit-agreed") == {
        cast.lead.email, cast.host.email, cast.deputy.email, cast.office.email,
    }  # fmt: skip
    moved = agree(visit, cast, starts_at=utc("2026-12-08 10:00"), ends_at=utc("2026-12-08 12:00"))
    assert moved.sequence == 1
    with pytest.raises(StaleEdit):
        agree(visit, cast, version=agreed.version)


def test_day_takes_no_more_visitors_than_there_is_room_for(
    cast: Cast, entry: PracticeEntry, visit: PracticeVisit
) -> None:
    agree(visit, cast)
    other = visits.ask(entry=entry, school=cast.far_school, wish=Wish("The same", 2), by=cast.outsider)
    with pytest.raises(
        ValidationError, match=r"2 visitors come on that day and the school takes 3: .* 1 more"
    ):
        agree(other, cast, starts_at=utc("2026-12-01 14:00"), ends_at=utc("2026-12-01 15:00"))
    assert agree(other, cast, starts_at=utc("2026-12-02 14:00"), ends_at=utc("2026-12-02 15:00")).is_open


def test_past_day_and_end_before_beginning_are_refused(cast: Cast, visit: PracticeVisit) -> None:
    with pytest.raises(ValidationError, match="in the future"):
        agree(visit, cast, starts_at=utc("2026-11-01 10:00"))
    with pytest.raises(ValidationError, match="end after it begins"):
        agree(visit, cast, ends_at=NOON)


def test_declining_needs_a_word(cast: Cast, visit: PracticeVisit) -> None:
    with pytest.raises(ValidationError, match="Say why not"):
        visits.decline(visit=visit, answer=" ", by=cast.host)
    declined = visits.decline(visit=visit, answer="After Easter.", by=cast.host)
    assert (declined.state, told("visit-declined")) == (VisitState.DECLINED, {cast.lead.email})
    with pytest.raises(WrongMove):
        agree(visit, cast)


def test_impact_is_told_after_the_visit_to_school_and_director(cast: Cast, visit: PracticeVisit) -> None:
    agree(visit, cast)
    with pytest.raises(ValidationError, match="still to come"):
        visits.tell_impact(visit=visit, impact=VisitImpact.CHANGED, text="We talk first.", by=cast.lead)
    with time_machine.travel("2026-12-01 12:00+00:00", tick=False):
        done = visits.tell_impact(
            visit=visit, impact=VisitImpact.CHANGED, text="We talk first.", by=cast.lead
        )
    assert (done.state, done.impact_text) == (VisitState.DONE, "We talk first.")
    assert told("visit-impact") == {cast.host.email, cast.director.email}


def test_calendar_file_follows_moves_and_the_cancellation(cast: Cast, visit: PracticeVisit) -> None:
    agreed = agree(visit, cast)
    event = icalendar.Calendar.from_ical(calendar.draw(agreed)).walk("VEVENT")[0]
    assert (event["SEQUENCE"], event["UID"][:15]) == (0, "practice-visit-")
    gone = visits.cancel(visit=visit, reason="Illness", by=cast.lead)
    drawn = icalendar.Calendar.from_ical(calendar.draw(gone))
    assert (drawn["METHOD"], drawn.walk("VEVENT")[0]["SEQUENCE"]) == ("CANCEL", 1)


def test_visit_stands_in_the_calendars_of_both_schools_alone(cast: Cast, visit: PracticeVisit) -> None:
    agree(visit, cast)
    days = (NOON.date(), NOON.date())
    assert [one["mine"] for one in calendar.entries(cast.lead, *days)] == [True]
    assert [one["mine"] for one in calendar.entries(cast.host, *days)] == [True]
    assert [one["mine"] for one in calendar.entries(cast.director, *days)] == [False]
    assert calendar.entries(cast.reviewer, *days) == []


@pytest.mark.parametrize(
    ("day", "step"),
    [("2026-11-22", None), ("2026-11-23", "unanswered-1"), ("2026-11-30", "unanswered-2")],
)
def test_unanswered_visit_is_asked_after(visit: PracticeVisit, day: str, step: str | None) -> None:
    assert reminders.visit_step(visit, utc(f"{day} 09:00")) == step


@pytest.mark.parametrize(
    ("day", "step"),
    [("2027-01-26 11:59", None), ("2027-01-26 12:00", "impact-1"), ("2027-02-09 12:00", "impact-2")],
)
def test_impact_is_asked_for_eight_weeks_later(
    cast: Cast, visit: PracticeVisit, day: str, step: str | None
) -> None:
    assert reminders.visit_step(agree(visit, cast), utc(day)) == step


def test_reminders_are_written_once(cast: Cast, visit: PracticeVisit) -> None:
    agree(visit, cast)
    at = utc("2027-01-27 09:00")
    assert (reminders.tell_due(at=at), reminders.tell_due(at=at)) == (1, 0)
    assert told("visit-impact-due") == {cast.lead.email}


@pytest.mark.parametrize(
    ("day", "step"),
    [("2028-04-17", None), ("2028-04-18", -28), ("2028-05-16", 0), ("2028-06-13", 28), ("2028-07-11", 56)],
)
def test_review_is_asked_for_step_by_step(entry: PracticeEntry, day: str, step: int | None) -> None:
    assert entry.review_on is not None
    assert reminders.review_step(entry.review_on, utc(f"{day} 09:00").date()) == step


def test_school_is_asked_for_the_review_and_the_director_last(cast: Cast, entry: PracticeEntry) -> None:
    reminders.tell_due(at=utc("2028-05-17 09:00"))
    assert (told("practice-review"), told("practice-unreviewed")) == ({cast.host.email}, set())
    reminders.tell_due(at=utc("2028-07-12 09:00"))
    assert told("practice-unreviewed") == {cast.director.email}
    directory.review(entry=entry, months=18, by=cast.host, at=utc("2028-07-13 09:00"))
    assert reminders.tell_due(at=utc("2028-07-14 09:00")) == 0


def test_asked_on_a_phone_answered_and_seen_on_the_pages(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    client = as_(cast.lead)
    page = client.post(f"/practice/{entry.pk}/visit/", {"visitors": "9", "purpose": "See it", "school": "x"})
    assert "Error:" in page.content.decode()
    asked = {"visitors": "2", "purpose": "See it", "suits": "Tuesdays", "school": cast.lead_school.pk}
    answer = client.post(f"/practice/{entry.pk}/visit/", asked)
    visit = PracticeVisit.objects.get()
    assert answer["Location"] == visit.get_absolute_url()
    day = {"day_0": "1", "day_1": "12", "day_2": "2026", "starts": "10am", "ends": "midday", "version": "1"}
    assert (
        as_(cast.host).post(f"{visit.get_absolute_url()}agree/", {**day, "answer": "Sign in"}).status_code
        == 302
    )
    shown = client.get(visit.get_absolute_url()).content.decode()
    assert "Tuesday 1 December 2026, 10am to midday" in shown
    assert "Sign in" in shown


def test_list_of_visits_asks_the_same_for_one_and_for_three(
    as_: As, cast: Cast, entry: PracticeEntry, visit: PracticeVisit, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(cast.host)
    with CaptureQueriesContext(connection) as one:
        client.get("/practice/visits/")
    for school, person in ((cast.far_school, cast.outsider), (cast.reviewer_school, cast.reviewer)):
        visits.ask(entry=entry, school=school, wish=Wish("It", 1), by=person)
    with CaptureQueriesContext(connection) as three:
        client.get("/practice/visits/")
    assert len(one) == len(three)
