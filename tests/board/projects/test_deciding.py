"""From the proposal to the Board's decision, and what the record does to the project afterwards."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from board.choices import MeetingState, Outcome, ProjectState, Verdict
from board.models import Decision, Project
from board.services import decisions
from board.services.projects import deciding, proposing, reports
from board.services.projects.deciding import Ruling
from board.services.projects.leading import Colleague
from board.services.projects.reports import Account
from hlp.models import Message, User
from hlp.transitions import StaleEdit, WrongMove
from tests.board import minuted
from tests.board.minuted import AFTER
from tests.board.projects import life
from tests.conftest import Cast


def test_proposal_is_saved_by_its_title_and_goes_to_the_board_complete(cast: Cast) -> None:
    first = proposing.propose(proposal=proposing.Proposal("Reading"), by=cast.director)
    assert proposing.propose(proposal=proposing.Proposal("Reading"), by=cast.director) == first
    with pytest.raises(ValidationError) as refusal:
        proposing.put_to_board(project=first, by=cast.director)
    assert len(refusal.value.messages) == len(proposing.NEEDED) + 1
    full = replace(life.proposal(cast), title="Reading")
    proposing.change(project=first, proposal=full, version=1, by=cast.director)
    put = proposing.put_to_board(project=first, by=cast.director)
    assert (put.state, put.item) == (ProjectState.WITH_BOARD, None)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"target": Decimal(40)}, "target"),
        ({"ends": life.date(2026, 12, 1)}, "ends"),
    ],
)
def test_proposal_that_contradicts_itself_is_refused(cast: Cast, facts: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        life.proposed(cast, **facts)
    assert list(refusal.value.error_dict) == [field]


def test_stale_edit_of_a_proposal_is_told_and_a_proposal_with_the_board_stays(cast: Cast) -> None:
    made = life.proposed(cast)
    other = replace(life.proposal(cast, theme=made.theme), title="Another title")
    with pytest.raises(StaleEdit):
        proposing.change(project=made, proposal=other, version=7, by=cast.director)
    proposing.put_to_board(project=made, item=cast.board.item, by=cast.director)
    with pytest.raises(WrongMove):
        proposing.change(project=made, proposal=other, version=2, by=cast.director)
    proposing.take_back(project=made, by=cast.director)
    back = proposing.take_back(project=made, by=cast.director)
    assert (back.state, back.item) == (ProjectState.PROPOSAL, None)


def test_lead_without_an_account_gets_one_once(cast: Cast) -> None:
    new = Colleague("Tilda Teacher", "tilda@school.example")
    made = life.proposed(cast, lead_person=None, colleague=new)
    again = life.proposal(cast, lead_person=None, colleague=new, theme=made.theme, problem="More words.")
    proposing.change(project=made, proposal=again, version=1, by=cast.director)
    made.refresh_from_db()
    assert made.lead_person == User.objects.get(email="tilda@school.example")
    assert Message.objects.filter(kind="invitation", person=made.lead_person).count() == 1
    taken = life.proposal(
        cast, colleague=Colleague("Somebody Else", "tilda@school.example"), theme=made.theme
    )
    with pytest.raises(ValidationError):
        proposing.propose(proposal=replace(taken, title="Third"), by=cast.director)


def test_put_on_an_agenda_makes_an_item_under_projects(cast: Cast) -> None:
    meeting = cast.board.meeting
    type(meeting).objects.filter(pk=meeting.pk).update(state=MeetingState.OPEN)
    meeting.refresh_from_db()
    made = life.proposed(cast)
    put = proposing.put_to_board(project=made, meeting=meeting, by=cast.director)
    assert put.item is not None
    assert put.item.title == "Proposal: Writing at length"
    again = proposing.put_to_board(project=made, meeting=meeting, by=cast.director)
    assert again.item_id == put.item_id


@pytest.mark.parametrize(
    ("verdict", "reason", "state", "outcome"),
    [
        (Verdict.APPROVE, "", ProjectState.RUNNING, Outcome.AGREED),
        (Verdict.CHANGES, "Begin in January.", ProjectState.RUNNING, Outcome.AGREED),
        (Verdict.DEFER, "Until the budget is known.", ProjectState.DEFERRED, Outcome.DEFERRED),
        (Verdict.DECLINE, "Too close to another project.", ProjectState.DECLINED, Outcome.NOT_AGREED),
    ],
)
def test_one_act_gives_the_decision_and_the_state(
    cast: Cast, verdict: Verdict, reason: str, state: ProjectState, outcome: Outcome
) -> None:
    made = life.decided(cast, verdict, reason)
    assert made.decision is not None
    assert (made.state, made.decision.outcome) == (state, outcome)
    assert (made.decision.moved_by, made.decision.item) == ("Cora Chair", cast.board.item)
    assert reason in made.decision.text
    assert made.conditions == (reason if verdict == Verdict.CHANGES else "")
    assert made.reports.exists() == (state == ProjectState.RUNNING)
    event = made.events.last()
    assert event is not None
    assert event.detail["decision"] == made.decision.number


def test_same_ruling_twice_is_one_decision_and_another_needs_the_board_again(cast: Cast) -> None:
    made = life.decided(cast)
    again = Ruling(Verdict.APPROVE, moved_by="Cora Chair", seconded_by="Cleo Councillor")
    found = deciding.decide(project=made, item=cast.board.item, ruling=again, by=cast.clerk)
    assert found == made.decision
    assert Decision.objects.count() == 1
    other = Ruling(Verdict.DECLINE, "No.")
    with pytest.raises(WrongMove):
        deciding.decide(project=made, item=cast.board.item, ruling=other, by=cast.clerk)


def test_refusal_of_the_board_needs_its_reason_and_nothing_is_kept_without(cast: Cast) -> None:
    made = life.with_board(cast)
    with pytest.raises(ValidationError):
        deciding.decide(project=made, item=cast.board.item, ruling=Ruling(Verdict.DEFER), by=cast.clerk)
    assert not Decision.objects.exists()


def test_who_is_told_of_the_decision(cast: Cast) -> None:
    life.decided(cast)
    told = Message.objects.filter(kind="project-decided").values_list("person__name", flat=True)
    assert set(told) == {"Dora Director", "Hana Host"}
    assert Message.objects.get(kind="project-lead").person == cast.deputy


def test_project_follows_its_decision_when_it_is_struck_out(cast: Cast) -> None:
    made = life.decided(cast)
    decision = made.decision
    assert decision is not None
    with pytest.raises(ValidationError):
        decisions.change_decision(
            decision=decision, terms=replace(minuted.Terms(decision.text), outcome=Outcome.DEFERRED),
            version=decision.version, by=cast.clerk,
        )  # fmt: skip
    decisions.strike(decision=decision, why="Recorded at the wrong item", by=cast.clerk, at=AFTER)
    made.refresh_from_db()
    assert (made.state, made.decision, made.reports.count()) == (ProjectState.WITH_BOARD, None, 0)
    ruling = Ruling(Verdict.DECLINE, "No money.")
    deciding.decide(project=made, item=cast.board.item, ruling=ruling, by=cast.clerk, at=AFTER)
    made.refresh_from_db()
    assert made.state == ProjectState.DECLINED


def test_decision_of_a_project_that_was_reported_on_is_not_struck_out(cast: Cast) -> None:
    made = life.decided(cast)
    report = made.reports.first()
    assert report is not None
    assert made.decision is not None
    reports.send(report=report, account=Account("We began."), version=1, by=cast.deputy, at=AFTER)
    with pytest.raises(ValidationError):
        decisions.strike(decision=made.decision, why="A slip", by=cast.clerk, at=AFTER)
    made.decision.refresh_from_db()
    assert made.decision.struck_at is None
    assert Project.objects.get(pk=made.pk).state == ProjectState.RUNNING
