"""What the planner is told: weights, pins, overruled rules, and who may say so."""

from dataclasses import fields
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from schools.choices import PinKind
from schools.models import AcademicYear, Overrule, Pin, PlannerSettings
from schools.planner import DEFAULT_WEIGHTS
from schools.services.plans import wishes
from schools.services.plans.problems import changed_since, problem_now
from schools.services.plans.snapshots import problem_json, problem_of
from tests.conftest import As, Cast
from tests.schools import planned


@pytest.fixture
def year(cast: Cast) -> AcademicYear:
    """The year to be planned."""
    return planned.next_year(cast)


def pin(cast: Cast, year: AcademicYear, kind: PinKind, *names: str, **facts: object) -> Pin:
    return wishes.add_pin(
        year=year, kind=kind, schools=planned.schools(*names), reason="Agreed", by=cast.director, **facts
    )


def test_the_planner_hears_weights_pins_and_overruled_rules(cast: Cast, year: AcademicYear) -> None:
    ash, beech, elm, fir = planned.keys("Ash", "Beech", "Elm", "Fir")
    weights = {**DEFAULT_WEIGHTS, "distance": 2.5}
    wishes.change_settings(year=year, weights=weights, seconds=30, version="", by=cast.director)
    pin(cast, year, PinKind.TOGETHER, "Ash", "Beech")
    pin(cast, year, PinKind.APART, "Ash", "Elm")
    pin(cast, year, PinKind.COLLABORATIVE, "Fir", collaborative=cast.collaborative)
    facts = {"year": year, "reason": "Small trust", "by": cast.director}
    wishes.overrule(rule="trust", schools=planned.schools("Ash", "Fir"), **facts)
    problem = problem_now(year)
    assert (problem.weights["distance"], wishes.seconds_of(year)) == (2.5, 30)
    assert problem.pins.together == (frozenset({ash, beech}),)
    assert problem.pins.apart == {frozenset({ash, elm})}
    assert dict(problem.pins.placed) == {fir: cast.collaborative.pk}
    assert problem.is_overruled("trust", {ash, fir})


def test_what_was_kept_is_what_was_asked(cast: Cast, year: AcademicYear) -> None:
    pin(cast, year, PinKind.TOGETHER, "Ash", "Beech")
    asked = problem_now(year)
    kept = problem_of(problem_json(asked))
    assert {f.name: getattr(kept, f.name) for f in fields(kept)} == {
        f.name: getattr(asked, f.name) for f in fields(asked)
    }


def test_said_twice_it_stands_once(cast: Cast, year: AcademicYear) -> None:
    first = pin(cast, year, PinKind.APART, "Ash", "Elm")
    assert pin(cast, year, PinKind.APART, "Elm", "Ash") == first
    wishes.lift(instruction=first, by=cast.administrator)
    wishes.lift(instruction=first, by=cast.director)
    again = pin(cast, year, PinKind.APART, "Ash", "Elm")
    assert list(Pin.objects.standing()) == [again]
    assert Pin.objects.get(pk=first.pk).lifted_by == cast.administrator


@pytest.mark.parametrize(
    ("kind", "names", "words"),
    [
        (PinKind.TOGETHER, ["Ash"], "Select at least 2 schools"),
        (PinKind.APART, ["Ash", "Beech"], "This contradicts another pin: Ash Primary School and Beech"),
    ],
)
def test_a_pin_that_cannot_be_is_refused(
    cast: Cast, year: AcademicYear, kind: PinKind, names: list[str], words: str
) -> None:
    pin(cast, year, PinKind.TOGETHER, "Ash", "Beech")
    with pytest.raises(ValidationError, match=words):
        pin(cast, year, kind, *names)


def test_two_collaboratives_for_one_school_are_refused(cast: Cast, year: AcademicYear) -> None:
    pin(cast, year, PinKind.COLLABORATIVE, "Ash", collaborative=cast.collaborative)
    with pytest.raises(ValidationError, match="contradicts"):
        pin(cast, year, PinKind.COLLABORATIVE, "Ash", "Elm", collaborative=cast.other_collaborative)


def test_only_members_are_pinned(cast: Cast, year: AcademicYear) -> None:
    year.memberships.filter(school=planned.schools("Ash")[0]).delete()
    with pytest.raises(ValidationError, match="Not a member to the end of 2027/28: Ash"):
        pin(cast, year, PinKind.APART, "Ash", "Elm")


def test_weights_that_somebody_else_changed_are_not_overwritten(cast: Cast, year: AcademicYear) -> None:
    seen = wishes.settings_version(year)
    facts = {"year": year, "seconds": 60, "by": cast.director}
    wishes.change_settings(weights={"distance": 2}, version=seen, **facts)
    with pytest.raises(StaleEdit):
        wishes.change_settings(weights={"distance": 3}, version=seen, **facts)
    assert PlannerSettings.objects.get().weights == {"distance": 2}
    assert AuditEntry.objects.get(action="planner.weigh").detail["after"] == {"distance": 2}


def test_what_has_changed_is_said(cast: Cast, year: AcademicYear) -> None:
    then = problem_json(problem_now(year))
    assert changed_since(then, problem_now(year)) == []
    year.memberships.filter(school=planned.schools("Juniper")[0]).delete()
    weights = {**DEFAULT_WEIGHTS, "home": 9}
    wishes.change_settings(year=year, weights=weights, seconds=60, version="", by=cast.director)
    pin(cast, year, PinKind.APART, "Ash", "Elm")
    assert changed_since(then, problem_now(year)) == [
        "No longer a member: Juniper Primary School.",
        "Weights have changed: The same collaborative.",
        "Pins or overruled rules have changed.",
    ]


# --- Pages -----------------------------------------------------------------------------------------


def test_the_director_weighs_the_wishes(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, path = as_(cast.director), f"/plans/weights/?year={year.pk}"
    initial = client.get(path).context["form"].initial
    wrong = client.post(path, {**initial, "distance": "-1", "home": "much", "seconds": 1}).content.decode()
    assert "Short ways must be between 0 and 1000" in wrong
    assert "The same collaborative must be a number like 1" in wrong
    assert client.post(path, {**initial, "distance": "1.5"}).status_code == 302
    assert wishes.weights_of(year)["distance"] == 1.5
    assert "Somebody changed these weights" in client.post(path, initial).content.decode()
    listed = as_(cast.administrator).get(f"/plans/?year={year.pk}").content.decode()
    assert "Not usual: ‘Short ways’ 1.5 instead of 1." in listed


def test_a_pin_is_set_and_lifted(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, path = as_(cast.administrator), f"/plans/pins/new/?year={year.pk}"
    data: dict[str, Any] = {"kind": "collaborative", "schools": planned.keys("Ash"), "reason": " Near "}
    assert "Select the collaborative" in client.post(path, data).content.decode()
    data |= {"collaborative": cast.collaborative.pk, "confidential": "on"}
    assert client.post(path, data)["Location"] == f"/plans/?year={year.pk}"
    made = Pin.objects.get()
    assert (made.reason, made.confidential, str(made)) == ("Near", False, "Ash Primary School: in North")
    assert client.post(f"/plans/pins/{made.pk}/lift/").status_code == 302
    assert "Pins that were lifted: 1" in client.get(f"/plans/?year={year.pk}").content.decode()


def test_overruling_takes_a_reason(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, path = as_(cast.director), f"/plans/overrules/new/?year={year.pk}"
    data = {"rule": "trust", "schools": planned.keys("Ash", "Elm")}
    assert "Enter the reason" in client.post(path, data).content.decode()
    assert client.post(path, {**data, "reason": "One site"}).status_code == 302
    assert Overrule.objects.get().reason == "One site"


def test_a_private_reason_is_the_directors(as_: As, cast: Cast, year: AcademicYear) -> None:
    pin(cast, year, PinKind.APART, "Ash", "Elm", confidential=True)
    wishes.overrule(
        year=year,
        rule="declared",
        schools=planned.schools("Ash", "Fir"),
        reason="A quarrel",
        by=cast.director,
    )
    path = f"/plans/?year={year.pk}"
    seen = as_(cast.administrator).get(path).content.decode()
    assert ("Agreed" in seen, "A quarrel" in seen) == (False, False)
    assert seen.count("A reason known to the Director") == 2
    own = as_(cast.director).get(path).content.decode()
    assert ("Agreed" in own, "A quarrel" in own) == (True, True)
