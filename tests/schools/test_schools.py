"""Schools: the list, one school, taking one in, changing one."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry
from schools.choices import Phase
from schools.models import Membership, School
from tests import factories as make
from tests.conftest import As, Cast

FACTS = {"name": "Gorse Primary School", "phase": "primary", "type": "Community school", "member": "on"}


def shown(as_: As, cast: Cast, query: str = "") -> list[str]:
    return [card.school.name.split()[0] for card in as_(cast.host).get(f"/schools/{query}").context["cards"]]


def test_the_list_is_searched_and_filtered(as_: As, cast: Cast) -> None:
    make.SchoolFactory(name="Gorse School", phase=Phase.SPECIAL, postcode="TW5 9ZZ", urn=123456)
    assert shown(as_, cast) == ["Ash", "Beech", "Cedar", "Elm", "Fir", "Gorse"]
    assert shown(as_, cast, "?school=primary+ced") == ["Cedar"]
    assert shown(as_, cast, "?school=TW5") == shown(as_, cast, "?school=123456") == ["Gorse"]
    assert shown(as_, cast, "?phase=special") == ["Gorse"]
    assert shown(as_, cast, f"?collaborative={cast.collaborative.pk}") == ["Ash", "Beech", "Cedar"]
    assert shown(as_, cast, "?school=nothing") == []
    assert len(shown(as_, cast, "?phase=none&collaborative=x&page=9&school=99999999999")) == 0


def test_a_row_names_group_and_headteacher(as_: As, cast: Cast) -> None:
    make.appoint(cast.outsider, "headteacher", school=cast.host_school, acting=True)
    page = as_(cast.host).get("/schools/?school=ash").content.decode()
    assert "Hana Host, Otto Outsider (acting)" in page
    assert "Triad 1" in page


def test_one_school_shows_register_group_and_neighbours(as_: As, cast: Cast) -> None:
    page = as_(cast.outsider).get(f"/schools/{cast.host_school.urn}/").content.decode()
    for words in (str(cast.host_school.urn), "Hana Host", "North", "Triad 1", "Beech Primary School"):
        assert words in page


def test_a_website_is_a_link_only_where_it_is_one(db: None) -> None:
    assert [
        School(website=w).website_href for w in ("", "www.a.example", "https://a.example", "javascript://a")
    ] == [
        "",
        "http://www.a.example",
        "https://a.example",
        "",
    ]


def test_the_office_takes_a_school_in(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    facts = {**FACTS, "urn": "123456", "postcode": "tw31aa", "low_age": "3", "high_age": "11"}
    assert client.post("/schools/new/", facts)["Location"] == "/schools/123456/"
    school = School.objects.get(urn=123456)
    assert (school.postcode, school.ages) == ("TW3 1AA", "3 to 11")
    assert Membership.objects.filter(school=school, year=cast.year).exists()
    again = client.post("/schools/new/", facts).content.decode()
    assert "Gorse Primary School has this URN already" in again


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"urn": "12345"}, "The URN must be 6 numbers, such as 102473"),
        ({"urn": ""}, "Enter the URN"),
        ({"postcode": "Hounslow"}, "Enter a full postcode, like TW3 1AA"),
        ({"low_age": "11", "high_age": "3"}, "The oldest age must be the same as the youngest or more"),
        ({"phase": "university"}, "Select a valid choice. university is not one of the available choices."),
    ],
)
def test_mistakes_are_told(as_: As, cast: Cast, wrong: dict[str, str], message: str) -> None:
    answer = as_(cast.director).post("/schools/new/", {**FACTS, "urn": "123456", **wrong})
    errors = answer.context["form"].errors
    assert [text for texts in errors.values() for text in texts] == [message]


def changed(as_: As, cast: Cast, **facts: Any) -> Any:
    client = as_(cast.director)
    path = f"/schools/{cast.host_school.urn}/edit/"
    form = client.get(path).context["form"]
    data = {
        name: value for name, value in form.initial.items() if value not in (None, False) and name != "urn"
    }
    return client, path, {**data, **facts}


def test_facts_are_changed_and_a_stale_edit_is_told(as_: As, cast: Cast) -> None:
    client, path, data = changed(as_, cast, name="Ash Academy")
    assert client.post(path, data)["Location"] == f"/schools/{cast.host_school.urn}/"
    again = client.post(path, {**data, "name": "Ash College"})
    assert "Somebody changed this school since you opened the page" in again.content.decode()
    cast.host_school.refresh_from_db()
    assert cast.host_school.name == "Ash Academy"
    assert AuditEntry.objects.filter(action="school.change").count() == 1


def test_a_school_in_a_group_does_not_leave(as_: As, cast: Cast) -> None:
    client, path, data = changed(as_, cast)
    del data["member"]
    assert "Take the school out of Triad 1 in 2026/27 first" in client.post(path, data).content.decode()
    cast.group.places.filter(school=cast.host_school).delete()
    assert "19 November 2026" in client.post(path, data).content.decode()
    cast.session.state = "cancelled"
    cast.session.save()
    assert client.post(path, data).status_code == 302
    assert not Membership.objects.filter(school=cast.host_school).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        make.head_of(make.SchoolFactory())
    client = as_(cast.director)
    with django_assert_num_queries(13):
        client.get("/schools/")


@pytest.mark.parametrize("address", ["/schools/1/", "/schools/999999/"])
def test_an_unknown_school_is_not_found(as_: As, cast: Cast, address: str) -> None:
    assert as_(cast.director).get(address).status_code == 404
