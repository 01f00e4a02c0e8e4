"""Which schools a typed name means."""

from typing import Any

import pytest

from hlp import clock
from hlp.likeness import distance, is_like, words_of
from schools.models import FormerName, School, SchoolLink
from schools.services.names import find, keep_former, plain
from tests.factories import SchoolFactory

NAMES = [
    "Beavers Community Primary School",
    "Cranford Primary School",
    "Crane Park Primary School",
    "Isleworth Town Primary School",
    "The Smallberry Green Primary School",
    "St Mary’s Catholic Primary School, Isleworth",
    "St Mary's RC Primary School, Chiswick",
    "St Paul’s CofE Primary School",
    "Hounslow Heath Infant and Nursery School",
    "Hounslow Town Primary School",
    "Édouard Édwards Academy",
]


@pytest.fixture
def schools(db: None) -> dict[str, School]:
    """Schools of our own, by the first words of their names."""
    return {name: SchoolFactory(name=name, postcode=f"TW{n} 1AA") for n, name in enumerate(NAMES, 1)}


def names(typed: str) -> tuple[list[str], bool]:
    """The names that are found, by name, and whether they are only like what was typed."""
    found = find(typed, School.objects.all())
    return sorted(School.objects.filter(pk__in=found.schools).values_list("name", flat=True)), found.near


@pytest.mark.parametrize(
    ("typed", "begins", "near"),
    [
        ("beav", ["Beavers"], False),
        ("BEAVERS primary", ["Beavers"], False),
        ("cran", ["Crane Park", "Cranford"], False),
        ("crane", ["Crane Park"], False),
        ("st marys", ["St Mary's RC", "St Mary’s Catholic"], False),
        ("saint mary's", ["St Mary's RC", "St Mary’s Catholic"], False),
        ("stmarys isleworth", ["St Mary’s Catholic"], False),
        ("st pauls church of england", ["St Paul’s"], False),
        ("st pauls c of e", ["St Paul’s"], False),
        ("edouard", ["Édouard"], False),
        ("bevers", ["Beavers"], True),
        ("beavres", ["Beavers"], True),
        ("isleworht", ["Isleworth Town", "St Mary’s Catholic"], True),
        ("smalberry gren", ["The Smallberry"], True),
        ("hounslw heath", ["Hounslow Heath"], True),
        ("cranefordd", ["Cranford"], True),
        ("beavers junior school", ["Beavers"], True),
        ("heath", ["Hounslow Heath"], False),
        ("zzz", [], False),
        ("xyzzyx school", [], False),
    ],
)
def test_a_typed_name_finds(schools: dict[str, School], typed: str, begins: list[str], near: bool) -> None:
    found, is_near = names(typed)
    assert [name for name in found if not any(name.startswith(one) for one in begins)] == []
    assert (len(found), is_near) == (len(begins), near)


def test_a_postcode_and_a_urn_find(schools: dict[str, School]) -> None:
    one = schools[NAMES[1]]
    assert names("tw2 1aa")[0] == [one.name]
    assert names(str(one.urn))[0] == [one.name]
    one.la_code, one.estab = "313", "2003"
    one.save()
    assert names("313/2003")[0] == [one.name]


def test_an_earlier_name_finds_the_school_and_is_told(schools: dict[str, School]) -> None:
    school = schools[NAMES[0]]
    keep_former([(school, "Otters Community Primary School")])
    School.objects.filter(pk=school.pk).update(name="Otters Community Primary School")
    found = find("beavers", School.objects.all())
    assert found.schools == {school.pk}
    assert found.former == [(NAMES[0], "Otters Community Primary School")]
    keep_former([(school, school.name)])
    assert FormerName.objects.count() == 1


def test_a_confirmed_predecessor_finds_its_successor(schools: dict[str, School]) -> None:
    old = SchoolFactory(name="Wellington Juniors", open=False)
    link = SchoolLink.objects.create(school=schools[NAMES[1]], predecessor=old)
    among = School.objects.filter(open=True)
    assert find("wellington", among).schools == set()
    link.confirmed_at = clock.now()
    link.save()
    assert find("wellington", among).schools == {schools[NAMES[1]].pk}


def test_three_queries_whatever_there_is(schools: dict[str, School], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        find("crn", School.objects.all())


def test_slips_are_few() -> None:
    assert distance("beavers", "bevers", 2) == 1
    assert distance("beavers", "ebavers", 2) == 1
    assert distance("beavers", "otters", 2) == 3
    assert not is_like("oak", "oat")
    assert not is_like("ford", "word")
    assert words_of("St Mary’s & St Peter's") == ("st", "marys", "and", "st", "peters")
    assert plain("Saint John's Church of England Jnr") == ("st", "johns", "ce", "junior")
