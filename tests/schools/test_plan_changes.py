"""Changes by hand: swapped, moved, given to another collaborative, undone; each a revision."""

import pytest
from django.core.exceptions import ValidationError

from hlp.transitions import StaleEdit
from schools.models import AcademicYear, Plan
from schools.services.plans import revisions
from schools.services.plans.changes import Change, try_change
from tests.conftest import As, Cast
from tests.schools import planned


@pytest.fixture
def year(cast: Cast) -> AcademicYear:
    """The year to be planned."""
    return planned.next_year(cast)


@pytest.fixture
def plan(cast: Cast, year: AcademicYear) -> Plan:
    """A draft to be changed by hand."""
    return revisions.copy_plan(plan=planned.draft(year, cast.director), name="By hand", by=cast.director)


def swap(one: str, other: str) -> Change:
    first, second = planned.keys(one, other)
    return Change(school=first, to=f"school-{second}")


def keep(plan: Plan, change: Change, cast: Cast, revision: int = 0) -> None:
    revision = revision or Plan.objects.get(pk=plan.pk).revision
    revisions.keep_change(plan=plan, change=change, revision=revision, by=cast.director)


def test_two_schools_are_swapped(cast: Cast, plan: Plan) -> None:
    keep(plan, swap("Ash", "Elm"), cast)
    assert planned.company(plan) == ["Beech Cedar Elm Kestrel", "Ash Fir Gorse", "Hazel Ivy Juniper"]
    newest = plan.revisions.get(number=2)
    assert newest.what == "Ash Primary School and Elm Primary School swapped"
    assert (newest.cost, plan.broken) == (plan.cost, 0)


def test_a_school_joins_another_group_or_a_new_one(cast: Cast, plan: Plan) -> None:
    ash, kestrel = planned.keys("Ash", "Kestrel")
    keep(plan, Change(school=kestrel, to="group-2"), cast)
    keep(plan, Change(school=ash, to=f"new-{cast.collaborative.pk}"), cast)
    assert planned.company(plan) == ["Beech Cedar", "Elm Fir Gorse", "Hazel Ivy Juniper Kestrel", "Ash"]
    assert plan.broken == 2
    keep(plan, Change(school=ash, to="group-0"), cast)
    assert planned.company(plan) == ["Ash Beech Cedar", "Elm Fir Gorse", "Hazel Ivy Juniper Kestrel"]
    assert plan.broken == 0


def test_a_group_is_given_to_another_collaborative(cast: Cast, plan: Plan) -> None:
    keep(plan, Change(group=0, to=f"collaborative-{cast.other_collaborative.pk}"), cast)
    plan.refresh_from_db()
    assert plan.groups[0]["collaborative"] == cast.other_collaborative.pk


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("school-0", "in no group"),
        ("group-99", "no such group"),
        ("group-0", "in that group already"),
        ("new-0", "no such collaborative"),
        ("nowhere", "Choose a school"),
    ],
)
def test_what_makes_no_sense_is_refused(plan: Plan, to: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        try_change(plan, Change(school=planned.keys("Ash")[0], to=to))


def test_trying_saves_nothing(cast: Cast, plan: Plan) -> None:
    before = Plan.objects.values().get(pk=plan.pk)
    trial = try_change(plan, swap("Ash", "Juniper"))
    assert trial.after.by_wish["distance"] > trial.before.by_wish["distance"]
    assert Plan.objects.values().get(pk=plan.pk) == before


def test_undo_goes_back_step_by_step(cast: Cast, plan: Plan) -> None:
    stages = [planned.company(plan)]
    for pair in (("Ash", "Elm"), ("Beech", "Hazel")):
        keep(plan, swap(*pair), cast)
        stages.append(planned.company(plan))
    revisions.undo(plan=plan, revision=3, by=cast.director)
    assert planned.company(plan) == stages[1]
    revisions.undo(plan=plan, revision=4, by=cast.director)
    assert planned.company(plan) == stages[0]
    with pytest.raises(ValidationError, match="nothing to undo"):
        revisions.undo(plan=plan, revision=5, by=cast.director)
    keep(plan, swap("Ash", "Fir"), cast)
    revisions.undo(plan=plan, revision=6, by=cast.director)
    assert planned.company(plan) == stages[0]
    assert [r.what.startswith("Undone") for r in plan.revisions.all()] == [False] * 3 + [True] * 2 + [
        False,
        True,
    ]


def test_an_edit_of_an_older_state_changes_nothing(cast: Cast, plan: Plan) -> None:
    keep(plan, swap("Ash", "Elm"), cast)
    with pytest.raises(StaleEdit):
        keep(plan, swap("Ash", "Fir"), cast, revision=1)
    with pytest.raises(StaleEdit):
        revisions.undo(plan=plan, revision=1, by=cast.director)


def test_a_plan_that_was_worked_out_is_copied_first(cast: Cast, year: AcademicYear) -> None:
    plan = planned.draft(year, cast.director)
    with pytest.raises(ValidationError, match="Change a copy"):
        keep(plan, swap("Ash", "Elm"), cast)
    copies = {revisions.copy_plan(plan=plan, name="Copy", by=cast.director).pk for _ in range(2)}
    assert len(copies) == 1


def test_a_draft_is_put_aside_and_taken_up(cast: Cast, plan: Plan) -> None:
    for _ in range(2):
        revisions.put_aside(plan=plan, by=cast.director)
    with pytest.raises(ValidationError, match="no longer be changed"):
        keep(plan, swap("Ash", "Elm"), cast)
    revisions.take_up(plan=plan, by=cast.director)
    assert [(e.from_state, e.to_state) for e in plan.events.all()] == [
        ("working", "ready"),
        ("ready", "dropped"),
        ("dropped", "ready"),
    ]


# --- Pages -----------------------------------------------------------------------------------------


def test_a_change_is_tried_and_kept_on_the_page(as_: As, cast: Cast, plan: Plan) -> None:
    client, path = as_(cast.administrator), f"/plans/{plan.pk}/change/"
    ash, juniper = planned.keys("Ash", "Juniper")
    chosen = {"school": ash, "to": f"school-{juniper}", "revision": 1}
    page = client.get(path, chosen).content.decode()
    assert "Ash Primary School and Juniper Primary School swapped" in page
    fragment = client.get(f"/plans/{plan.pk}/try/", chosen).content.decode()
    assert ("Keep this change" in fragment, "<html" in fragment) == (True, False)
    assert client.post(path, chosen)["Location"] == path
    assert planned.company(plan)[0] == "Beech Cedar Juniper Kestrel"
    again = client.post(path, chosen, follow=True).content.decode()
    assert "Somebody changed this draft since you opened the page" in again
    assert "Somebody changed this draft" in client.get(f"/plans/{plan.pk}/try/", chosen).content.decode()
    client.post(f"/plans/{plan.pk}/undo/", {"revision": 2})
    assert planned.company(plan)[0] == "Ash Beech Cedar Kestrel"


def test_a_broken_rule_is_told_before_it_is_kept(as_: As, cast: Cast, plan: Plan) -> None:
    chosen = {"school": planned.keys("Ash")[0], "to": "group-1"}
    page = as_(cast.director).get(f"/plans/{plan.pk}/try/", chosen).content.decode()
    assert (
        "Beech Primary School, Cedar Primary School and Kestrel School: 2 mainstream schools, not 3 or 4."
        in page
    )


@pytest.mark.parametrize("data", [{}, {"school": "x", "to": "group-1", "revision": "1"}, {"school": "1"}])
def test_nonsense_is_told(as_: As, cast: Cast, plan: Plan, data: dict[str, str]) -> None:
    page = as_(cast.director).post(f"/plans/{plan.pk}/change/", data, follow=True).content.decode()
    assert "Choose a school and where it goes" in page
