"""Independence, coverage of every group, and the proposal that the Director confirms."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry, Message
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession, Independence
from peerchallenge.services import sessions
from peerchallenge.services.qa import coverage, independence
from schools.choices import Role
from schools.models import Group
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc
from tests.peerchallenge import assured

AT = utc("2026-11-09 09:00")


def change(cast: Cast, **facts: Any) -> ChallengeSession:
    """Name the other QA reviewer for the cast's session."""
    facts = {"qa_reviewer": cast.other_qa_reviewer, "by": cast.director, "version": 1, **facts}
    return sessions.change_session(session=cast.session, at=AT, **facts)


def visited(cast: Cast, number: int) -> None:
    """Sessions of other rounds at the host that the other QA reviewer assured."""
    for n in range(number):
        year = make.YearFactory(name=f"202{n}/2{n + 1}", starts=f"202{n}-09-01", ends=f"202{n + 1}-08-31")
        round_ = make.RoundFactory(year=year, opens=f"202{n}-10-01", closes=f"202{n}-12-10")
        start = utc(f"202{n}-11-19 08:15")
        facts = {"starts_at": start, "planned_end_at": start + timedelta(hours=7)}
        make.SessionFactory(
            round=round_, host=cast.host_school, group=cast.group, qa_reviewer=cast.other_qa_reviewer, **facts
        )


# --- Independence ---------------------------------------------------------------------------------


def test_an_independent_reviewer_is_named_and_told(cast: Cast) -> None:
    row = change(cast)
    assert row.qa_reviewer == cast.other_qa_reviewer
    assert [m.person for m in Message.objects.filter(kind="qa-booked")] == [cast.other_qa_reviewer]


def test_without_a_declaration_for_the_year_nobody_is_named(cast: Cast) -> None:
    Independence.objects.filter(person=cast.other_qa_reviewer)._raw_delete("default")
    with pytest.raises(ValidationError) as refused:
        change(cast)
    assert refused.value.messages == [
        "Quentin Quality has not made the declaration of independence for 2026/27"
    ]


def test_a_declared_tie_is_refused_and_another_school_is_not(cast: Cast) -> None:
    facts: dict[str, Any] = {
        "person": cast.other_qa_reviewer,
        "year": cast.year,
        "detail": "Governor to 2025",
    }
    independence.declare(**facts, ties=[cast.far_school])
    change(cast)
    independence.declare(**facts, ties=[cast.host_school])
    ChallengeSession.objects.update(qa_reviewer=None)
    with pytest.raises(ValidationError, match="has declared a tie with Ash Primary School"):
        change(cast, version=2)


@pytest.mark.parametrize(("ends", "allowed"), [("2023-11-17", True), ("2023-11-20", False), (None, False)])
def test_a_post_here_within_three_years_is_refused(cast: Cast, ends: str | None, allowed: bool) -> None:
    make.appoint(cast.other_qa_reviewer, Role.DEPUTY, school=cast.far_school, ends=ends)
    if allowed:
        assert change(cast).qa_reviewer == cast.other_qa_reviewer
    else:
        with pytest.raises(ValidationError, match="a QA reviewer is external to the borough"):
            change(cast)


def test_a_third_visit_needs_the_directors_reason(cast: Cast) -> None:
    visited(cast, 2)
    with pytest.raises(ValidationError, match="Give a reason to go on"):
        change(cast)
    with pytest.raises(ValidationError, match="Only the Director may go on"):
        change(cast, by=cast.administrator, qa_reason="Nobody else is free")
    row = change(cast, qa_reason="Nobody else is free")
    event = row.events.get(kind="third-visit")
    assert (event.reason, event.by) == ("Nobody else is free", cast.director)
    assert AuditEntry.objects.filter(action="session.third-visit").count() == 1


def test_a_second_visit_needs_no_reason(cast: Cast) -> None:
    visited(cast, 1)
    assert not change(cast).events.filter(kind="third-visit").exists()


def test_a_tie_without_a_word_on_it_is_refused(cast: Cast) -> None:
    facts: dict[str, Any] = {"person": cast.qa_reviewer, "year": cast.year}
    with pytest.raises(ValidationError, match="Say what the tie is"):
        independence.declare(**facts, ties=[cast.host_school])
    with pytest.raises(ValidationError, match="Choose the schools"):
        independence.declare(**facts, detail="A cousin")
    row = independence.declare(**facts)
    assert independence.declare(**facts) == row


@time_machine.travel(BEFORE, tick=False)
def test_a_reviewer_declares_on_the_page(cast: Cast, as_: As) -> None:
    client, path = as_(cast.qa_reviewer), "/qa/independence/2026-27/"
    empty = client.post(path, {"detail": "A cousin"}).content.decode()
    assert "Tick the box to make the declaration" in empty
    assert "A cousin</textarea>" in empty
    data = {"none": "on", "ties": [cast.host_school.pk], "detail": "A cousin", "near": cast.far_school.pk}
    assert client.post(path, data)["Location"] == "/home/"
    newest = independence.newest(cast.qa_reviewer, cast.year)
    assert newest is not None
    assert (list(newest.ties.all()), newest.near) == ([cast.host_school], cast.far_school)


@time_machine.travel(BEFORE, tick=False)
def test_the_director_gives_the_reason_on_the_session_form(cast: Cast, as_: As) -> None:
    visited(cast, 2)
    client, path = as_(cast.director), f"{cast.session.get_absolute_url()}edit/"
    assert "Why do they visit this group again?" not in client.get(path).content.decode()
    day = {"day_0": "19", "day_1": "11", "day_2": "2026", "starts": "8:15am", "ends": "4pm"}
    data = {**day, "version": "1", "qa_reviewer": cast.other_qa_reviewer.pk}
    assert "Why do they visit this group again?" in client.post(path, data).content.decode()
    assert client.post(path, {**data, "qa_reason": "Nobody else"}).status_code == 302


# --- Coverage ------------------------------------------------------------------------------------------


def open_group(cast: Cast, number: int, day: str = "2026-12-01") -> ChallengeSession:
    """A further group with one session to come that nobody assures."""
    host = make.SchoolFactory()
    group = make.triad(f"Triad {10 + number}", cast.collaborative, [host, make.SchoolFactory()], cast.year)
    start = utc(f"{day} 08:15")
    return make.SessionFactory(
        round=cast.round, host=host, group=group, starts_at=start, planned_end_at=start + timedelta(hours=7)
    )


def test_each_group_is_assured_booked_or_neither(cast: Cast) -> None:
    found = coverage.coverage(cast.year)
    assert [(str(line.group), line.status) for line in found.lines] == [
        ("Triad 2", "none"),
        ("Triad 1", "booked"),
    ]
    assert coverage.without(cast.year) == (1, 2)
    assured.assured(cast)
    found = coverage.coverage(cast.year)
    assert (found.done, found.booked, found.none, found.percent) == (1, 0, 1, 50)
    assert coverage.without(cast.year) == (1, 2)
    assert found.days_left(utc("2027-07-11 09:00").date()) == 10


def test_a_cancelled_session_covers_nothing(cast: Cast) -> None:
    ChallengeSession.objects.update(state=SessionState.CANCELLED)
    assert coverage.coverage(cast.year).none == 2
    assert coverage.without(cast.year) == (2, 2)


def test_the_load_is_even_and_nobody_is_in_two_places(cast: Cast) -> None:
    for number in range(4):
        open_group(cast, number, day="2026-12-01" if number < 2 else f"2026-12-0{number + 1}")
    chosen = coverage.propose(coverage.coverage(cast.year), AT)
    assert len({one.session.group_id for one in chosen}) == 4
    places = [(one.person.pk, one.session.starts_at) for one in chosen]
    assert len(set(places)) == 4
    # Quinn has one session of the cast already: two and three, or three and two
    named = [one.person for one in chosen]
    assert named.count(cast.other_qa_reviewer) in {2, 3}


def test_the_nearer_reviewer_is_proposed(cast: Cast) -> None:
    session = open_group(cast, 1)
    ChallengeSession.objects.filter(pk=cast.session.pk).update(qa_reviewer=None, state="cancelled")
    far = make.SchoolFactory(easting=533000)
    independence.declare(person=cast.qa_reviewer, year=cast.year, near=far)
    independence.declare(person=cast.other_qa_reviewer, year=cast.year, near=session.host)
    (one,) = coverage.propose(coverage.coverage(cast.year), AT)
    assert (one.person, one.distance) == (cast.other_qa_reviewer, 0.0)


def test_nobody_is_proposed_against_a_declaration(cast: Cast) -> None:
    session = open_group(cast, 1)
    for person in (cast.qa_reviewer, cast.other_qa_reviewer):
        independence.declare(person=person, year=cast.year, ties=[session.host], detail="A cousin")
    assert coverage.propose(coverage.coverage(cast.year), AT) == []


def test_confirming_checks_each_line_anew(cast: Cast) -> None:
    good, changed = open_group(cast, 1), open_group(cast, 2)
    chosen = coverage.propose(coverage.coverage(cast.year), AT)
    ChallengeSession.objects.filter(pk=changed.pk).update(version=7)
    values = [one.value for one in chosen]
    done, refused = coverage.assign([*values, "x", "1-2-99999999999"], by=cast.director, at=AT)
    assert (done, len(refused)) == (1, 3)
    assert "somebody has changed the session since" in " ".join(refused)
    good.refresh_from_db()
    assert good.qa_reviewer is not None
    assert coverage.assign(values[:1], by=cast.director, at=AT)[0] <= 1


@time_machine.travel(BEFORE, tick=False)
def test_the_page_shows_a_lead_headteacher_their_own_groups(cast: Cast, as_: As) -> None:
    shown = as_(cast.lead_headteacher).get("/qa/").content.decode()
    assert ("Triad 1" in shown, "Triad 2" in shown) == (True, False)
    assert "Proposal" not in shown
    whole = as_(cast.administrator).get("/qa/").content.decode()
    assert ("Triad 2" in whole, "Name these QA reviewers" in whole) == (True, False)


@time_machine.travel(BEFORE, tick=False)
def test_the_director_confirms_on_the_page(cast: Cast, as_: As) -> None:
    session = open_group(cast, 1)
    client = as_(cast.director)
    assert "Name these QA reviewers" in client.get("/qa/").content.decode()
    value = coverage.propose(coverage.coverage(cast.year), utc("2026-11-16 09:00"))[0].value
    shown = client.post("/qa/assign/", {"line": value}, follow=True).content.decode()
    assert "QA reviewers are named" in shown
    session.refresh_from_db()
    assert session.qa_reviewer is not None
    assert "Tick at least one line" in client.post("/qa/assign/", {}, follow=True).content.decode()


@pytest.mark.parametrize("number", [1, 3])
@time_machine.travel(BEFORE, tick=False)
def test_the_page_costs_the_same_with_one_group_and_three(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    Group.objects.filter(name="Triad 2").update(name="Triad 99")
    for n in range(number):
        open_group(cast, n)
    client = as_(cast.administrator)
    with django_assert_num_queries(18):
        client.get("/qa/")
