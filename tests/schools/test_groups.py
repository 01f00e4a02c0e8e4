"""Triads and quads."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.transitions import StaleEdit
from schools.choices import Phase
from schools.models import AcademicYear, Group, Membership, School
from schools.services.groups import change_group, create_group, version_of
from tests import factories as make
from tests.conftest import As, Cast


def members(cast: Cast, number: int, **facts: Any) -> list[School]:
    schools = [make.SchoolFactory(**facts) for _ in range(number)]
    for school in schools:
        Membership.objects.create(school=school, year=cast.year)
    return schools


def form_group(cast: Cast, schools: list[School], name: str = "Triad 9") -> Group:
    return create_group(
        year=cast.year, name=name, collaborative=cast.collaborative, schools=schools, by=cast.director
    )


@pytest.mark.parametrize(("number", "kind"), [(3, "Triad"), (4, "Quad")])
def test_three_or_four_schools_make_a_group(cast: Cast, number: int, kind: str) -> None:
    assert form_group(cast, members(cast, number)).kind == kind


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_any_other_number_is_refused(cast: Cast, number: int) -> None:
    with pytest.raises(ValidationError) as refused:
        form_group(cast, members(cast, number))
    assert list(refused.value.message_dict) == ["schools"]


def test_a_special_school_comes_in_addition(cast: Cast) -> None:
    special = members(cast, 1, phase=Phase.SPECIAL)
    group = form_group(cast, members(cast, 4) + special)
    assert group.kind == "Quad"
    assert list(group.places.filter(additional=True).values_list("school", flat=True)) == [special[0].pk]
    with pytest.raises(ValidationError):
        form_group(cast, members(cast, 2) + members(cast, 1, phase=Phase.SPECIAL), "Triad 10")


def test_a_school_is_in_one_group_a_year(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        form_group(cast, [cast.host_school, *members(cast, 2)])
    assert refused.value.message_dict == {"schools": ["Ash Primary School is in Triad 1 already"]}


def test_only_members_of_the_year_are_grouped(cast: Cast) -> None:
    stranger = make.SchoolFactory(name="Gorse School")
    with pytest.raises(ValidationError) as refused:
        form_group(cast, [stranger, *members(cast, 2)])
    assert refused.value.message_dict == {"schools": ["Not a member to the end of 2026/27: Gorse School"]}


def test_a_name_is_given_once_a_year(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        form_group(cast, members(cast, 3), "TRIAD 1")
    assert list(refused.value.message_dict) == ["name"]


def test_a_group_changes_and_keeps_who_stays(cast: Cast) -> None:
    kept = {place.school_id: place.pk for place in cast.group.places.all()}
    newcomer = members(cast, 1)[0]
    change_group(
        group=cast.group,
        name="Triad 1",
        collaborative=cast.collaborative,
        schools=[cast.host_school, cast.lead_school, newcomer],
        version=version_of(cast.group),
        by=cast.director,
    )
    now = {place.school_id: place.pk for place in cast.group.places.all()}
    assert set(now) == {cast.host_school.pk, cast.lead_school.pk, newcomer.pk}
    assert now[cast.host_school.pk] == kept[cast.host_school.pk]


def test_a_stale_edit_overwrites_nothing(cast: Cast) -> None:
    seen = version_of(cast.group)
    cast.group.name = "Triad One"
    cast.group.save()
    with pytest.raises(StaleEdit):
        change_group(
            group=cast.group,
            name="X",
            collaborative=cast.collaborative,
            schools=[],
            version=seen,
            by=cast.director,
        )


# --- Pages -----------------------------------------------------------------------------------------


def test_groups_stand_by_collaborative(as_: As, cast: Cast) -> None:
    loose = members(cast, 1)[0]
    context = as_(cast.host).get("/groups/").context
    assert [
        (str(c.collaborative), [str(g) for g in c.groups], [str(p.person) for p in c.leads])
        for c in context["cards"]
    ] == [
        ("North", ["Triad 1"], ["Lena Leadhead"]),
        ("South", ["Triad 2"], ["Omar Leadhead"]),
    ]
    assert list(context["free"]) == [loose]


def test_another_year_is_another_page(as_: As, cast: Cast) -> None:
    before = make.YearFactory(name="2025/26", starts="2025-09-01", ends="2026-08-31")
    page = as_(cast.host).get(f"/groups/?year={before.pk}").content.decode()
    assert "Groups in 2025/26" in page
    assert "Triad 1" not in page


def test_the_office_forms_a_group_on_the_page(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    schools = members(cast, 3)
    path = f"/groups/new/?year={cast.year.pk}"
    offered = client.get(path).context["form"].fields["schools"].queryset
    assert set(offered) == set(schools)
    data = {"name": "Triad 9", "collaborative": cast.collaborative.pk, "schools": [s.pk for s in schools]}
    assert client.post(path, {**data, "schools": data["schools"][:2]}).status_code == 200
    assert client.post(path, data)["Location"] == f"/groups/?year={cast.year.pk}"
    assert client.post(path, data).status_code == 200  # these schools are taken now, and the page says so
    assert Group.objects.filter(name="Triad 9").count() == 1


def test_a_group_is_changed_on_the_page(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    path = f"/groups/{cast.group.pk}/"
    initial = client.get(path).context["form"].initial
    data = {**initial, "collaborative": cast.other_collaborative.pk, "name": "Triad One"}
    assert client.post(path, data).status_code == 302
    again = client.post(path, {**data, "name": "Triad Uno"})
    assert "Somebody changed this group since you opened the page" in again.content.decode()
    assert str(Group.objects.get(pk=cast.group.pk)) == "Triad One"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for n in range(number):
        make.triad(f"Extra {n}", cast.collaborative, [make.SchoolFactory() for _ in range(3)], cast.year)
    client = as_(cast.director)
    with django_assert_num_queries(14):
        client.get("/groups/")


@pytest.mark.parametrize("year", ["9" * 5000, "٣", "none"])
def test_a_year_that_is_none_shows_the_current_one(cast: Cast, as_: As, year: str) -> None:
    page = as_(cast.director).get("/groups/", {"year": year})
    assert page.context["year"] == AcademicYear.objects.current()
