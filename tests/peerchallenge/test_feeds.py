"""Calendar files and private addresses: what they say, to whom, and that they say nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from hlp.models import AuditEntry
from peerchallenge.choices import RoundClock, SessionState
from peerchallenge.models import CalendarFeed, ChallengeSession
from peerchallenge.services import feeds, sessions
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc

SECRET = "zephyr"  # stands in everything that is said in a session


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture(autouse=True)
def _prepared(_now: None, cast: Cast) -> None:
    """The countdown is done and puts nothing into calendars (see test_countdown.py)."""
    make.prepared(cast.session)


def address(feed: CalendarFeed, rest: str = ".ics") -> str:
    """The path of somebody's calendar."""
    return f"/calendar/feed/{feed.token}{rest}"


def events(body: bytes) -> dict[str, Any]:
    """The events of a calendar by the first part of their uid."""
    calendar = icalendar.Calendar.from_ical(body)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def read(feed: CalendarFeed, rest: str = ".ics") -> dict[str, Any]:
    """The events that a calendar program finds, without any sign-in."""
    return events(Client().get(address(feed, rest)).content)


def feed_of(person: Any) -> CalendarFeed:
    """The person's calendar address."""
    return feeds.open_feed(person=person, by=person)


# --- What it says -----------------------------------------------------------------------------


def test_the_lead_finds_the_session_and_the_report(cast: Cast) -> None:
    found = read(feed_of(cast.lead))
    session, report = found[f"session-{cast.session.pk}"], found[f"report-{cast.session.pk}"]

    assert str(session["summary"]) == "Peer challenge at Ash Primary School"
    assert str(session["location"]) == "Ash Primary School, 1 School Lane, Hounslow, TW3 1AA"
    assert session["dtstart"].to_ical() == b"20261119T081500"
    assert session["dtstart"].params["TZID"] == "Europe/London"
    assert session["dtend"].dt == utc("2026-11-19 16:00")
    assert (str(session["status"]), str(session["transp"])) == ("CONFIRMED", "OPAQUE")
    assert str(session["description"]).startswith("Your part: lead reviewer\nhttp://")
    assert (str(report["summary"]), report["dtend"].dt) == (
        "Report due: Ash Primary School",
        utc("2026-11-21 16:00"),
    )


@pytest.mark.parametrize("who", ["host", "deputy", "office", "reviewer", "qa_reviewer"])
def test_others_who_take_part_find_the_session_alone(cast: Cast, who: str) -> None:
    assert set(read(feed_of(getattr(cast, who)))) == {f"session-{cast.session.pk}"}


@pytest.mark.parametrize("who", ["director", "lead_headteacher"])
def test_who_answers_for_others_finds_them_in_the_second_calendar(cast: Cast, who: str) -> None:
    feed = feed_of(getattr(cast, who))
    assert read(feed) == {}
    (session,) = read(feed, "/all.ics").values()
    assert str(session["transp"]) == "TRANSPARENT"


def test_the_hours_are_those_of_london_in_summer_and_winter(cast: Cast) -> None:
    ChallengeSession.objects.update(starts_at=utc("2027-06-15 07:15"), planned_end_at=utc("2027-06-15 15:00"))
    body = Client().get(address(feed_of(cast.host))).content
    zone = icalendar.Calendar.from_ical(body).walk("VTIMEZONE")[0]

    assert str(zone["tzid"]) == "Europe/London"
    assert [(str(p["tzname"]), p["rrule"]["BYMONTH"]) for p in zone.subcomponents] == [
        ("BST", [3]),
        ("GMT", [10]),
    ]
    assert events(body)[f"session-{cast.session.pk}"]["dtstart"].to_ical() == b"20270615T081500"


def test_a_report_in_working_time_is_due_two_school_days_later(cast: Cast) -> None:
    cast.round.clock = RoundClock.WORKING_TIME
    cast.round.save()
    assert read(feed_of(cast.lead))[f"report-{cast.session.pk}"]["dtend"].dt == utc("2026-11-23 16:00")


def test_a_report_that_was_sent_is_no_longer_due(cast: Cast) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state=SessionState.REPORTED)
    assert set(read(feed_of(cast.lead))) == {f"session-{cast.session.pk}"}


# --- What changes ----------------------------------------------------------------------------


def test_a_session_keeps_its_name_and_counts_its_changes(cast: Cast) -> None:
    feed, key = feed_of(cast.host), f"session-{cast.session.pk}"
    told = [read(feed)[key]]
    sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director)
    told.append(read(feed)[key])
    sessions.reschedule_session(
        session=cast.session,
        starts_at=utc("2026-11-24 08:15"),
        planned_end_at=utc("2026-11-24 16:00"),
        by=cast.director,
    )
    told.append(read(feed)[key])
    sessions.cancel_session(session=cast.session, reason="Snow again", by=cast.director)
    told.append(read(feed)[key])

    assert [str(event["status"]) for event in told] == ["CONFIRMED", "CANCELLED", "TENTATIVE", "CANCELLED"]
    assert str(told[1]["summary"]) == "Postponed: Peer challenge at Ash Primary School"
    assert str(told[3]["summary"]) == "Cancelled: Peer challenge at Ash Primary School"
    assert told[2]["dtstart"].dt == utc("2026-11-24 08:15")
    assert len({str(event["uid"]) for event in told}) == 1
    numbers = [int(event["sequence"]) for event in told]
    assert numbers == sorted(set(numbers))


def test_whoever_leaves_the_team_loses_the_session(cast: Cast) -> None:
    feed = feed_of(cast.reviewer)
    team = [sessions.TeamMember(cast.lead, cast.lead_school, True)]
    sessions.change_team(session=cast.session, team=team, reason="Ill", by=cast.director)
    assert read(feed) == {}


# --- What it must not say ---------------------------------------------------------------------


def test_nothing_that_is_said_in_a_session_leaves_by_a_calendar(cast: Cast, as_: As) -> None:
    ChallengeSession.objects.update(focus_detail=SECRET, key_lines=SECRET, host_contact=SECRET)
    sessions.postpone_session(session=cast.session, reason=SECRET, by=cast.director)
    client = as_(cast.director)
    bodies = [
        client.get(f"/sessions/{cast.session.pk}/calendar.ics").content,
        client.get(f"/rounds/{cast.round.pk}/calendar.ics").content,
        Client().get(address(feed_of(cast.host))).content,
        Client().get(address(feed_of(cast.director), "/all.ics")).content,
    ]
    assert [len(events(body)) for body in bodies] == [1, 1, 1, 1]
    assert [body for body in bodies if SECRET.encode() in body] == []


@pytest.mark.parametrize("who", ["outsider", "other_lead_headteacher", "la_officer", "stranger"])
@pytest.mark.parametrize("rest", [".ics", "/all.ics"])
def test_a_calendar_never_shows_sessions_of_others(cast: Cast, who: str, rest: str) -> None:
    assert read(feed_of(getattr(cast, who)), rest) == {}


def test_a_file_of_a_round_holds_what_its_reader_sees(cast: Cast, as_: As) -> None:
    other = make.SessionFactory(round=cast.round, host=cast.far_school, group=cast.group)
    path = f"/rounds/{cast.round.pk}/calendar.ics"
    assert set(events(as_(cast.host).get(path).content)) == {f"session-{cast.session.pk}"}
    assert len(events(as_(cast.director).get(path).content)) == 2
    assert as_(cast.host).get(f"/sessions/{other.pk}/calendar.ics").status_code == 404


# --- The secret -------------------------------------------------------------------------------


def test_a_deactivated_person_and_a_wrong_secret_find_nothing(cast: Cast) -> None:
    feed = feed_of(cast.host)
    assert Client().get(address(feed)).status_code == 200
    assert Client().get(f"/calendar/feed/{feed.token[:-1]}.ics").status_code == 404
    cast.host.is_active = False
    cast.host.save()
    assert Client().get(address(feed)).status_code == 404


@pytest.mark.parametrize("who", ["host", "administrator"])
def test_a_reset_leads_the_old_address_nowhere(cast: Cast, as_: As, who: str) -> None:
    feed = feed_of(cast.host)
    client = as_(getattr(cast, who))
    path = f"/calendar/addresses/{feed.pk}/reset/"
    with time_machine.travel(datetime.fromisoformat(BEFORE) + timedelta(hours=1), tick=False):
        client.post(path, {"version": feed.version})
        newer = CalendarFeed.objects.get()
        client.post(path, {"version": feed.version})  # the second press of a double click

    assert Client().get(address(feed)).status_code == 404
    assert Client().get(address(newer)).status_code == 200
    assert AuditEntry.objects.filter(action="calendar.reset").count() == 1


def test_the_office_never_sees_the_secret_of_another(cast: Cast, as_: As) -> None:
    feed = feed_of(cast.host)
    client = as_(cast.administrator)
    for path in ("/calendar/addresses/", f"/calendar/addresses/{feed.pk}/reset/", "/calendar/subscribe/"):
        page = client.get(path).content.decode()
        assert feed.token not in page
    assert feed.token in as_(cast.host).get("/calendar/subscribe/").content.decode()


def test_an_address_is_made_once(cast: Cast, as_: As) -> None:
    for _ in range(2):
        as_(cast.host).post("/calendar/subscribe/")
    assert CalendarFeed.objects.count() == 1
    assert AuditEntry.objects.filter(action="calendar.opened").count() == 1


# --- For the machine that reads it --------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(cast: Cast) -> None:
    feed = feed_of(cast.host)
    first = Client().get(address(feed))
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]
    assert Client().get(address(feed), headers={"if-none-match": tag}).status_code == 304
    later = datetime.fromisoformat(BEFORE) + timedelta(hours=2)
    with time_machine.travel(later, tick=False):
        assert Client().get(address(feed), headers={"if-modified-since": since}).status_code == 304
        sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director)
        assert Client().get(address(feed), headers={"if-modified-since": since}).status_code == 200
        assert Client().get(address(feed), headers={"if-none-match": tag}).status_code == 200


def test_it_is_a_calendar_that_no_cache_shares(cast: Cast) -> None:
    answer = Client().get(address(feed_of(cast.host)))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert b"METHOD:PUBLISH" in answer.content


@pytest.mark.parametrize("number", [1, 3])
def test_a_calendar_needs_the_same_queries_however_long(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    cast.round.clock = RoundClock.WORKING_TIME
    cast.round.save()
    for _ in range(number - 1):
        extra = make.SessionFactory(round=cast.round, group=cast.group)
        make.ReviewerFactory(session=extra, person=cast.lead, is_lead=True)
        make.prepared(extra)
    feed = feed_of(cast.lead)
    assert len(read(feed)) == 2 * number
    with django_assert_num_queries(24):
        Client().get(address(feed))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_addresses_needs_the_same_queries(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for person in [cast.host, cast.lead, cast.reviewer][:number]:
        feed_of(person)
    client = as_(cast.administrator)
    with django_assert_num_queries(7):
        page = client.get("/calendar/addresses/")
    assert page.content.decode().count("Replace<span") == number


def test_other_rooms_put_their_dates_in(cast: Cast, settings: Settings) -> None:
    settings.CALENDAR_ENTRIES = [f"{__name__}.of_another_room"]
    feed = feed_of(cast.host)
    found = read(feed)
    assert str(found["training-1"]["summary"]) == "Lead reviewer training"
    assert "meeting-1" not in found
    whole = read(feed, "/all.ics")["meeting-1"]
    assert (whole["dtstart"].to_ical(), whole["dtend"].to_ical()) == (b"20261201", b"20261202")


def of_another_room(user: Any, first: Any, last: Any) -> list[dict[str, Any]]:
    """A training of the person's own, and a day of everybody's."""
    stamp = utc("2026-11-01 09:00")
    own = {"starts": utc("2026-11-30 13:00"), "ends": utc("2026-11-30 15:00"), "mine": True}
    day = utc("2026-12-01 00:00").date()
    return [
        {"uid": "training-1", "title": "Lead reviewer training", "stamp": stamp, **own},
        {"uid": "meeting-1", "title": "Board", "starts": day, "ends": day, "stamp": stamp},
    ]
