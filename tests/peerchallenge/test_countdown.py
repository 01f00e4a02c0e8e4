"""The countdown: who owes what by when before the day, told once each, on school days, and the Director's days."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from hlp.models import Message, User
from hlp.transitions import StaleEdit
from peerchallenge.deadlines import before
from peerchallenge.deadlines.before import LATE, SOON, Preparation, tellings
from peerchallenge.models import ChallengeSession, SessionEvent
from peerchallenge.services import clock, feeds
from peerchallenge.services.countdown import pages
from peerchallenge.services.countdown.dates import days_of
from peerchallenge.services.sweep import sweep
from tests import factories as make
from tests.conftest import As, Cast, utc

STARTS = utc("2026-11-19 08:15")


def step(key: str, soon: int, due: int, after: int, **more: Any) -> Preparation:
    """A step of November 2026, owed by person 7 unless told."""
    days = (date(2026, 11, day) for day in (soon, due, after))
    return Preparation(key, key.title(), more.pop("owners", frozenset({7})), *days, **more)


TEAMS = ["Write the analysis before the visit", "Accept the code of conduct, all of the team"]


def told(kind: str) -> list[tuple[str, list[str]]]:
    """Who has a message of the kind, and what it lists."""
    rows = Message.objects.filter(kind=kind).exclude(state="cancelled").order_by("person__name", "pk")
    return [(row.person.name, [one["title"] for one in row.context["steps"]]) for row in rows]


# --- The pure function -------------------------------------------------------------------------


def test_a_step_is_told_before_it_is_due_and_once_more_when_it_is_late() -> None:
    first, second = tellings([step("programme", 3, 5, 6)], STARTS)
    assert (first.kind, first.moment, first.lapses) == (
        SOON,
        utc("2026-11-03 08:00"),
        utc("2026-11-06 08:00"),
    )
    assert (second.kind, second.moment, second.lapses) == (LATE, utc("2026-11-06 08:00"), STARTS)
    assert first.people == second.people == {7}


def test_the_next_step_overtakes_the_one_before() -> None:
    found = list(tellings([step("later", 10, 12, 13), step("programme", 3, 5, 6)], STARTS))
    late = [(one.mark, one.moment, one.lapses) for one in found if one.kind == LATE]
    assert late == [
        ("on=2026-11-19:due=programme", utc("2026-11-06 08:00"), utc("2026-11-13 08:00")),
        ("on=2026-11-19:due=later", utc("2026-11-13 08:00"), STARTS),
    ]


def test_steps_of_one_day_are_told_together_and_what_is_done_to_nobody() -> None:
    both = [step("a", 3, 5, 6, done=True, owners=frozenset({8})), step("b", 3, 5, 6)]
    assert [(one.mark, one.people) for one in tellings(both, STARTS)] == [
        ("on=2026-11-19:due=a+b", frozenset({7}))
    ] * 2


def test_what_is_due_on_the_day_before_is_never_late() -> None:
    assert [one.kind for one in tellings([step("pack", 16, 18, 19)], STARTS)] == [SOON]


def test_somebody_owes_what_they_have_been_told_of() -> None:
    steps = [step("b", 9, 11, 12), step("a", 3, 5, 6), step("c", 3, 4, 5, done=True)]
    assert [one.key for one in before.owed_by(steps, 7, date(2026, 11, 6))] == ["a"]
    assert before.owed_by(steps, 8, date(2026, 11, 30)) == []


# --- The sweep ---------------------------------------------------------------------------------


def begun(cast: Cast, at: str) -> None:
    """The sweep looks at the cast's session from this moment on."""
    make.papers_given(cast.session)
    clock.refresh(cast.session, utc(at))
    cast.session.save()


def test_everybody_is_told_of_their_own_turn_once(cast: Cast) -> None:
    begun(cast, "2026-11-02 09:00")
    for moment in ("2026-11-03 08:01", "2026-11-03 08:01", "2026-11-03 15:00"):
        sweep(at=utc(moment))
    agree = ["Agree the programme of the day"]
    assert told(SOON) == [("Hana Host", agree), ("Leo Lead", agree)]
    sweep(at=utc("2026-11-06 08:01"))
    assert told(LATE) == [("Hana Host", agree), ("Leo Lead", agree)]


def test_a_worker_that_was_down_tells_what_still_matters(cast: Cast) -> None:
    begun(cast, "2026-11-02 09:00")
    sweep(at=utc("2026-11-16 08:01"))
    assert told(SOON) == [
        ("Leo Lead", ["Agree the programme of the day", *TEAMS]),
        ("Rita Reviewer", TEAMS),
    ]
    assert [name for name, _ in told(LATE)] == [
        "Hana Host"
    ]  # of the self-evaluation; the programme was overtaken


def test_nothing_is_told_of_what_is_done(cast: Cast) -> None:
    make.prepared(cast.session)
    begun(cast, "2026-11-02 09:00")
    for day in range(3, 19):
        sweep(at=utc(f"2026-11-{day:02} 08:01"))
    assert Message.objects.filter(kind__in=before.KINDS).count() == 0


def test_what_was_due_before_the_day_was_set_is_nobodys_fault(cast: Cast) -> None:
    SessionEvent(thing=cast.session, kind="created", at=utc("2026-11-09 09:00")).save()
    begun(cast, "2026-11-09 09:00")
    sweep(at=utc("2026-11-09 09:01"))
    assert Message.objects.count() == 0


def test_nobody_is_told_twice_when_the_day_moves_back(cast: Cast) -> None:
    begun(cast, "2026-11-02 09:00")
    sweep(at=utc("2026-11-03 08:01"))
    ChallengeSession.objects.update(starts_at=utc("2026-11-20 08:15"), planned_end_at=utc("2026-11-20 16:00"))
    ChallengeSession.objects.update(starts_at=STARTS, planned_end_at=utc("2026-11-19 16:00"))
    begun(cast, "2026-11-03 10:00")
    sweep(at=utc("2026-11-03 10:01"))
    assert len(told(SOON)) == 2


def test_many_sessions_cost_as_few_queries_as_one(cast: Cast) -> None:
    def cost(sessions: list[ChallengeSession]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            clock.facts_of(sessions, utc("2026-11-03 09:00"))
        return len(seen)

    others = [
        make.SessionFactory(round=cast.round, group=cast.group, host=host)
        for host in (cast.lead_school, cast.reviewer_school)
    ]
    rows = ChallengeSession.objects.with_people()
    assert cost(list(rows.filter(pk=cast.session.pk))) == cost(list(rows)) == 9
    assert len(others) == 2


# --- Pages and calendar ---------------------------------------------------------------------------


def shown(user: User, cast: Cast) -> dict[str, str]:
    session = ChallengeSession.objects.with_people().with_papers().get()
    return {line.step.key: line.status for line in pages.lines(user, session, utc("2026-11-11 09:00"))}


def test_each_reader_sees_whose_turn_it_is(cast: Cast) -> None:
    whole = {
        "date-and-focus": "Done",
        "papers": "Late",
        "programme": "Late",
        "self-evaluation": "To do",
        "code": "To do",
        "analysis": "To do",
        "day-pack": "",
    }
    assert shown(cast.director, cast) == whole
    assert shown(cast.host, cast) == {
        **whole,
        "papers": "Late, your turn",
        "programme": "Late, your turn",
        "self-evaluation": "Your turn",
    }
    assert shown(cast.deputy, cast) == {**whole, "programme": "Late, your turn"}
    assert shown(cast.reviewer, cast) == {**whole, "code": "Your turn", "analysis": "Your turn"}


@time_machine.travel("2026-11-11 09:00+00:00", tick=False)
def test_the_home_page_says_what_is_owed_and_shows_the_countdown(cast: Cast, as_: As) -> None:
    page = as_(cast.lead).get("/home/").content.decode()
    assert "Agree the programme of the day: Ash Primary School" in page
    assert "Before the day at" in page


def test_the_calendar_has_ones_own_steps_alone(cast: Cast) -> None:
    make.papers_given(cast.session)
    with time_machine.travel("2026-11-02 09:00+00:00", tick=False):
        feed = feeds.open_feed(person=cast.host, by=cast.host)
        mine = Calendar.from_ical(feeds.draw_feed(feed))
        theirs = Calendar.from_ical(feeds.draw_feed(feeds.open_feed(person=cast.reviewer, by=cast.reviewer)))
    titles = [str(event["summary"]) for event in mine.walk("VEVENT")]
    assert titles == [
        "Peer challenge at Ash Primary School",
        "Due: Agree the programme of the day, Ash Primary School",
        "Due: Share the self-evaluation with the team, Ash Primary School",
    ]
    assert {str(event["summary"]) for event in theirs.walk("VEVENT")} - {titles[0]} == {
        f"Due: {title}, Ash Primary School" for title in TEAMS
    }


# --- The Director's days ----------------------------------------------------------------------------


def test_the_director_sets_the_days_and_reminders_follow(cast: Cast) -> None:
    begun(cast, "2026-11-02 09:00")
    days = {**days_of([cast.year.pk])[cast.year.pk], "programme": 12}
    seen = pages.seen(cast.year)
    pages.change_days(
        year=cast.year, days=days, started_from=seen, by=cast.director, at=utc("2026-11-02 09:00")
    )
    session = ChallengeSession.objects.get()
    assert session.next_reminder_at == utc(
        "2026-11-02 09:00"
    )  # told at once: it was to be told on 30 October
    with pytest.raises(StaleEdit):
        pages.change_days(year=cast.year, days=days, started_from=seen, by=cast.director)
    assert STARTS - session.starts_at == timedelta(0)
