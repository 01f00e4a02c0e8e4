"""Plans on the page: worked out in the background, read, asked about, compared."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hlp import clock
from schools.choices import PinKind
from schools.models import AcademicYear, Plan, PlanQuestion, School
from schools.services.plans import asking, questions, revisions, sheets, wishes, work
from tests import factories as make
from tests.conftest import As, Cast
from tests.schools import planned


@pytest.fixture
def year(cast: Cast) -> AcademicYear:
    """The year to be planned."""
    return planned.next_year(cast)


def ask(cast: Cast, year: AcademicYear) -> Plan:
    return asking.ask_plan(year=year, name=asking.next_name(year), by=cast.director)


def worked_out(cast: Cast, year: AcademicYear) -> Plan:
    plan = ask(cast, year)
    assert asking.work_on(plan.pk)
    plan.refresh_from_db()
    return plan


# --- Worked out in the background ------------------------------------------------------------------


def test_a_plan_is_asked_for_worked_out_and_read(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, path = as_(cast.administrator), f"/plans/new/?year={year.pk}"
    assert (
        "9 members are split into triads and quads, 1 special school joins"
        in client.get(path).content.decode()
    )
    where = client.post(path, {"name": "First idea"})["Location"]
    plan = Plan.objects.get()
    assert "is being worked out" in client.get(where).content.decode()
    assert asking.work_on(plan.pk)
    page = client.get(where)
    assert [place.name for place in page.context["sheet"].places] == ["North", "South"]
    schools = [s for p in page.context["sheet"].places for g in p.groups for s in g.schools]
    assert len(schools) == 10
    assert page.context["sheet"].broken == []
    plan.refresh_from_db()
    assert (plan.state, plan.revision, plan.broken) == ("ready", 1, 0)
    assert plan.cost == pytest.approx(page.context["sheet"].evaluation.cost)


def test_asked_twice_it_is_asked_once(cast: Cast, year: AcademicYear) -> None:
    first = ask(cast, year)
    assert ask(cast, year) == first
    assert (asking.work_on(first.pk), asking.work_on(first.pk)) == (True, False)
    assert ask(cast, year) != first


def test_a_year_without_members_is_told(as_: As, cast: Cast) -> None:
    year = AcademicYear.objects.create(name="2027/28", starts="2027-09-01", ends="2028-08-31")
    path = f"/plans/new/?year={year.pk}"
    for page in (as_(cast.director).get(path), as_(cast.director).post(path, {"name": "X"})):
        assert "No school is a member for the whole of 2027/28 yet." in page.content.decode()


def test_rules_that_clash_are_named_with_links(as_: As, cast: Cast, year: AcademicYear) -> None:
    ash, beech = planned.schools("Ash", "Beech")
    School.objects.filter(pk__in=[ash.pk, beech.pk]).update(trust="Two Trees Trust")
    facts = {"year": year, "schools": [ash, beech], "reason": "Friends", "by": cast.director}
    pin = wishes.add_pin(kind=PinKind.TOGETHER, **facts)
    plan = worked_out(cast, year)
    assert plan.state == "failed"
    page = as_(cast.director).get(plan.get_absolute_url()).content.decode()
    assert f"/plans/pins/{pin.pk}/lift/" in page
    assert (
        f"/plans/overrules/new/?year={year.pk}&amp;rule=trust&amp;schools={ash.pk}&amp;schools={beech.pk}"
        in page
    )
    theirs = as_(cast.administrator).get(plan.get_absolute_url()).content.decode()
    assert ("/lift/" in theirs, "/overrules/new/" in theirs) == (True, False)


def test_a_worker_that_died_is_replaced(cast: Cast, year: AcademicYear) -> None:
    plan = ask(cast, year)
    assert work.claim(Plan, plan.pk, seconds=60) == plan  # and dies
    assert asking.work_on(plan.pk) is False
    Plan.objects.filter(pk=plan.pk).update(claimed_until=clock.now() - timedelta(seconds=1))
    assert asking.work_on(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.attempts) == ("ready", 2)


def test_what_kills_every_worker_is_given_up(cast: Cast, year: AcademicYear) -> None:
    plan = ask(cast, year)
    Plan.objects.filter(pk=plan.pk).update(attempts=work.MOST_ATTEMPTS)
    assert asking.work_on(plan.pk) is False
    plan.refresh_from_db()
    assert (plan.state, plan.notice) == ("failed", work.GIVEN_UP)


def test_the_sweep_wakes_what_waits(
    cast: Cast, year: AcademicYear, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plan = ask(cast, year)
    later = clock.now() + 2 * work.SILENCE
    with django_capture_on_commit_callbacks() as woken:
        assert (work.resume(), work.resume(later)) == (0, 1)
    assert len(woken) == 1
    asking.work_on(plan.pk)
    assert work.resume(later) == 0


def test_a_plan_put_aside_meanwhile_stays_so(cast: Cast, year: AcademicYear) -> None:
    plan = ask(cast, year)
    claimed = work.claim(Plan, plan.pk, seconds=60)
    revisions.put_aside(plan=plan, by=cast.director)
    work.fail(claimed, "Too late")
    plan.refresh_from_db()
    assert (plan.state, plan.notice) == ("dropped", "")


def test_the_page_follows_the_worker(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, plan = as_(cast.director), ask(cast, year)
    htmx = {"HTTP_HX_REQUEST": "true"}
    work.tell(plan)(40, "Finding the best")
    fragment = client.get(plan.get_absolute_url(), **htmx).content.decode()
    assert ("Finding the best" in fragment, "<html" in fragment) == (True, False)
    assert '<meta http-equiv="refresh"' in client.get(plan.get_absolute_url()).content.decode()
    asking.work_on(plan.pk)
    assert client.get(plan.get_absolute_url(), **htmx)["HX-Refresh"] == "true"


# --- How good it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"bound": 20.0, "proved": True}, "Proved best"),
        ({"bound": 10.0, "proved": False}, "At most"),
        ({}, "not known"),
    ],
)
def test_how_good_a_plan_is_is_said_plainly(
    cast: Cast, year: AcademicYear, facts: dict[str, Any], words: str
) -> None:
    assert words in sheets.verdict(planned.draft(year, cast.director, **facts))


def test_a_gap_is_never_understated(cast: Cast, year: AcademicYear) -> None:
    assert [sheets.percent_up(share) for share in (0.0, 0.00001, 0.031, 0.0311)] == [
        "0.0%",
        "0.1%",
        "3.1%",
        "3.2%",
    ]
    plan = planned.draft(year, cast.director, bound=1.0)
    assert sheets.in_short(plan) == f"At most {sheets.percent_up(plan.gap or 0)} from the best"


def test_a_bound_holds_after_a_change_by_hand(cast: Cast, year: AcademicYear) -> None:
    source = planned.draft(year, cast.director, bound=5.0, proved=True)
    copy = revisions.copy_plan(plan=source, name="By hand", by=cast.director)
    assert (copy.bound, copy.proved) == (5.0, False)
    Plan.objects.filter(pk=copy.pk).update(broken=1)
    copy.refresh_from_db()
    assert sheets.verdict(copy) == "It breaks 1 rule. A plan that keeps them all costs at least 5.0 points."


def test_reasons_of_the_director_are_not_shown_to_administrators(
    as_: As, cast: Cast, year: AcademicYear
) -> None:
    plan = planned.draft(year, cast.director)
    ash, beech = planned.keys("Ash", "Beech")
    plan.problem["declared"] = [[ash, beech, ["They were married"]]]
    for row in plan.problem["schools"]:
        row["watched"] = row["key"] in (ash, beech)
    plan.save()
    pages = [
        as_(who).get(plan.get_absolute_url()).content.decode() for who in (cast.director, cast.administrator)
    ]
    assert ["They were married" in page for page in pages] == [True, False]
    assert ["Ash Primary School and Beech Primary School: a reason known" in page for page in pages] == [
        False,
        True,
    ]
    assert [page.count("Watched schools spread out: ") for page in pages] == [1, 0]


# --- Why not these? --------------------------------------------------------------------------------


def test_why_not_is_answered_at_once_and_then_in_full(as_: As, cast: Cast, year: AcademicYear) -> None:
    client, plan = as_(cast.administrator), planned.draft(year, cast.director)
    path = f"/plans/{plan.pk}/why-not/"
    wrong = client.post(path, {"schools": planned.keys("Ash", "Kestrel")}).content.decode()
    assert "Choose three or four schools. You have 1." in wrong
    where = client.post(path, {"schools": planned.keys("Ash", "Elm", "Juniper")})["Location"]
    page = client.get(where).content.decode()
    assert "By itself this group breaks no rule." in page
    assert "The planner looks for the best plan" in page
    question = PlanQuestion.objects.get()
    assert questions.work_on(question.pk)
    done = client.get(where)
    assert "points less than this one" in done.context["answer"].worse
    taken = {client.post(f"{where}take/")["Location"] for _ in range(2)}
    assert len(taken) == 1
    made = Plan.objects.order_by("-pk")[0]
    question.refresh_from_db()
    assert made.cost == pytest.approx(plan.cost + question.answer["at_most"])
    assert {*planned.keys("Ash", "Elm", "Juniper")} in [{*group["schools"]} for group in made.groups]


def test_a_group_that_breaks_a_rule_is_told_so(as_: As, cast: Cast, year: AcademicYear) -> None:
    School.objects.filter(pk__in=planned.keys("Ash", "Elm")).update(federation="Two Elms")
    plan = planned.draft(year, cast.director)
    question = questions.ask(plan=plan, schools=planned.keys("Ash", "Elm", "Ivy"), by=cast.director)
    assert questions.work_on(question.pk) is False
    page = as_(cast.director).get(question.get_absolute_url()).content.decode()
    assert "belong to one federation, Two Elms." in page
    assert "No plan that keeps the rules has this group." in page


def test_the_same_question_is_asked_once(cast: Cast, year: AcademicYear) -> None:
    plan = planned.draft(year, cast.director)
    asked = {
        questions.ask(plan=plan, schools=planned.keys("Ash", "Beech", "Cedar", "Kestrel"), by=cast.host)
        for _ in "ab"
    }
    assert len(asked) == 1
    assert asked.pop().answer["there"] is True


# --- Compared --------------------------------------------------------------------------------------


def test_two_plans_stand_side_by_side(as_: As, cast: Cast, year: AcademicYear) -> None:
    one = planned.draft(year, cast.director)
    other = planned.draft(
        year, cast.director, "Ash Elm Cedar", "Beech Fir Gorse Kestrel", "Hazel Ivy Juniper"
    )
    found = as_(cast.administrator).get(f"/plans/{one.pk}/compare/?other={other.pk}").context["found"]
    assert (found.shared, [len(side.own) for side in found.sides]) == (1, [2, 2])
    assert [
        mover.school.split()[0] for mover in found.movers
    ] == "Ash Beech Cedar Elm Fir Gorse Kestrel".split()
    costs = [side.sheet.evaluation.cost for side in found.sides]
    assert sum(row.difference for row in found.wishes) == pytest.approx(costs[1] - costs[0])


def test_a_plan_beside_last_years_groups(as_: As, cast: Cast, year: AcademicYear) -> None:
    plan = planned.draft(year, cast.director)
    found = as_(cast.director).get(f"/plans/{plan.pk}/compare/").context["found"]
    assert found.other.name == "Groups of 2026/27 kept"
    assert "Gorse Primary School is in no group." in found.other.sheet.broken
    assert [len(group.schools) for group in found.other.own] == [3, 2]


# --- The list --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    as_: As, cast: Cast, year: AcademicYear, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        planned.draft(year, cast.director)
        schools = [make.SchoolFactory(), make.SchoolFactory()]
        for school in schools:
            year.memberships.create(school=school)
        facts = {"year": year, "schools": schools, "reason": "So", "by": cast.director}
        wishes.add_pin(kind=PinKind.APART, **facts)
        wishes.overrule(rule="head", **facts)
    client = as_(cast.director)
    with django_assert_num_queries(14):
        client.get(f"/plans/?year={year.pk}")


def test_the_next_year_is_shown_first(as_: As, cast: Cast, year: AcademicYear) -> None:
    assert as_(cast.director).get("/plans/").context["year"] == year
    assert as_(cast.director).get(f"/plans/?year={cast.year.pk}").context["year"] == cast.year
    for nonsense in ("٣", "9" * 5000, "x"):
        assert as_(cast.director).get("/plans/", {"year": nonsense}).context["year"] == year


def test_groups_and_years_lead_to_the_plans(as_: As, cast: Cast, year: AcademicYear) -> None:
    for path in (f"/groups/?year={year.pk}", "/years/"):
        seen = [
            f"/plans/?year={year.pk}" in as_(who).get(path).content.decode()
            for who in (cast.administrator, cast.host)
        ]
        assert seen == [True, False]


# --- What the rules cost ---------------------------------------------------------------------------


def test_what_the_rules_cost_is_found_out(as_: As, cast: Cast, year: AcademicYear) -> None:
    facts = {"year": year, "reason": "So", "by": cast.director}
    far = planned.schools("Ash", "Juniper")
    wishes.add_pin(kind=PinKind.TOGETHER, schools=far, **facts)
    School.objects.filter(pk__in=planned.keys("Elm", "Fir")).update(trust="Two Trees Trust")
    plan = worked_out(cast, year)
    client, path = as_(cast.director), f"/plans/{plan.pk}/rules/"
    for _ in range(2):
        client.post(path)
    question = PlanQuestion.objects.get()
    assert "tries without each pin and rule" in client.get(path).content.decode()
    assert questions.work_on(question.pk)
    lines = client.get(path).context["lines"]
    pin = f"The pin of {far[0]} and {far[1]} in one group"
    assert [line.label for line in lines] == [pin, "‘Not one trust’"]
    assert lines[0].least > 0
    assert all(line.least <= line.most for line in lines)
