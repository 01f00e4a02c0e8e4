"""What the planner is asked for a year, and the command that asks it."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from hlp.models import AuditEntry
from peerchallenge.models import Direction, Report, ReportVersion
from peerchallenge.services import reports
from peerchallenge.services.watching import planner_inputs
from schools.choices import Phase, Role
from schools.models import AcademicYear, Appointment, Group, GroupPlace, Membership, School, SchoolLink
from schools.planner import Problem
from schools.services.planning import NoMembers, problem_for, watched_in
from schools.services.planning.problems import phase_of
from tests import factories as make
from tests.conftest import BEFORE, Cast, utc
from tests.peerchallenge import full_report
from tests.schools.planner.partnerships import pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("days")]


@pytest.fixture
def days() -> object:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def coming() -> AcademicYear:
    return make.YearFactory(name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))


def members(year: AcademicYear, number: int = 6) -> list[School]:
    """Members of a year in a row, two kilometres apart."""
    schools = [make.SchoolFactory(easting=510_000 + 2_000 * n) for n in range(number)]
    Membership.objects.bulk_create(Membership(school=school, year=year) for school in schools)
    return schools


def asked(year: AcademicYear) -> Problem:
    return problem_for(year)


def test_a_year_without_members_is_told(coming: AcademicYear) -> None:
    with pytest.raises(NoMembers, match="No school is a member for the whole of 2027/28 yet"):
        problem_for(coming)


def test_only_those_who_stay_are_planned(coming: AcademicYear) -> None:
    schools = members(coming, 4)
    Membership.objects.filter(school=schools[0]).update(ends=date(2028, 3, 1))
    assert [school.key for school in asked(coming).schools] == [school.pk for school in schools[1:]]


def test_facts_of_a_school_are_the_registers(coming: AcademicYear) -> None:
    facts = {"trust": "Oak Trust", "federation": "Elm", "religious_character": "Sikh", "pupils": 412}
    school = make.SchoolFactory(phase=Phase.SPECIAL, **facts)
    Membership.objects.create(school=school, year=coming)
    planned = asked(coming).schools[0]
    assert (planned.trust, planned.federation, planned.religious, planned.size) == tuple(facts.values())
    assert (planned.x, planned.y, planned.phase, planned.special) == (513_000, 176_000, "special", True)


@pytest.mark.parametrize(
    ("low", "high", "phase"),
    [(3, 7, "infant"), (7, 11, "junior"), (3, 11, "primary"), (None, None, "primary")],
)
def test_infant_and_junior_schools_are_told_by_their_ages(
    low: int | None, high: int | None, phase: str
) -> None:
    assert phase_of(make.SchoolFactory.build(low_age=low, high_age=high)) == phase


def test_a_headteacher_of_the_year_counts_and_their_training(coming: AcademicYear) -> None:
    first, second, third = members(coming, 3)
    one, other, gone = make.head_of(first), make.head_of(second), make.head_of(third)
    make.appoint(one, Role.HEADTEACHER, school=second)
    Appointment.objects.filter(person=gone).update(ends=date(2027, 8, 31))
    needed = make.module("Lead", needed_from=date(2020, 9, 1))
    make.record(other, needed, date(2026, 9, 10))
    problem = asked(coming)
    assert [(s.heads, s.trained) for s in problem.schools] == [
        (frozenset({one.pk}), False),
        (frozenset({one.pk, other.pk}), True),
        (frozenset(), False),
    ]
    assert list(problem.kept_apart[pair(first.pk, second.pk)]) == ["head"]


def test_who_was_together_and_where(coming: AcademicYear) -> None:
    schools = members(coming, 6)
    north, south = make.CollaborativeFactory(name="North"), make.CollaborativeFactory(name="South")
    years = {y: (date(y, 9, 1), date(y + 1, 8, 31)) for y in (2023, 2024, 2026)}
    past = {
        y: make.YearFactory(name=f"{y}/{y - 1999}", starts=first, ends=last)
        for y, (first, last) in years.items()
    }
    make.triad("A", north, schools[:3], past[2026])
    make.triad("B", south, schools[1:4], past[2024])
    make.triad("C", south, schools[3:], past[2023])
    problem = asked(coming)
    keys = [school.pk for school in schools]
    assert {tuple(sorted(p)): ago for p, ago in problem.recent.items()} == {
        (keys[0], keys[1]): 1,
        (keys[0], keys[2]): 1,
        (keys[1], keys[2]): 1,
        (keys[1], keys[3]): 3,
        (keys[2], keys[3]): 3,
    }
    assert problem.home == dict.fromkeys(keys[:3], north.pk)


def test_a_school_with_a_new_urn_has_the_past_of_the_one_it_follows(coming: AcademicYear) -> None:
    old, mate = make.SchoolFactory(), members(coming, 1)[0]
    new = make.SchoolFactory()
    Membership.objects.create(school=new, year=coming)
    north = make.CollaborativeFactory()
    make.triad("A", north, [old, mate], make.YearFactory())
    assert asked(coming).recent == {}
    SchoolLink.objects.create(school=new, predecessor=old, confirmed_at=utc("2026-11-01 09:00"))
    assert asked(coming).recent == {pair(new.pk, mate.pk): 1}
    assert asked(coming).home == {new.pk: north.pk, mate.pk: north.pk}


def test_the_centre_of_a_collaborative(coming: AcademicYear) -> None:
    """Amid last year's schools, else where its lead headteacher's school is, else somewhere still empty."""
    schools = members(coming, 6)
    past, led, empty = (make.CollaborativeFactory(name=name) for name in ("A", "B", "C"))
    make.triad("A", past, schools[:2], make.YearFactory())
    head = make.head_of(schools[5])
    make.appoint(head, Role.LEAD_HEADTEACHER, collaborative=led)
    centres = {c.key: c.x for c in asked(coming).collaboratives}
    assert centres == {past.pk: 511_000, led.pk: 520_000, empty.pk: 515_000}


def test_conflicts_that_are_rules_of_their_own_are_not_told_twice(coming: AcademicYear) -> None:
    first, second, third = members(coming, 3)
    School.objects.filter(pk__in=[first.pk, second.pk]).update(trust="Oak Trust")
    head = make.head_of(third)
    make.appoint(head, Role.HEADTEACHER, school=first, starts=date(2020, 9, 1), ends=date(2025, 8, 31))
    apart = asked(coming).kept_apart
    assert {key: list(said) for key, said in apart.items()} == {
        pair(first.pk, second.pk): ["trust"],
        pair(first.pk, third.pk): ["declared"],
    }
    assert f"{head} worked at {first}" in apart[pair(first.pk, third.pk)]["declared"]


def test_a_school_is_watched_while_its_newest_report_saw_it_in_danger(cast: Cast) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    report = Report.objects.get(session=cast.session)
    report.direction = Direction.objects.get(year=cast.year, code="vulnerable")
    report.save()
    assert planner_inputs(cast.year) == {"watched": {}}
    reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 23:00"))
    reason = "The newest report (Autumn round 2026/27) judged it: vulnerable."
    assert watched_in(cast.year) == {cast.host_school.pk: reason}
    assert [s.key for s in problem_for(cast.year).schools if s.watched] == [cast.host_school.pk]
    versions = ReportVersion.objects.filter(session=cast.session)
    versions.update(data={**versions.get().data, "sections": []})
    assert watched_in(cast.year) == {}


def test_as_many_queries_for_three_schools_as_for_one(
    coming: AcademicYear, django_assert_num_queries: Any
) -> None:
    for number in (1, 2):
        for school in members(coming, number):
            make.head_of(school)
        with django_assert_num_queries(QUERIES):
            problem_for(coming)


QUERIES = 20


# --- The command ---------------------------------------------------------------------------------


def told(*args: str) -> str:
    out = StringIO()
    call_command("plan_groups", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def six(coming: AcademicYear) -> list[School]:
    make.CollaborativeFactory(name="North")
    return members(coming)


def test_it_prints_one_json_object_and_changes_nothing(six: list[School]) -> None:
    before = [model.objects.count() for model in (Group, GroupPlace, Membership, AuditEntry)]
    found = json.loads(told("--year", "2027/28", "--json"))
    assert list(found) == [*("year", "groups", "cost", "bound", "gap", "proved", "seconds", "cost_by_wish")]
    assert [[s["urn"] for s in group["schools"]] for group in found["groups"]] == [
        [school.urn for school in six[:3]],
        [school.urn for school in six[3:]],
    ]
    assert {group["collaborative"] for group in found["groups"]} == {"North"}
    assert (found["gap"], found["proved"], found["bound"]) == (0, True, found["cost"])
    assert sum(found["cost_by_wish"].values()) == pytest.approx(found["cost"])
    assert before == [model.objects.count() for model in (Group, GroupPlace, Membership, AuditEntry)]


def test_without_json_it_is_a_table(six: list[School]) -> None:
    lines = told("--year", "2027/28", "--seconds", "5").splitlines()
    assert lines[:2] == ["Triad 1, North", f"  {six[0]} ({six[0].urn})"]
    assert lines[-1].startswith("Proved best, after ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--year", "2099/00"), "There is no year 2099/00. Known years: 2026/27, 2027/28."),
        (
            ("--year", "2026/27"),
            "No school is a member for the whole of 2026/27 yet. Renew the members first.",
        ),
        (("--year", "2027/28", "--seconds", "0"), "--seconds must be more than nought."),
    ],
)
def test_what_is_wrong_is_said(six: list[School], args: tuple[str, ...], said: str) -> None:
    make.YearFactory()
    with pytest.raises(CommandError) as error:
        told(*args)
    assert str(error.value) == said


def test_rules_that_clash_are_named(six: list[School]) -> None:
    School.objects.filter(pk__in=[school.pk for school in six]).update(trust="Oak Trust")
    with pytest.raises(CommandError, match="There is no plan that keeps all of these:") as error:
        told("--year", "2027/28", "--seconds", "20")
    assert str(error.value).count("belong to one trust, Oak Trust.") == 3
