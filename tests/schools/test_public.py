"""The member schools for everybody: today's members, facts of the register, found by name and postcode."""

import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from schools.models import Membership, School
from schools.services import public
from tests import factories as make
from tests.conftest import BEFORE, Cast

URL = "/member-schools/"


@pytest.fixture
def members(cast: Cast) -> dict[str, School]:
    """The members of the cast, two of them elsewhere."""
    School.objects.filter(name__startswith="Elm").update(postcode="W4 5UL", town="Chiswick")
    School.objects.filter(name__startswith="Fir").update(postcode="TW13 1AB", easting=509000)
    return {school.name.split()[0]: school for school in School.objects.all()}


def names(client: Client, query: str = "") -> list[str]:
    with time_machine.travel(BEFORE, tick=False):
        found = client.get(f"{URL}{query}").context["schools"]
    return [school.name.split()[0] for school, _ in found]


def test_the_members_of_today_and_nobody_else(members: dict[str, School], client: Client) -> None:
    outside = make.SchoolFactory(name="Yew Primary School")
    Membership.objects.filter(school=members["Cedar"]).update(ends="2026-10-01")
    assert names(client) == ["Ash", "Beech", "Elm", "Fir"]
    with time_machine.travel(BEFORE, tick=False):
        answers = [
            client.get(f"{URL}{school.urn}/").status_code
            for school in (outside, members["Cedar"], members["Ash"])
        ]
    assert answers == [404, 404, 200]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=beech", ["Beech"]),
        ("?q=W4", ["Elm"]),
        ("?q=chiswick+primary", ["Elm"]),
        ("?area=TW3", ["Ash", "Beech", "Cedar"]),
        ("?area=TW13&q=fir", ["Fir"]),
        ("?area=TW1", ["Ash", "Beech", "Cedar", "Elm", "Fir"]),
        ("?q=oak", []),
    ],
)
def test_search_by_name_and_postcode_area(
    members: dict[str, School], client: Client, query: str, found: list[str]
) -> None:
    assert names(client, query) == found


def test_nothing_found_says_what_to_try(members: dict[str, School], client: Client) -> None:
    with time_machine.travel(BEFORE, tick=False):
        assert "No member school fits" in client.get(f"{URL}?q=oak").content.decode()


def test_areas_stand_in_the_order_in_which_people_count(members: dict[str, School]) -> None:
    assert public.districts(members.values()) == ["TW3", "TW13", "W4"]


def test_a_page_says_what_the_register_says_and_leads_there(
    members: dict[str, School], client: Client
) -> None:
    ash = members["Ash"]
    School.objects.filter(pk=ash.pk).update(pupils=7, capacity=8, website="ash.example", trust="Tree Trust")
    with time_machine.travel(BEFORE, tick=False):
        page = client.get(f"{URL}{ash.urn}/").content.decode()
    assert "Tree Trust" in page
    assert 'href="http://ash.example"' in page
    assert public.register_address(ash) in page
    assert "pupils" not in page.lower()
    facts = [json.loads(found) for found in re.findall(r'ld\+json">(.*?)</script>', page)]
    assert [fact["@type"] for fact in facts] == ["School", "BreadcrumbList"]
    assert facts[0]["identifier"] == f"URN {ash.urn}"


def test_the_nearest_members_come_first_and_never_itself(members: dict[str, School]) -> None:
    School.objects.filter(pk=members["Beech"].pk).update(easting=513_300)
    School.objects.filter(pk=members["Cedar"].pk).update(easting=None)
    rows = list(School.objects.all())
    near = public.nearest(members["Ash"], rows)
    assert [(one.school.name[:3], one.metres) for one in near] == [("Elm", 0), ("Bee", 300), ("Fir", 4000)]


def test_an_invented_school_says_so_and_has_no_page_in_the_register(
    members: dict[str, School], client: Client
) -> None:
    School.objects.filter(pk=members["Ash"].pk).update(invented=True)
    with time_machine.travel(BEFORE, tick=False):
        page = client.get(f"{URL}{members['Ash'].urn}/").content.decode()
    assert ("invented for the demonstration" in page, "get-information-schools" in page) == (True, False)


def test_the_map_leads_to_public_pages_only(members: dict[str, School], client: Client) -> None:
    with time_machine.travel(BEFORE, tick=False):
        page = client.get(URL).content.decode()
    assert re.findall(r'href="/schools/[^"]*"', page) == []
    assert page.count(f'href="{URL}{members["Ash"].urn}/"') == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_page_cost_the_same_with_more_schools(
    cast: Cast, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        Membership.objects.create(school=make.SchoolFactory(), year=cast.year)
    with time_machine.travel(BEFORE, tick=False):
        with django_assert_num_queries(3):
            client.get(URL)
        with django_assert_num_queries(3):
            client.get(f"{URL}{cast.host_school.urn}/")
