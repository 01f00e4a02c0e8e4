"""The figures of the partnership: weighted, guarded, by group, and worked out again when something changed."""

from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import AcademicYear, GroupPlace, School
from scorecard.models import Measure, PartnershipFigure, Result, SummaryState
from scorecard.services import summaries
from tests import factories as make
from tests.scorecard.factories import MeasureFactory, figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> AcademicYear:
    return make.YearFactory()


@pytest.fixture
def rwm() -> Measure:
    return MeasureFactory(code="rwm-exp")


def collaborative(year: AcademicYear, name: str, number: int) -> list[School]:
    schools = [make.SchoolFactory(name=f"{name} {n}") for n in range(number)]
    make.triad(f"{name} group", make.CollaborativeFactory(name=name), schools, year)
    return schools


def whole(measure: Measure, year: int = 2024) -> PartnershipFigure:
    return PartnershipFigure.objects.whole().get(measure=measure, year=year)


def of_group(name: str) -> PartnershipFigure:
    return PartnershipFigure.objects.get(collaborative__name=name)


def test_mean_is_weighted_and_says_what_is_suppressed(year: AcademicYear, rwm: Measure) -> None:
    schools = collaborative(year, "North", 4)
    for school, value, cohort in zip(schools, [60, 70, 80, "SUPP"], [30, 30, 60, None], strict=True):
        figure(rwm, school, value, cohort=cohort)
    summaries.refresh()
    found = whole(rwm)
    assert (found.value, found.schools, found.pupils, found.suppressed) == (D("72.5"), 3, 120, 1)
    assert (found.status, found.spread) == ("final", [[60.0, 1], [70.0, 1], [80.0, 1]])


def test_schools_as_good_as_each_comparator_are_counted(year: AcademicYear, rwm: Measure) -> None:
    for school, value in zip(collaborative(year, "North", 4), [55, 61, 62, 70], strict=True):
        figure(rwm, school, value)
    figure(rwm, "england", 62)
    figure(rwm, "la", 69)
    figure(rwm, "la", 40, la_code="850")
    summaries.refresh()
    assert whole(rwm).as_good == {"england": 2, "la": 1}


def test_only_this_years_members_count(year: AcademicYear, rwm: Measure) -> None:
    for school in collaborative(year, "North", 3):
        figure(rwm, school, 60)
    figure(rwm, make.SchoolFactory(), 0)
    summaries.refresh()
    assert (whole(rwm).schools, whole(rwm).value) == (3, D(60))


def test_few_pupils_are_left_out_with_what_would_tell_them(year: AcademicYear) -> None:
    every = MeasureFactory(code="all")
    dis, other = (
        MeasureFactory(code="dis", group="disadvantaged"),
        MeasureFactory(code="other", group="other"),
    )
    schools = collaborative(year, "North", 4)
    for school in schools:
        figure(every, school, 60, cohort=30)
        few = school == schools[0]
        figure(dis, school, 40, cohort=4 if few else 10)
        figure(other, school, 70, cohort=26 if few else 20)
    summaries.refresh()
    assert [(whole(one).schools, whole(one).left_out) for one in (every, dis, other)] == [
        (4, 0),
        (3, 1),
        (3, 1),
    ]


def test_partnership_of_two_schools_shows_nothing(year: AcademicYear, rwm: Measure) -> None:
    for school in collaborative(year, "North", 2):
        figure(rwm, school, 60)
    summaries.refresh()
    assert set(PartnershipFigure.objects.values_list("hidden", "value", "spread__0")) == {(True, None, None)}


def test_mean_of_two_that_can_be_weighed_is_not_shown(year: AcademicYear, rwm: Measure) -> None:
    for number, school in enumerate(collaborative(year, "North", 4)):
        figure(rwm, school, 60 + number, cohort=30 if number < 2 else None)
    summaries.refresh()
    assert (whole(rwm).hidden, whole(rwm).value, whole(rwm).spread) == (True, None, [])


def test_group_of_two_is_hidden_with_the_next_smallest(year: AcademicYear, rwm: Measure) -> None:
    for name, number in (("East", 5), ("North", 4), ("South", 2)):
        for school in collaborative(year, name, number):
            figure(rwm, school, 60)
    summaries.refresh()
    assert {name: of_group(name).hidden for name in ("East", "North", "South")} == {
        "East": False, "North": True, "South": True,
    }  # fmt: skip
    assert of_group("South").value is None
    assert whole(rwm).schools == 11


def test_what_schools_report_counts_from_three_on_and_is_in_no_spread(
    year: AcademicYear, rwm: Measure
) -> None:
    schools = collaborative(year, "North", 5)
    for school in schools[:3]:
        figure(rwm, school, 60)
    for school in schools[3:]:
        figure(rwm, school, 90, status="reported")
    summaries.refresh()
    assert (whole(rwm).value, whole(rwm).left_out, whole(rwm).status) == (D(60), 2, "final")
    figure(rwm, schools_more(year, schools), 90, status="reported")
    summaries.refresh()
    assert (whole(rwm).value, whole(rwm).left_out, whole(rwm).status) == (D(75), 0, "reported")
    assert whole(rwm).spread == [[60.0, 3]]


def schools_more(year: AcademicYear, schools: list[School]) -> School:
    """One more school in their group."""
    school = make.SchoolFactory()
    place = GroupPlace.objects.get(school=schools[0])
    GroupPlace.objects.create(group=place.group, school=school, year=year)
    school.memberships.create(year=year)
    return school


# --- When they are worked out ----------------------------------------------------------------------


def test_twice_is_once(year: AcademicYear, rwm: Measure, django_assert_num_queries: Any) -> None:
    for school in collaborative(year, "North", 3):
        figure(rwm, school, 60)
    assert summaries.refresh() == [2024]
    before = list(PartnershipFigure.objects.values())
    with django_assert_num_queries(7):
        assert summaries.refresh() == []
    assert list(PartnershipFigure.objects.values()) == before


def test_only_the_years_with_something_new_are_worked_out_again(year: AcademicYear, rwm: Measure) -> None:
    schools = collaborative(year, "North", 3)
    for school in schools:
        figure(rwm, school, 60, year=2023)
        figure(rwm, school, 60)
    assert summaries.refresh() == [2023, 2024]
    Result.objects.filter(school=schools[0], year=2024).update(is_current=False)
    figure(rwm, schools[0], 90)
    assert summaries.is_stale()
    assert summaries.refresh() == [2024]
    assert not summaries.is_stale()
    assert whole(rwm).value == D(70)


def test_another_member_or_another_group_means_all_again(year: AcademicYear, rwm: Measure) -> None:
    schools = collaborative(year, "North", 4)
    for school in schools:
        figure(rwm, school, 60, year=2023)
    summaries.refresh()
    schools[0].memberships.all().delete()
    assert summaries.refresh() == [2023]
    assert whole(rwm, 2023).schools == 3


def test_worker_that_died_between_two_years_does_no_harm(year: AcademicYear, rwm: Measure) -> None:
    for school in collaborative(year, "North", 3):
        figure(rwm, school, 60, year=2023)
        figure(rwm, school, 60)

    def dies(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # PostgreSQL takes many rows as one list a column.
        told = {part for param in params or () for part in (param if isinstance(param, list) else [param])}
        if sql.startswith("INSERT") and "partnershipfigure" in sql and 2024 in told:
            raise SystemExit
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dies), pytest.raises(SystemExit):
        summaries.refresh()
    assert SummaryState.objects.get().last_result == 0
    assert summaries.refresh() == [2023, 2024]
    assert PartnershipFigure.objects.whole().count() == 2


def test_queries_do_not_grow_with_schools(year: AcademicYear, rwm: Measure) -> None:
    counts = []
    for name in ("North", "South", "West"):
        for school in collaborative(year, name, 3):
            figure(rwm, school, 60)
        with CaptureQueriesContext(connection) as captured:
            summaries.refresh()
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_no_year_no_members_no_figures(rwm: Measure) -> None:
    figure(rwm, make.SchoolFactory(), 60)
    assert summaries.refresh() == [2024]
    assert not PartnershipFigure.objects.exists()
