"""What the data desk finds, and what is decided there."""

from datetime import date
from decimal import Decimal

import pytest

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from schools.models import School
from scorecard.choices import QueryKind, QueryState
from scorecard.models import DataQuery, Result, SummaryState
from scorecard.services import results
from scorecard.services.desk import coverage, differences, gaps, odd, queries, sources
from scorecard.services.desk.scope import Scope
from tests.conftest import Cast
from tests.scorecard import factories as make
from tests.scorecard.desks import Desk, laid, reported

pytestmark = pytest.mark.django_db
KS2_2024 = date(2026, 11, 16)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return laid(cast)


def scope(cast: Cast, year: int = 2024, topic: str = "") -> Scope:
    return Scope(cast.director, year, topic)


def test_coverage_counts_figures_codes_and_what_is_missing(cast: Cast, desk: Desk) -> None:
    combined, phonics = coverage.by_measure(scope(cast))
    assert [cell.state for cell in combined.cells] == ["figure", "figure", "missing", "missing", "hidden"]
    assert (combined.figures, combined.coded, len(combined.missing), combined.share) == (2, 1, 2, 60)
    assert (phonics.figures, len(phonics.missing), phonics.share) == (0, 5, 0)
    by_school = coverage.by_school(scope(cast))
    assert [len(cover.missing) for cover in by_school] == [1, 1, 2, 2, 1]
    whole = coverage.total([combined, phonics])
    assert (len(whole.cells), len(whole.missing)) == (10, 7)


def test_an_infant_school_is_not_expected_to_have_key_stage_2(cast: Cast, desk: Desk) -> None:
    School.objects.filter(pk=cast.host_school.pk).update(high_age=7)
    combined, phonics = coverage.by_measure(scope(cast))
    assert (len(combined.cells), len(phonics.cells)) == (4, 5)


def test_what_is_missing_and_late(cast: Cast, desk: Desk) -> None:
    combined, phonics = gaps.gaps(scope(cast), KS2_2024)
    assert (combined.due, combined.is_late, combined.areas) == (date(2025, 9, 30), True, ["Local authority"])
    assert [school.name for school in combined.schools] == ["Cedar Primary School", "Elm Primary School"]
    assert (phonics.is_late, phonics.comes_from) == (True, "Schools report it")
    assert not any(gap.is_late for gap in gaps.gaps(scope(cast), date(2025, 9, 1)))


def test_provisional_figures_are_late_once_revised_ones_are_due(cast: Cast, desk: Desk) -> None:
    Result.objects.filter(pk=desk.odd.pk).update(status="provisional")
    (combined, _) = gaps.gaps(scope(cast), KS2_2024)
    assert (combined.stale, combined.overdue.status) == (1, "revised")
    (combined, *_) = gaps.gaps(scope(cast), date(2025, 12, 1))
    assert combined.stale == 0


def test_an_odd_figure_is_found_and_stays_settled_until_a_figure_changes(cast: Cast, desk: Desk) -> None:
    (found,) = odd.odd_results(scope(cast))
    assert (found.result, found.before.value, found.is_open) == (desk.odd, Decimal(80), True)
    decided = {
        "result": found.result,
        "kind": QueryKind.ODD,
        "by": cast.director,
        "note": "Half the year left.",
    }
    queries.decide(**decided, basis=found.basis, state=QueryState.SETTLED, version=0)
    assert [one.is_open for one in odd.odd_results(scope(cast))] == [False]
    correction = results.Figure(desk.measure.pk, 2024, Decimal(30), cohort=60, school=cast.host_school.pk)
    later = make.SourceFileFactory(name="corrected.csv", published_on=date(2026, 2, 1))
    results.record([correction], source=later, by=cast.director)
    (again,) = odd.odd_results(scope(cast))
    assert (again.is_open, again.query.note) == (True, "Half the year left.")


def test_sources_differ_only_once_rounded_alike_and_equally_settled(cast: Cast, desk: Desk) -> None:
    (found,) = differences.differences(cast.director, year=2024)
    assert (found.results, found.apart, found.is_open) == ((desk.differing, desk.other), Decimal(5), True)
    Result.objects.filter(pk=desk.other.pk).update(value=Decimal("61.4"))
    assert differences.differences(cast.director) == []
    Result.objects.filter(pk=desk.other.pk).update(value=66, status="provisional")
    assert differences.differences(cast.director) == []


def test_what_a_school_reported_is_compared_and_read_by_the_director_alone(cast: Cast, desk: Desk) -> None:
    row = reported(desk.measure, cast.host_school, 55)
    found = differences.differences(cast.director, year=2024)
    assert {one.results[1] for one in found} == {desk.other, row}
    assert [one.results[1] for one in differences.differences(cast.administrator, year=2024)] == [desk.other]
    assert differences.differences(cast.administrator, year=2023) == []


def choose(cast: Cast, desk: Desk, row: Result, version: int = 0) -> DataQuery:
    found = differences.difference_of(cast.director, row)
    return queries.decide(
        result=desk.differing,
        kind=QueryKind.DIFFERENCE,
        basis=found.basis,
        state=QueryState.SETTLED,
        choice=row,
        note="The local list is the later one.",
        version=version,
        by=cast.director,
    )


def test_the_chosen_figure_counts_and_stays_though_the_same_file_comes_again(cast: Cast, desk: Desk) -> None:
    SummaryState.objects.create(pk=1, last_result=desk.other.pk + 10_000)
    choose(cast, desk, desk.other)
    counting = Result.objects.current().get(measure=desk.measure, year=2024, school=cast.lead_school)
    assert (counting, SummaryState.objects.get().last_result) == (desk.other, desk.other.pk - 1)
    assert not differences.difference_of(cast.director, counting).is_open
    same = results.Figure(desk.measure.pk, 2024, Decimal(61), cohort=30, school=cast.lead_school.pk)
    assert results.record([same], source=desk.tables, by=None).unchanged == 1
    assert Result.objects.current().get(pk=desk.other.pk)
    new = results.Figure(desk.measure.pk, 2024, Decimal(63), cohort=30, school=cast.lead_school.pk)
    results.record([new], source=desk.tables, by=None)
    assert differences.difference_of(cast.director, Result.objects.current().get(value=63)).is_open


def test_deciding_twice_is_once_and_a_stale_decision_is_told(cast: Cast, desk: Desk) -> None:
    first = choose(cast, desk, desk.other)
    assert choose(cast, desk, desk.other).version == first.version == 1
    with pytest.raises(StaleEdit):
        choose(cast, desk, desk.differing)
    assert choose(cast, desk, desk.differing, version=1).version == 2
    assert AuditEntry.objects.filter(action="results.prefer").count() == 2


def test_a_file_tells_what_it_took_the_place_of(cast: Cast, desk: Desk) -> None:
    later = make.SourceFileFactory(name="corrected.csv", published_on=date(2026, 2, 1))
    figure = results.Figure(desk.measure.pk, 2024, Decimal(41), cohort=60, school=cast.host_school.pk)
    results.record([figure], source=later, by=cast.director)
    readable = Result.objects.visible_to(cast.director)
    assert [(one.source, one.number) for one in sources.taken_from(later, readable)] == [(desk.tables, 1)]
    assert [(one.source, one.number) for one in sources.took_over(desk.tables, readable)] == [(later, 1)]
    card = sources.cards([desk.tables], readable)[0]
    assert (card.brought, card.counts, card.superseded, card.years) == (4, 3, 1, "2024/25")
    assert sources.latest(desk.odd).value == 41
