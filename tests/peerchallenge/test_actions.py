"""Agreed actions after the report: born with it, worked on, asked about, counted, and first in the next self-evaluation."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import ACTION_MOVES, ActionState
from peerchallenge.models import CarriedAction, ChallengeSession, CheckIn, FactualCorrection, Reply
from peerchallenge.services import actions, selfevaluations
from peerchallenge.services.replies import answering, final
from peerchallenge.services.replies.sweep import sweep
from schools.choices import Role
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import access_actions, full_reply, full_report
from tests.peerchallenge.full_reply import DECIDED, REPLIED, SENT
from tests.test_access import WHO, code

SIX_WEEKS, EIGHT_WEEKS = SENT + timedelta(weeks=6), SENT + timedelta(weeks=8)


@pytest.fixture
def action(cast: Cast) -> CarriedAction:
    """The first action of a report that was sent."""
    full_reply.sent(cast)
    return CarriedAction.objects.get(position=1)


def change(cast: Cast, action: CarriedAction, state: str = "promised", **facts: object) -> CarriedAction:
    action.refresh_from_db()
    values: dict[str, object] = {"owner": action.owner, "due": action.due, "version": action.version, **facts}
    return actions.change_action(action=action, state=state, by=cast.host, at=REPLIED, **values)  # type: ignore[arg-type]


def next_session(cast: Cast) -> ChallengeSession:
    """The school's next challenge, half a year later, by another headteacher."""
    session = make.SessionFactory(
        round=make.RoundFactory(year=cast.year, term="spring"),
        host=cast.host_school,
        group=cast.group,
        starts_at=utc("2027-03-04 08:15"),
        planned_end_at=utc("2027-03-04 16:00"),
    )
    make.ReviewerFactory(session=session, person=cast.outsider, school=cast.far_school, is_lead=True)
    return session


def test_everybody_opens_what_is_theirs(as_: As, cast: Cast, action: CarriedAction) -> None:
    known = access_actions.addresses(cast, action.pk)
    with time_machine.travel(REPLIED, tick=False):
        clients = [Client() if who == "nobody" else as_(getattr(cast, who)) for who in WHO]
        found = {}
        for row, codes in access_actions.SENT.items():
            method, name = row.split()
            letters = iter([code(c, method, reverse(name, kwargs=known[name]), {}) for c in clients])
            found[row] = "".join(" " if letter == " " else next(letters) for letter in codes)
    assert found == access_actions.SENT


def test_the_list_holds_what_each_reader_sees(as_: As, cast: Cast, action: CarriedAction) -> None:
    seers = {
        who
        for who, user in cast.people().items()
        if action.what in as_(user).get("/actions/").content.decode()
        or action.what in b"".join(as_(user).get("/actions/?download=csv")).decode()  # type: ignore[arg-type]
    }
    assert seers == {"director", "host", "lead", "reviewer", "lead_headteacher"}


# --- Born with the report -----------------------------------------------------------------------


def test_actions_are_born_when_the_report_is_sent(cast: Cast, action: CarriedAction) -> None:
    rows = list(
        CarriedAction.objects.order_by("position").values_list("what", "owner", "agreed_by_when", "state")
    )
    assert rows == [(row["what"], row["who"], row["by_when"], "promised") for row in full_report.ACTIONS]


def test_a_corrected_action_keeps_its_progress(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    row = CarriedAction.objects.get(position=2)
    change(cast, row, owner="The head", due=date(2027, 2, 12))
    full_reply.correct(cast, reply, "what_1-0", "Agree on prompts.")
    answering.send_reply(reply=reply, by=cast.host, at=REPLIED)
    full_reply.decide(cast, FactualCorrection.objects.get())
    final.send_final(reply=reply, by=cast.lead, at=DECIDED)
    row.refresh_from_db()
    assert (row.what, row.owner, row.due) == ("Agree on prompts.", "The head", date(2027, 2, 12))
    assert CarriedAction.objects.count() == 3


# --- Working on them ------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ActionState.values)
@pytest.mark.parametrize("after", ActionState.values)
def test_each_pair_moves_or_is_refused(cast: Cast, action: CarriedAction, before: str, after: str) -> None:
    CarriedAction.objects.update(state=before)
    if after == before or after in ACTION_MOVES[before]:
        assert change(cast, action, after).state == after
    else:
        with pytest.raises(WrongMove):
            change(cast, action, after)


def test_steps_are_those_that_were_agreed() -> None:
    assert {str(a): {str(b) for b in bs} for a, bs in ACTION_MOVES.items()} == {
        "promised": {"done"},
        "done": {"promised", "difference"},
        "difference": {"done"},
    }


def test_a_newer_change_is_never_overwritten(cast: Cast, action: CarriedAction) -> None:
    change(cast, action, "done")
    with pytest.raises(StaleEdit):
        change(cast, action, "done", owner="Another", version=1)
    assert change(cast, action, "done").version == 2


def test_a_note_is_added_once_and_not_too_long(cast: Cast, action: CarriedAction) -> None:
    for _ in range(2):
        actions.add_note(
            action=action, kind="evidence", body="Books of year 3.", token="t", by=cast.host, at=REPLIED
        )
    assert [(note.kind, note.body) for note in action.notes.all()] == [("evidence", "Books of year 3.")]
    for body in ("", "word " * 201):
        with pytest.raises(ValidationError):
            actions.add_note(action=action, kind="progress", body=body, token="u", by=cast.host)


def test_the_pages_change_and_note_and_say_what_is_wrong(as_: As, cast: Cast, action: CarriedAction) -> None:
    client, path = as_(cast.host), action.get_absolute_url()
    assert "There is a problem" in client.post(path, {"state": "x", "version": "1"}).content.decode()
    data = {
        "state": "done",
        "owner": "The deputy",
        "version": "1",
        "due_0": "12",
        "due_1": "2",
        "due_2": "2027",
    }
    assert client.post(path, data).status_code == 302
    stale = client.post(path, {**data, "owner": "Mine"}).content.decode()
    assert "Somebody else saved a change" in stale
    assert "Mine" in stale
    note = reverse("peerchallenge:action-note", args=[action.pk])
    assert "Enter what has happened" in client.post(note, {"kind": "progress", "token": "a"}).content.decode()
    assert client.post(note, {"kind": "progress", "token": "a", "body": "Begun."}).status_code == 302
    assert "Begun." in as_(cast.lead).get(path).content.decode()


# --- The next self-evaluation ---------------------------------------------------------------------


def test_they_open_the_next_self_evaluation_once_it_is_shared(
    as_: As, cast: Cast, action: CarriedAction
) -> None:
    session = next_session(cast)
    evaluation = selfevaluations.open_self_evaluation(session=session)
    edit, read = (
        reverse(f"peerchallenge:selfevaluation-{name}", args=[session.pk]) for name in ("edit", "read")
    )
    assert "Last time you said" in as_(cast.host).get(edit).content.decode()
    assert as_(cast.outsider).get(read).status_code == 404
    selfevaluations.share(self_evaluation=evaluation, by=cast.host)
    shown = as_(cast.outsider).get(read).content.decode()
    assert action.what in shown
    assert action.get_absolute_url() not in shown


def test_last_time_is_the_latest_challenge_and_what_is_still_open(cast: Cast, action: CarriedAction) -> None:
    session = next_session(cast)
    CarriedAction.objects.create(session=session, school=cast.host_school, position=1, what="New")
    change(cast, action, "done")
    later = ChallengeSession(host=cast.host_school, starts_at=utc("2027-11-04 08:15"))
    assert [row.what for row in actions.last_time(later)] == [
        "New",
        *(row["what"] for row in full_report.ACTIONS[1:]),
    ]


def test_a_new_headteacher_finds_the_open_ones(cast: Cast, action: CarriedAction) -> None:
    cast.host.appointments.all().delete()
    successor = make.head_of(cast.host_school)
    change(cast, action, "done")
    found = [row.position for row in actions.open_actions(successor, cast.host_school)]
    assert found == [2, 3]


# --- The check-in ---------------------------------------------------------------------------------


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_the_lead_headteacher_is_asked_at_six_weeks_and_at_eight(cast: Cast, action: CarriedAction) -> None:
    sweep(at=SIX_WEEKS - timedelta(minutes=1))
    assert told("check-in-due") == []
    for _ in range(2):
        sweep(at=SIX_WEEKS)
    assert told("check-in-due") == ["Lena Leadhead"]
    sweep(at=EIGHT_WEEKS)
    assert told("check-in-late") == ["Dora Director", "Lena Leadhead"]


def test_the_director_asks_where_the_lead_headteacher_hosts(cast: Cast) -> None:
    cast.lead_headteacher.appointments.all().delete()
    make.appoint(cast.host, Role.LEAD_HEADTEACHER, collaborative=cast.collaborative)
    full_reply.sent(cast)
    sweep(at=SIX_WEEKS)
    assert told("check-in-due") == ["Dora Director"]


def test_a_check_in_is_noted_once(as_: As, cast: Cast, action: CarriedAction) -> None:
    path = reverse("peerchallenge:check-in", args=[cast.session.pk])
    client = as_(cast.lead_headteacher)
    assert "Select how the actions are going" in client.post(path, {}).content.decode()
    for note in ("We rang.", "Again."):
        assert client.post(path, {"going": "slowly", "note": note}).status_code == 302
    row = CheckIn.objects.get()
    assert (row.going, row.note, row.done_by) == ("slowly", "We rang.", cast.lead_headteacher)
    assert "We rang." in as_(cast.host).get(path).content.decode()
    sweep(at=EIGHT_WEEKS)
    assert told("check-in-late") == []


def test_what_is_due_stands_on_the_home_page(as_: As, cast: Cast, action: CarriedAction) -> None:
    Reply.objects.update(state="no-comments")
    with time_machine.travel(SIX_WEEKS + timedelta(hours=1), tick=False):
        assert "how the agreed actions are going" in as_(cast.lead_headteacher).get("/home/").content.decode()
        assert "how the agreed actions are going" not in as_(cast.host).get("/home/").content.decode()


# --- Counting ---------------------------------------------------------------------------------------


def test_rates_are_counted_after_filtering(cast: Cast, action: CarriedAction) -> None:
    change(cast, action, "done")
    change(cast, action, "difference")
    change(cast, CarriedAction.objects.get(position=2), "done")
    seen = actions.rates(CarriedAction.objects.visible_to(cast.director))
    assert [(row.name, row.promised, row.done, row.difference) for row in seen] == [
        ("Ash Primary School", 3, 2, 1)
    ]
    assert (seen[0].done_share, seen[0].difference_share) == (67, 33)
    assert actions.rates(CarriedAction.objects.visible_to(cast.outsider)) == []
    assert actions.total([]).done_share is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_more_rows(
    as_: As, cast: Cast, action: CarriedAction, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    CarriedAction.objects.filter(position__gt=number).delete()
    client = as_(cast.director)
    client.get("/home/")
    with django_assert_num_queries(10):
        client.get("/actions/")
