"""The catalogue of measures on its pages: read by everybody with a post, kept by the Director."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from scorecard.models import Measure
from scorecard.services import measures
from tests import factories
from tests.conftest import As, Cast
from tests.scorecard import factories as make

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Expected standard in reading, girls",
    "short_name": "Reading, girls",
    "topic": "ks2-attainment",
    "standard": "expected",
    "phase": "ks2",
    "group": "girls",
    "unit": "percent",
    "decimals": "0",
    "direction": "up",
    "first_year": "2015",
    "active": "on",
}


@pytest.fixture
def client(as_: As, cast: Cast) -> Client:
    """The Director's."""
    return as_(cast.director)


def read(client: Client, address: str) -> str:
    return client.get(f"/score-card/measures/{address}").content.decode()


def send(client: Client, address: str, data: dict[str, Any]) -> str:
    return client.post(f"/score-card/measures/{address}", data, follow=True).content.decode()


def test_a_measure_is_added_with_its_column_and_a_break(client: Client) -> None:
    assert "Add the columns" in send(client, "new/", {"code": "read-exp-girls", **FACTS})
    column = {
        "source": "ks2",
        "column": "PTREAD_EXP_G",
        "cohort_column": "GELIG",
        "factor": "1",
        "version": "1",
    }
    assert "The column is saved" in send(
        client, "read-exp-girls/columns/new/", {**column, "year_from": "2015"}
    )
    page = send(client, "read-exp-girls/breaks/new/", {"year": "2017", "reason": "Another framework."})
    for words in (
        "PTREAD_EXP_G",
        "GELIG",
        "From 2015/16",
        "Before 2017/18",
        "Another framework.",
        "Higher is better",
    ):
        assert words in page
    assert AuditEntry.objects.filter(about="measure:read-exp-girls").count() == 3


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"code": "Read Exp"}, "Use small letters"),
        ({"code": "new"}, "not the word ‘new’"),
        ({"code": "rwm-exp"}, "Another measure has this code"),
        ({"code": "a", "name": ""}, "Enter"),
        ({"code": "a", "last_year": "2012"}, "The last year lies before the first"),
    ],
)
def test_what_is_wrong_is_said_and_kept(client: Client, facts: dict[str, str], words: str) -> None:
    make.MeasureFactory(code="rwm-exp")
    page = send(client, "new/", {**FACTS, **facts})
    assert words in page
    assert "There is a problem" in page
    assert 'value="Reading, girls"' in page
    assert Measure.objects.count() == 1


def test_a_measure_is_changed_and_the_second_of_two_is_told(client: Client) -> None:
    make.MeasureFactory(code="rwm-exp")
    changed = {**FACTS, "group": "all", "version": "1"}
    assert "The measure is saved" in send(client, "rwm-exp/edit/", changed)
    page = send(client, "rwm-exp/edit/", {**changed, "name": "Another name"})
    assert "Somebody else changed this measure meanwhile" in page
    assert 'value="Another name"' in page
    assert 'name="version" value="2"' in page


def test_what_figures_mean_stays_under_them(cast: Cast) -> None:
    measure = make.MeasureFactory()
    make.figure(measure, factories.SchoolFactory(), 60)
    with pytest.raises(ValidationError, match="stay as they are"):
        measures.edit(measure=measure, facts={"unit": "points"}, version=1, by=cast.director)


@pytest.mark.parametrize(
    ("years", "meets"),
    [
        ((2015, 2018), True),
        ((None, None), True),
        ((2010, 2014), False),
        ((2020, None), False),
        ((2019, 2019), True),
    ],
)
def test_two_columns_of_a_source_never_hold_for_one_year(
    cast: Cast, years: tuple[Any, Any], meets: bool
) -> None:
    measure = make.MeasureFactory()
    measure.columns.create(source="ks2", column="A", year_from=2015, year_to=2019)
    facts = {"source": "ks2", "column": "B", "year_from": years[0], "year_to": years[1]}
    if meets:
        with pytest.raises(ValidationError, match="holds for some of these years"):
            measures.save_column(measure=measure, column=None, facts=facts, version=1, by=cast.director)
    else:
        measures.save_column(measure=measure, column=None, facts=facts, version=1, by=cast.director)
    assert measure.columns.count() == 2 - meets


def test_column_is_changed_and_removed(client: Client, cast: Cast) -> None:
    measure = make.MeasureFactory(code="rwm-exp")
    column = measure.columns.create(source="ks2", column="A")
    data = {"source": "ks2", "column": "PTRWM_EXP", "factor": "1", "version": "1"}
    assert "PTRWM_EXP" in send(client, f"rwm-exp/columns/{column.pk}/", data)
    with pytest.raises(StaleEdit):
        measures.save_column(measure=measure, column=column, facts=data, version=1, by=cast.director)
    for words in ("is read no more", "In no publisher’s file"):
        assert words in send(client, f"rwm-exp/columns/{column.pk}/remove/", {})
    assert measure.columns.count() == 0


def test_break_is_taken_away_once(client: Client) -> None:
    measure = make.MeasureFactory(code="rwm-exp")
    found = measure.breaks.create(year=2017, reason="Another framework.")
    for _ in range(2):
        page = send(client, f"rwm-exp/breaks/{found.pk}/remove/", {})
    assert "All its years can be compared" in page


def test_readers_see_no_way_to_change(as_: As, cast: Cast) -> None:
    measure = make.MeasureFactory(code="rwm-exp")
    measure.columns.create(source="ks2", column="A")
    page = read(as_(cast.host), "rwm-exp/")
    assert "A</th>" in page
    for words in ("Change", "Remove", "Add a"):
        assert words not in page


def test_list_costs_the_same_for_one_and_three(client: Client) -> None:
    counts = []
    read(client, "")
    for number in (1, 2):
        make.MeasureFactory.create_batch(number)
        with CaptureQueriesContext(connection) as found:
            read(client, "")
        counts.append(len(found))
    assert counts[0] == counts[1]
