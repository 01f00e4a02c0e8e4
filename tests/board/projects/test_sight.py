"""Who reads a project: everybody with a post once it was approved, few before."""

import pytest
import time_machine

from board.choices import APPROVED_PROJECTS, ProjectState
from board.models import Project, Withdrawal
from hlp.models import User
from tests.board import minuted
from tests.board.factories import ProjectCallFactory, ProjectFactory, approved
from tests.conftest import BEFORE, Cast, utc

EVERYBODY = set(ProjectState)
PUT = EVERYBODY - {ProjectState.PROPOSAL, ProjectState.WITHDRAWN}


def seen(user: User) -> set[str]:
    """The states of the projects that somebody reads."""
    return set(Project.objects.visible_to(user).values_list("state", flat=True))


def all_states(cast: Cast) -> None:
    """A project in every state, all proposed by one lead headteacher."""
    decision = minuted.decide(cast.board)
    for state in ProjectState:
        ending = {"outcome": "met", "findings": "It worked."} if state == ProjectState.FINISHED else {}
        approved(decision, state=state, proposer=cast.lead_headteacher, **ending)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("director", EVERYBODY),
        ("administrator", EVERYBODY),
        ("lead_headteacher", EVERYBODY),
        ("chair", PUT),
        ("clerk", PUT),
        ("member", PUT),
        ("host", APPROVED_PROJECTS),
        ("deputy", APPROVED_PROJECTS),
        ("other_lead_headteacher", APPROVED_PROJECTS),
        ("la_officer", APPROVED_PROJECTS),
        ("observer", set()),
        ("stranger", set()),
    ],
)
def test_approved_projects_are_everybodys_and_proposals_few_peoples(
    cast: Cast, name: str, states: set[str]
) -> None:
    all_states(cast)
    assert seen(getattr(cast, name)) == states


def test_lead_colleague_without_a_post_reads_their_own(cast: Cast) -> None:
    mine = ProjectFactory(lead_person=cast.stranger)
    ProjectFactory()
    assert list(Project.objects.visible_to(cast.stranger)) == [mine]


def test_whoever_withdrew_from_the_item_does_not_read_the_proposal(cast: Cast) -> None:
    ProjectFactory(state=ProjectState.WITH_BOARD, item=cast.board.item)
    Withdrawal.objects.create(
        item=cast.board.item, person=cast.member, source="member", reason="Governor there",
        at=utc("2026-11-20 09:00"), by=cast.member,
    )  # fmt: skip
    assert seen(cast.member) == set()
    assert seen(cast.chair) == {ProjectState.WITH_BOARD}


@pytest.mark.parametrize(
    ("name", "calls"), [("host", 1), ("office", 1), ("member", 1), ("la_officer", 0), ("stranger", 0)]
)
@time_machine.travel(BEFORE, tick=False)
def test_call_is_read_by_schools_from_its_first_day(cast: Cast, name: str, calls: int) -> None:
    call = ProjectCallFactory()
    assert type(call).objects.visible_to(getattr(cast, name)).count() == calls
