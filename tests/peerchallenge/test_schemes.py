"""The year's scheme: renamed, enlarged, and never taken away from under a judgement."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from peerchallenge.models import AreaJudgement, Direction
from peerchallenge.services import schemes, selfevaluations
from peerchallenge.services.schemes import AreaLine, DirectionLine
from tests import factories as make
from tests.conftest import As, Cast

URL = "/years/2026-27/scheme/"


def area_lines(cast: Cast) -> list[AreaLine]:
    return [AreaLine(area.pk, area.name) for area in cast.year.areas.all()]


def direction_lines(cast: Cast) -> list[DirectionLine]:
    return [DirectionLine(d.pk, d.label, d.meaning, d.concern) for d in cast.year.directions.all()]


def change(cast: Cast, **lines: Any) -> None:
    schemes.change_scheme(
        year=cast.year,
        areas=lines.get("areas", area_lines(cast)),
        directions=lines.get("directions", direction_lines(cast)),
        started_from=lines.get("started_from", schemes.seen(cast.year)),
        by=cast.director,
    )


def names(cast: Cast) -> list[str]:
    return list(cast.year.areas.values_list("name", flat=True))


def remove_inclusion(cast: Cast) -> list[AreaLine]:
    inclusion, *others = area_lines(cast)
    return [AreaLine(inclusion.pk, inclusion.name, remove=True), *others]


def test_areas_are_renamed_added_and_put_in_order(cast: Cast) -> None:
    first, second = area_lines(cast)
    change(
        cast, areas=[AreaLine(second.pk, first.name), AreaLine(first.pk, second.name), AreaLine(None, "Play")]
    )
    assert names(cast) == ["Inclusion", "Curriculum and teaching", "Play"]
    assert cast.year.areas.get(position=1).pk == second.pk
    assert AuditEntry.objects.get().action == "scheme.changed"


def test_an_area_that_was_only_opened_can_be_removed(cast: Cast) -> None:
    selfevaluations.open_self_evaluation(session=cast.session)
    change(cast, areas=remove_inclusion(cast))
    assert names(cast) == ["Curriculum and teaching"]


def test_an_area_that_somebody_wrote_about_stays(cast: Cast) -> None:
    found = selfevaluations.open_self_evaluation(session=cast.session)
    found.areas.filter(area__name="Inclusion").update(strengths="Phonics")
    with pytest.raises(ValidationError, match="cannot be removed"):
        change(cast, areas=remove_inclusion(cast))


def test_an_area_that_was_judged_stays(cast: Cast) -> None:
    area = cast.year.areas.get(name="Inclusion")
    report = make.ReportFactory(session=cast.session)
    AreaJudgement.objects.create(report=report, area=area, accuracy="accurate")
    with pytest.raises(ValidationError, match="cannot be removed"):
        change(cast, areas=remove_inclusion(cast))


def test_a_third_direction_gets_a_code_of_its_own(cast: Cast) -> None:
    change(cast, directions=[*direction_lines(cast), DirectionLine(None, "Stable", "Holding its level.")])
    change(cast, directions=[*direction_lines(cast), DirectionLine(None, "Stable!")])
    assert list(cast.year.directions.values_list("code", flat=True)) == [
        "improving",
        "vulnerable",
        "stable",
        "stable-1",
    ]


def test_a_direction_that_a_report_chose_stays(cast: Cast) -> None:
    change(cast, directions=[*direction_lines(cast), DirectionLine(None, "Stable")])
    make.ReportFactory(session=cast.session, direction=Direction.objects.get(code="stable"))
    *kept, stable = direction_lines(cast)
    with pytest.raises(ValidationError, match="cannot be removed"):
        change(cast, directions=[*kept, DirectionLine(stable.pk, stable.label, remove=True)])


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({"areas": []}, "at least one area"),
        ({"directions": []}, "at least two directions"),
        ({"areas": [AreaLine(None, "Play"), AreaLine(None, "play")]}, "Two areas"),
        ({"directions": [DirectionLine(None, "Up"), DirectionLine(None, "up")]}, "Two directions"),
    ],
)
def test_a_scheme_that_makes_no_sense_is_refused(cast: Cast, lines: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        change(cast, **lines)


def test_a_stale_edit_is_refused(cast: Cast) -> None:
    started_from = schemes.seen(cast.year)
    change(cast, areas=[*area_lines(cast), AreaLine(None, "Play")])
    with pytest.raises(StaleEdit):
        change(cast, started_from=started_from)


# --- The page ------------------------------------------------------------------------------


@pytest.fixture
def director(cast: Cast, as_: As) -> Client:
    return as_(cast.director)


def filled(client: Client) -> dict[str, Any]:
    """What the page's boxes hold, as the browser would send it."""
    form = client.get(URL).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}


def test_the_director_renames_and_adds(cast: Cast, director: Client) -> None:
    first = cast.year.areas.get(name="Inclusion")
    sent = {f"area_{first.pk}": "Everybody in", "area_new": "Play", "direction_new": "Stable"}
    director.post(URL, {**filled(director), **sent})
    assert names(cast) == ["Everybody in", "Curriculum and teaching", "Play"]
    assert [str(d) for d in cast.year.directions.all()] == ["Improving", "Vulnerable", "Stable"]


def test_an_area_in_use_offers_no_removal(cast: Cast, director: Client) -> None:
    found = selfevaluations.open_self_evaluation(session=cast.session)
    found.areas.filter(area__name="Inclusion").update(strengths="Phonics")
    offered = [
        field.label for name, field in director.get(URL).context["form"].fields.items() if "remove_a" in name
    ]
    assert offered == ["Remove ‘Curriculum and teaching’"]


def test_what_is_refused_is_told_and_kept(cast: Cast, director: Client) -> None:
    page = director.post(URL, {**filled(director), "area_new": "Inclusion"})
    assert page.context["form"].non_field_errors() == ["Two areas have the same name"]
    assert page.context["form"]["area_new"].value() == "Inclusion"


def test_a_stale_page_is_told_and_keeps_what_was_typed(cast: Cast, director: Client) -> None:
    sent = filled(director)
    director.post(URL, {**sent, "area_new": "Play"})
    page = director.post(URL, {**sent, "area_new": "Music"})
    assert "Nothing was overwritten" in page.content.decode()
    assert page.context["form"]["area_new"].value() == "Music"
    assert names(cast) == ["Inclusion", "Curriculum and teaching", "Play"]


@pytest.mark.parametrize(("who", "status"), [("administrator", 403), ("host", 403), ("stranger", 404)])
def test_only_the_director_edits(cast: Cast, as_: As, who: str, status: int) -> None:
    assert as_(cast.people()[who]).get(URL).status_code == status


def test_a_year_that_does_not_exist(cast: Cast, director: Client) -> None:
    assert director.get("/years/1999-00/scheme/").status_code == 404


@pytest.mark.parametrize("extra", [0, 3])
def test_the_page_costs_the_same_with_more_areas(
    cast: Cast, director: Client, extra: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(extra):
        cast.year.areas.create(name=f"Area {n}", position=10 + n)
    director.get(URL)
    with django_assert_num_queries(23):
        director.get(URL)
