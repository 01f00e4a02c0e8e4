"""Inspections: two series of the partnership that are never joined, and a school's with those that it follows."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import School, SchoolLink
from scorecard.calculations.inspecting import Seen, Segments, good_or_outstanding, scale_of, segments, series
from scorecard.choices import Framework
from scorecard.services import inspections
from tests import factories
from tests.conftest import As, Cast
from tests.scorecard import factories as make

ON = date(2026, 11, 16)


def graded(school: int, day: date, overall: str) -> Seen:
    return Seen(school, day, Framework.EIF, overall)


def card(school: int, *grades: str, safeguarding: str = "Met") -> Seen:
    areas = tuple((f"Area {place}", grade) for place, grade in enumerate(grades))
    return Seen(school, date(2026, 2, 3), Framework.REPORT_CARD, "", areas, safeguarding)


def test_the_latest_headline_grade_of_each_school_counts() -> None:
    seen = [
        graded(1, date(2016, 1, 1), "Requires improvement"),
        graded(1, date(2019, 1, 1), "Good"),
        graded(2, date(2017, 1, 1), "Outstanding"),
        graded(3, date(2018, 1, 1), "Satisfactory"),
    ]
    assert [(share.on.year, share.good, share.inspected) for share in series(seen, 2015, 2019)] == [
        (2016, 0, 1),
        (2017, 1, 2),
        (2018, 1, 3),
        (2019, 2, 3),
    ]
    assert good_or_outstanding(seen, date(2019, 8, 31)).percent == pytest.approx(66.67, abs=0.01)


def test_an_inspection_without_a_headline_grade_leaves_the_share_as_it_was() -> None:
    ungraded = Seen(1, date(2023, 5, 1), Framework.EIF)
    seen = [graded(1, date(2019, 1, 1), "Good"), ungraded]
    assert good_or_outstanding(seen, date(2023, 8, 31)).good == 1


def test_after_august_2024_there_is_no_such_share() -> None:
    with pytest.raises(ValueError, match="ended on 31 August 2024"):
        good_or_outstanding([], date(2024, 9, 1))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (card(1, "Expected standard", "Exceptional", "Strong standard"), True),
        (card(1, "Expected standard", "Needs attention"), False),
        (card(1, "Urgent improvement"), False),
        (card(1, "Exceptional", safeguarding="Not met"), False),
    ],
)
def test_every_area_must_be_at_expected_standard_and_safeguarding_met(one: Seen, expected: bool) -> None:
    assert segments([one], {1: 1}, ON) == Segments(int(expected), int(not expected), 0)


def test_schools_not_yet_inspected_are_a_segment_of_their_own() -> None:
    seen = [
        card(1, "Expected standard"),
        card(2, "Needs attention"),
        graded(3, date(2023, 1, 1), "Outstanding"),
    ]
    assert segments(seen, {1: 1, 2: 1, 3: 1, 4: 1}, ON) == Segments(1, 1, 2)
    assert segments(seen, {1: 400, 2: 100, 3: 300}, ON) == Segments(400, 100, 300)
    assert segments(seen, {1: 1, 2: 1}, date(2026, 1, 1)).percent is None


def test_no_grade_of_one_scale_stands_on_another() -> None:
    assert set(scale_of(Framework.REPORT_CARD)).isdisjoint(scale_of(Framework.EIF))
    assert scale_of(Framework.SECTION5) == scale_of(Framework.UNGRADED_HEADLINE)


@pytest.fixture
def followed(cast: Cast) -> School:
    """Ash follows an earlier school, which follows another; the link to a third is only proposed."""
    line = [
        factories.SchoolFactory(name=name)
        for name in ("Ash Junior School", "Old Ash School", "Proposed School")
    ]
    for school, earlier, confirmed in [
        (cast.host_school, line[0], True),
        (line[0], line[1], True),
        (cast.host_school, line[2], False),
    ]:
        at = datetime(2026, 9, 1, tzinfo=UTC) if confirmed else None
        SchoolLink.objects.create(school=school, predecessor=earlier, confirmed_at=at)
    make.InspectionFactory(
        school=cast.host_school, date=date(2026, 2, 3), framework="report-card", overall=""
    )
    make.InspectionFactory(school=line[1], date=date(2015, 2, 3), framework="section5")
    make.InspectionFactory(school=line[2], date=date(2020, 2, 3))
    return cast.host_school


@pytest.mark.django_db
def test_a_school_shows_those_that_it_follows_where_the_link_is_confirmed(followed: School) -> None:
    facts = inspections.facts_of(followed)
    assert [one.date for one in facts] == ["2026-02-03", "2015-02-03"]
    assert facts[1].note.startswith("As Old Ash School (URN ")


@pytest.mark.django_db
def test_the_page_counts_schools_and_pupils_and_lists_what_one_may(
    cast: Cast, as_: As, followed: School
) -> None:
    followed.pupils = 400
    followed.save()
    inspection = followed.inspections.get()
    make.graded(inspection, Inclusion="Expected standard")
    make.InspectionFactory(school=cast.lead_school)
    answer = as_(cast.director).get("/score-card/inspections/")
    found = answer.context["found"]
    assert (found.schools, found.pupils) == (Segments(1, 0, 4), Segments(400, 0, 0))
    assert [(share.on.year, share.good, share.inspected) for share in found.headlines][-1] == (2024, 2, 2)
    assert len(answer.context["standings"]) == 5
    assert "None known" in answer.content.decode()
    own = as_(cast.host).get("/score-card/inspections/").context["standings"]
    assert [row.school for row in own] == [followed]
    assert as_(cast.qa_reviewer).get("/score-card/inspections/").context["standings"] == []


@pytest.mark.django_db
def test_the_same_queries_for_one_inspection_and_more(cast: Cast, as_: As, followed: School) -> None:
    client = as_(cast.director)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/score-card/inspections/")
        return len(found)

    queries()
    before = queries()
    for school in (cast.lead_school, cast.far_school, cast.reviewer_school):
        make.graded(make.InspectionFactory(school=school), Leadership="Good")
    assert queries() == before
