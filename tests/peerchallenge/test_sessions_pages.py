"""The pages of sessions: who may open them, what nonsense, a double press and a stale form do."""

from typing import Any

import pytest
import time_machine

from peerchallenge.models import ChallengeSession
from peerchallenge.services import sessions as services
from schools.models import GroupPlace
from tests import factories as make
from tests.conftest import As, Cast, utc

DAY_BEFORE = "2026-11-18T12:00:00Z"
IN_THE_AFTERNOON = "2026-11-19T15:00:00Z"
REASON = {"reason": "The hall is flooded"}


def address(cast: Cast, verb: str = "") -> str:
    """The address of a page of the cast's session."""
    return f"/sessions/{cast.session.pk}/{verb}"


def seat(person: Any, school: Any) -> str:
    """A seat as the form writes it."""
    return f"{person.pk}-{school.pk}"


def new_session(cast: Cast, **facts: Any) -> tuple[str, dict[str, Any]]:
    """Where and what is posted to plan a session at Elm Primary School."""
    place = GroupPlace.objects.get(school__name="Elm Primary School")
    data = {
        "day_0": "24",
        "day_1": "11",
        "day_2": "2026",
        "starts": "8:15am",
        "ends": "4pm",
        "lead": seat(cast.outsider, cast.far_school),
        "other_1": seat(cast.reviewer, cast.reviewer_school),
        **facts,
    }
    return f"/sessions/new/?round={cast.round.pk}&host={place.pk}", data


# --- Who may open what ----------------------------------------------------------------------

READERS = {
    "director",
    "administrator",
    "host",
    "deputy",
    "office",
    "lead",
    "reviewer",
    "lead_headteacher",
    "qa_reviewer",
}
ALLOWED = {
    "": READERS,
    "edit/": {"director", "administrator"},
    "team/": {"director", "administrator", "lead_headteacher"},
    "cover/": {"director", "administrator", "lead_headteacher"},
    "postpone/": {"director", "administrator", "lead_headteacher"},
    "cancel/": {"director", "administrator"},
    "code-of-conduct/": {"lead", "reviewer"},
}


@pytest.mark.parametrize("verb", ALLOWED)
@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_stranger_finds_nothing_and_a_reader_may_not_write(cast: Cast, as_: As, verb: str) -> None:
    status = {name: as_(user).get(address(cast, verb)).status_code for name, user in cast.people().items()}

    assert {name for name, code in status.items() if code == 200} == ALLOWED[verb]
    assert {name for name, code in status.items() if code == 403} == ALLOWED[""] - ALLOWED[verb]
    assert {name for name, code in status.items() if code == 404} == cast.people().keys() - ALLOWED[""]


@pytest.mark.parametrize(
    ("state", "verb", "people"),
    [
        ("planned", "confirm/", {"director", "administrator", "host", "deputy", "office"}),
        ("postponed", "reschedule/", {"director", "administrator", "lead_headteacher"}),
        ("confirmed", "end/", {"lead"}),
        ("held", "correct-end/", {"director"}),
        ("reported", "close/", {"director"}),
    ],
)
@time_machine.travel(IN_THE_AFTERNOON, tick=False)
def test_each_step_is_for_some(cast: Cast, as_: As, state: str, verb: str, people: set[str]) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state=state)
    answers = {name: as_(user).get(address(cast, verb)).status_code for name, user in cast.people().items()}

    assert {name for name, code in answers.items() if code == 200} == people
    assert {name for name, code in answers.items() if code == 403} == ALLOWED[""] - people


def test_planning_is_for_director_and_administrator(cast: Cast, as_: As) -> None:
    answers = {name: as_(user).get("/sessions/new/").status_code for name, user in cast.people().items()}

    assert {name for name, code in answers.items() if code == 200} == {"director", "administrator"}


# --- Planning -------------------------------------------------------------------------------


@time_machine.travel("2026-11-16T09:00:00Z", tick=False)
def test_a_session_is_planned_on_two_pages_and_a_double_press_plans_once(cast: Cast, as_: As) -> None:
    client = as_(cast.administrator)
    path, data = new_session(cast)
    assert "Plan a session at Elm Primary School" in client.get(path).content.decode()

    places = {client.post(path, data).headers["Location"] for _ in range(2)}
    session = ChallengeSession.objects.get(host__name="Elm Primary School")

    assert places == {session.get_absolute_url()}
    assert (session.starts_at, session.planned_end_at) == (utc("2026-11-24 08:15"), utc("2026-11-24 16:00"))
    assert [r.person for r in session.reviewers.all()] == [cast.outsider, cast.reviewer]


@time_machine.travel("2026-11-16T09:00:00Z", tick=False)
def test_an_unusual_day_asks_to_be_ticked(cast: Cast, as_: As) -> None:
    client = as_(cast.director)
    path, data = new_session(cast, day_0="21")
    page = client.post(path, data).content.decode()

    assert "Saturday 21 November 2026 is not a school day" in page
    assert "Plan it on this day all the same" in page
    assert client.post(path, {**data, "anyway": "on"}).status_code == 302


@time_machine.travel("2026-11-16T09:00:00Z", tick=False)
def test_nonsense_is_answered_in_sentences_and_nothing_typed_is_lost(cast: Cast, as_: As) -> None:
    path, data = new_session(
        cast, day_0="31", starts="soon", lead="1-2", focus="x", focus_detail="Maths & more"
    )
    page = as_(cast.director).post(path, data).content.decode()

    assert "<title>Error: " in page
    assert "The date of the session must be a real date" in page
    assert "Maths &amp; more" in page
    assert as_(cast.director).get("/sessions/new/?round=x&host=y").status_code == 200
    assert ChallengeSession.objects.count() == 1


def test_a_host_of_another_year_is_refused(cast: Cast, as_: As) -> None:
    path, _ = new_session(cast)
    page = as_(cast.director).get(path.replace("round=", "round=9")).content.decode()

    assert "Select a valid choice" in page


# --- Changing -------------------------------------------------------------------------------

EDIT = {"version": 1, "day_0": "19", "day_1": "11", "day_2": "2026", "starts": "8:15am", "ends": "4pm"}


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_change_is_saved_and_a_second_press_is_harmless(cast: Cast, as_: As) -> None:
    data = {**EDIT, "key_lines": "•\tHow well?\r\n", "qa_reviewer": cast.qa_reviewer.pk}
    codes = [as_(cast.director).post(address(cast, "edit/"), data).status_code for _ in range(2)]
    cast.session.refresh_from_db()

    assert codes == [302, 302]
    assert (cast.session.key_lines, cast.session.version) == ("- How well?", 2)


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_stale_change_is_told_and_keeps_both(cast: Cast, as_: As) -> None:
    services.change_session(session=cast.session, version=1, by=cast.administrator, key_lines="Theirs")
    client, data = as_(cast.director), {**EDIT, "key_lines": "Mine"}
    page = client.post(address(cast, "edit/"), data).content.decode()
    cast.session.refresh_from_db()

    assert "Somebody else saved a change" in page
    assert ("Stored now" in page, "Theirs" in page) == (True, True)
    assert (">\nMine</textarea>" in page, cast.session.key_lines) == (True, "Theirs")
    assert client.post(address(cast, "edit/"), {**data, "version": 2}).status_code == 302


@time_machine.travel(DAY_BEFORE, tick=False)
def test_the_team_is_changed_on_a_page(cast: Cast, as_: As) -> None:
    data = {
        "version": 1,
        "lead": seat(cast.reviewer, cast.reviewer_school),
        "reviewers": [seat(cast.reviewer, cast.reviewer_school), seat(cast.lead, cast.lead_school)],
        "reason": "A swap",
    }
    response = as_(cast.director).post(address(cast, "team/"), data)

    assert response.status_code == 302
    team = list(cast.session.reviewers.values_list("person__name", "is_lead"))
    assert team == [("Rita Reviewer", True), ("Leo Lead", False)]


def test_a_team_without_a_lead_or_a_reason_is_refused_on_the_page(cast: Cast, as_: As) -> None:
    page = as_(cast.director).post(address(cast, "team/"), {"version": 1}).content.decode()

    assert "Choose the lead reviewer" in page
    assert "Answer the question ‘Why is the team changing?’" in page


# --- Steps ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "state"), [("postpone/", "postponed"), ("cancel/", "cancelled")])
@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_session_is_taken_off_with_a_reason(cast: Cast, as_: As, verb: str, state: str) -> None:
    client = as_(cast.director)
    assert "Enter the reason" in client.post(address(cast, verb), {}).content.decode()
    codes = [client.post(address(cast, verb), REASON).status_code for _ in range(2)]
    cast.session.refresh_from_db()

    assert (codes, cast.session.state) == ([302, 302], state)


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_step_that_is_no_longer_possible_leads_back_and_says_so(cast: Cast, as_: As) -> None:
    ChallengeSession.objects.update(state="cancelled")
    page = as_(cast.director).post(address(cast, "postpone/"), REASON, follow=True).content.decode()

    assert "That is not possible for this session as it stands now: cancelled." in page


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_new_date_is_set_on_a_page(cast: Cast, as_: As) -> None:
    ChallengeSession.objects.update(state="postponed")
    data = {**EDIT, "day_0": "26"}
    del data["version"]
    codes = [as_(cast.director).post(address(cast, "reschedule/"), data).status_code for _ in range(2)]
    cast.session.refresh_from_db()

    assert (codes, cast.session.state) == ([302, 302], "planned")
    assert cast.session.starts_at == utc("2026-11-26 08:15")


@time_machine.travel(IN_THE_AFTERNOON, tick=False)
def test_the_lead_ends_the_session_with_one_button(cast: Cast, as_: As) -> None:
    client = as_(cast.lead)
    assert "Saturday 21 November 2026 at 3pm" in client.get(address(cast, "end/")).content.decode()
    codes = [client.post(address(cast, "end/")).status_code for _ in range(2)]
    cast.session.refresh_from_db()

    assert (codes, cast.session.state) == ([302, 302], "held")
    assert cast.session.report_due_at == utc("2026-11-21 15:00")


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_session_that_has_not_begun_cannot_end(cast: Cast, as_: As) -> None:
    page = as_(cast.lead).post(address(cast, "end/"), follow=True).content.decode()

    assert "This session starts on Thursday 19 November 2026 at 8:15am." in page


@time_machine.travel("2026-11-20T09:00:00Z", tick=False)
def test_the_director_corrects_the_end(cast: Cast, as_: As) -> None:
    make.held(cast.session)
    data = {"ended_0": "19", "ended_1": "11", "ended_2": "2026", "ended_3": "3:30pm", "reason": "Early end"}
    response = as_(cast.director).post(address(cast, "correct-end/"), data)
    cast.session.refresh_from_db()

    assert response.status_code == 302
    assert cast.session.report_due_at == utc("2026-11-21 15:30")


@time_machine.travel("2026-11-20T09:00:00Z", tick=False)
def test_an_end_in_the_future_is_refused_beside_its_boxes(cast: Cast, as_: As) -> None:
    make.held(cast.session)
    data = {"ended_0": "20", "ended_1": "11", "ended_2": "2026", "ended_3": "3:30pm", "reason": "No"}
    page = as_(cast.director).post(address(cast, "correct-end/"), data).content.decode()

    assert '<a href="#id_ended_0">The end must not be in the future.</a>' in page


def test_the_host_confirms_with_one_button(cast: Cast, as_: As) -> None:
    ChallengeSession.objects.update(state="planned")
    codes = [as_(cast.host).post(address(cast, "confirm/")).status_code for _ in range(2)]
    cast.session.refresh_from_db()

    assert (codes, cast.session.state) == ([302, 302], "confirmed")


def test_the_code_of_conduct_is_read_and_accepted(cast: Cast, as_: As) -> None:
    make.text("code-of-conduct", "Be **kind**.")
    client, path = as_(cast.reviewer), address(cast, "code-of-conduct/")
    assert "Be <strong>kind</strong>." in client.get(path).content.decode()
    assert "Tick the box to accept" in client.post(path, {"version": 1}).content.decode()
    assert "Somebody else saved" in client.post(path, {"version": 7, "accept": "on"}).content.decode()

    codes = [client.post(path, {"version": 1, "accept": "on"}).status_code for _ in range(2)]
    assert codes == [302, 302]
    assert cast.session.reviewers.get(person=cast.reviewer).code_accepted_at is not None
    assert "You have accepted the code of conduct" in client.get(path).content.decode()


def test_without_a_published_code_the_page_says_so(cast: Cast, as_: As) -> None:
    page = as_(cast.lead).get(address(cast, "code-of-conduct/")).content.decode()

    assert "The code of conduct is not published yet" in page
