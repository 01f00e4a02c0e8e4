from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from scorecard.models import Measure, Result
from scorecard.services import results
from scorecard.services.results import Figure
from tests import factories
from tests.conftest import Cast
from tests.scorecard import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure() -> Measure:
    return make.MeasureFactory()


def one(measure: Measure, value: object = 60, **facts: object) -> Figure:
    """A figure of the school, or a code."""
    coded = isinstance(value, str)
    known = {"reason": value} if coded else {"value": Decimal(str(value))}
    return Figure(measure=measure.pk, year=2024, **known, **facts)


def values(**narrow: object) -> list[tuple[object, bool]]:
    """Every figure that was ever recorded, as (value or code, current)."""
    rows = Result.objects.filter(**narrow).order_by("pk")
    return [(row.reason or int(row.value or 0), row.is_current) for row in rows]


def test_later_figure_supersedes_and_the_earlier_stays(measure: Measure) -> None:
    school = factories.SchoolFactory()
    provisional = make.SourceFileFactory(status="provisional")
    results.record([one(measure, 60, school=school.pk, cohort=30)], source=provisional, by=None)
    final = make.SourceFileFactory(status="final")
    done = results.record([one(measure, 63, school=school.pk, cohort=30)], source=final, by=None)
    assert (done.new, done.superseded, done.unchanged) == (0, 1, 0)
    assert values() == [(60, False), (63, True)]


def test_recording_twice_changes_nothing(measure: Measure) -> None:
    school, source = factories.SchoolFactory(), make.SourceFileFactory()
    rows = [one(measure, 60, school=school.pk), one(measure, "SUPP", area="la", la_code="313")]
    results.record(rows, source=source, by=None)
    done = results.record(rows, source=source, by=None)
    assert (done.written, done.unchanged) == (0, 2)
    assert values() == [(60, True), ("SUPP", True)]


def test_less_settled_figure_is_kept_beside_once(measure: Measure) -> None:
    final, late = make.SourceFileFactory(), make.SourceFileFactory(status="provisional")
    results.record([one(measure, 60, area="england")], source=final, by=None)
    for _ in range(2):
        results.record([one(measure, 58, area="england")], source=late, by=None)
    assert values() == [(60, True), (58, False)]


def test_figure_published_earlier_does_not_take_the_place_of_a_later(measure: Measure) -> None:
    new = make.SourceFileFactory(published_on=date(2025, 12, 11))
    old = make.SourceFileFactory(published_on=date(2025, 10, 1))
    results.record([one(measure, 60, area="england")], source=new, by=None)
    results.record([one(measure, 58, area="england")], source=old, by=None)
    assert values(is_current=True) == [(60, True)]


def test_blank_is_no_figure_but_voids_one_of_its_own_source(measure: Measure) -> None:
    ks2, lait = make.SourceFileFactory(), make.SourceFileFactory(kind="lait")
    results.record([one(measure, "BLANK", area="england")], source=ks2, by=None)
    assert values() == []
    results.record([one(measure, 60, area="england")], source=ks2, by=None)
    results.record([one(measure, "BLANK", area="england")], source=lait, by=None)
    assert values() == [(60, True)]
    results.record([one(measure, "BLANK", area="england")], source=ks2, by=None)
    assert values() == [(60, False), ("BLANK", True)]


def test_weighing_says_what_recording_does(measure: Measure) -> None:
    school, source = factories.SchoolFactory(), make.SourceFileFactory()
    make.figure(measure, school, 60, status="provisional")
    rows = [one(measure, 63, school=school.pk), one(measure, 61, area="england")]
    weighed = results.weigh(rows, source=source)
    assert values() == [(60, True)]
    done = results.record(rows, source=source, by=None)
    assert (weighed.new, weighed.superseded, weighed.digest) == (1, 1, done.digest)


def test_place_named_twice_is_refused_whole(measure: Measure) -> None:
    rows = [one(measure, 60, area="england"), one(measure, 61, area="england")]
    with pytest.raises(ValueError, match="twice"):
        results.record(rows, source=make.SourceFileFactory(), by=None)
    assert values() == []


def test_figure_is_a_value_or_a_code_and_one_is_current(measure: Measure) -> None:
    for facts in (
        {"value": None},
        {"reason": "SUPP"},
        {"area": "england", "school": factories.SchoolFactory()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.ResultFactory(measure=measure, **facts)
    make.figure(measure, "england", 60)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.figure(measure, "england", 61)


def test_nothing_is_deleted(measure: Measure) -> None:
    found = make.figure(measure, "england", 60)
    for act in (found.delete, Result.objects.all().delete):
        with pytest.raises(TypeError):
            act()


def test_number_of_queries_is_that_of_one_figure(measure: Measure, django_assert_num_queries: Any) -> None:
    source, schools = make.SourceFileFactory(), factories.SchoolFactory.create_batch(3)
    for school in (schools[:1], schools[1:]):
        rows = [one(measure, 60, school=school.pk) for school in school]
        with django_assert_num_queries(7):
            results.record(rows, source=source, by=None)


def test_everybody_reads_what_is_theirs(cast: Cast, measure: Measure) -> None:
    own, far = cast.host_school, cast.far_school
    make.figure(measure, own, 60)
    make.figure(measure, far, 70)
    make.figure(measure, "england", 61)
    make.figure(measure, own, 65, year=2025, status="reported")

    def read(person: object) -> list[int]:
        rows = Result.objects.visible_to(person).order_by("value")
        return [int(row.value) for row in rows]

    assert read(cast.director) == [60, 61, 65, 70]
    assert read(cast.administrator) == [60, 61, 70]
    assert read(cast.host) == read(cast.deputy) == read(cast.office) == [60, 61, 65]
    assert read(cast.lead_headteacher) == [60, 61]
    assert read(cast.lead) == read(cast.qa_reviewer) == read(cast.la_officer) == [61]
    assert read(cast.outsider) == [61, 70]
    assert read(cast.stranger) == []
