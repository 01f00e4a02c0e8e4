"""Which schools should not work together and which would like to: from the data, and declared."""

from datetime import date
from typing import Any

import pytest

from schools.choices import Role
from schools.models import AcademicYear, Conflict, Declaration, Interest, Membership, School
from schools.services.declarations import conflicts_in, interests_in
from schools.services.declarations.pairs import DECLARED
from tests import factories as make


@pytest.fixture
def year(db: None) -> AcademicYear:
    """2026/27."""
    return make.YearFactory()


@pytest.fixture
def schools(year: AcademicYear) -> list[School]:
    """Three members."""
    made = [make.SchoolFactory(name=f"{name} Primary School") for name in ("Ash", "Beech", "Cedar")]
    Membership.objects.bulk_create(Membership(school=school, year=year) for school in made)
    return made


def pair(*schools: School) -> frozenset[int]:
    """Two schools as the planner names them."""
    return frozenset(school.pk for school in schools)


def declare(author: Any, year: AcademicYear, **whom: Any) -> Conflict:
    """A declared conflict."""
    declaration, _ = Declaration.objects.get_or_create(person=author, year=year)
    facts = {
        "kind": "relationship",
        "detail": "We are married",
        "declared_at": make.moment("2026-06-20 09:00"),
    }
    return Conflict.objects.create(declaration=declaration, **{**facts, **whom})


def test_nothing_is_known_of_schools_that_share_nothing(year: AcademicYear, schools: list[School]) -> None:
    for school in schools:
        make.head_of(school)

    assert conflicts_in(year) == {}


@pytest.mark.parametrize("what", ["trust", "federation"])
def test_schools_of_one_trust_or_federation(year: AcademicYear, schools: list[School], what: str) -> None:
    ash, beech, cedar = schools
    School.objects.filter(pk=ash.pk).update(**{what: "The Oak Trust"})
    School.objects.filter(pk=beech.pk).update(**{what: "THE OAK  TRUST"})
    School.objects.filter(pk=cedar.pk).update(**{what: "The Elm Trust"})

    assert conflicts_in(year) == {pair(ash, beech): [f"Both belong to the {what} The Oak Trust"]}


def test_one_person_heads_two_schools(year: AcademicYear, schools: list[School]) -> None:
    person = make.head_of(schools[0], "Hana Host")
    make.appoint(person, Role.HEADTEACHER, school=schools[1], starts=date(2027, 1, 1))

    assert conflicts_in(year) == {pair(schools[0], schools[1]): ["Hana Host heads both"]}


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.DEPUTY])
@pytest.mark.parametrize(("left", "counts"), [("2021-08-31", False), ("2021-09-01", True)])
def test_employment_counts_for_five_years(
    year: AcademicYear, schools: list[School], role: Role, left: str, counts: bool
) -> None:
    ash, beech, _ = schools
    person = make.head_of(ash, "Hana Host")
    ends = date.fromisoformat(left)
    make.appoint(person, role, school=beech, starts=date(2015, 9, 1), ends=ends)

    told = "Hana Host worked at Beech Primary School until Wednesday 1 September 2021"
    assert conflicts_in(year) == ({pair(ash, beech): [told]} if counts else {})


def test_who_left_before_the_year_begins_brings_no_conflict(
    year: AcademicYear, schools: list[School]
) -> None:
    person = make.UserFactory()
    for school in schools[:2]:
        make.appoint(person, Role.HEADTEACHER, school=school, ends=date(2026, 8, 31))

    assert conflicts_in(year) == {}


def test_of_a_declared_conflict_only_a_neutral_sentence_is_told(
    year: AcademicYear, schools: list[School]
) -> None:
    ash, beech, _ = schools
    declare(make.head_of(ash), year, school=beech)
    declare(make.head_of(beech), year, school=ash, kind="other", detail="A quarrel")

    assert conflicts_in(year) == {pair(ash, beech): [DECLARED]}


def test_a_conflict_with_a_person_follows_them_to_their_school(
    year: AcademicYear, schools: list[School]
) -> None:
    ash, beech, cedar = schools
    author, other = make.head_of(ash), make.head_of(beech)
    declare(author, year, person=other)
    make.appoint(other, Role.HEADTEACHER, school=cedar, starts=date(2027, 1, 1))

    found = {key for key, reasons in conflicts_in(year).items() if DECLARED in reasons}
    assert found == {pair(ash, beech), pair(ash, cedar)}


def test_what_was_withdrawn_or_declared_for_another_year_does_not_count(
    year: AcademicYear, schools: list[School]
) -> None:
    ash, beech, cedar = schools
    author = make.head_of(ash)
    declare(author, year, school=beech, withdrawn_at=make.moment("2026-06-21 09:00"))
    before = make.YearFactory(name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    declare(author, before, school=cedar)

    assert conflicts_in(year) == {}


def test_interests_are_pairs_of_members(year: AcademicYear, schools: list[School]) -> None:
    ash, beech, cedar = schools
    declaration = Declaration.objects.create(person=make.head_of(ash), year=year)
    stranger = make.SchoolFactory()
    for school, gone in ((beech, None), (cedar, "2026-06-21 09:00"), (stranger, None), (ash, None)):
        Interest.objects.create(
            declaration=declaration, school=school, kind="learn-from",
            declared_at=make.moment("2026-06-20 09:00"), withdrawn_at=gone and make.moment(gone),
        )  # fmt: skip

    assert interests_in(year) == {pair(ash, beech)}


def test_before_the_renewal_the_members_of_the_year_before_count(schools: list[School]) -> None:
    School.objects.filter(pk__in=[school.pk for school in schools[:2]]).update(trust="The Oak Trust")
    following = make.YearFactory(name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))

    assert conflicts_in(following).keys() == {pair(*schools[:2])}


@pytest.mark.parametrize("number", [1, 3])
def test_conflicts_are_found_in_as_many_queries_for_one_as_for_three(
    year: AcademicYear, schools: list[School], number: int, django_assert_num_queries: Any
) -> None:
    heads = [make.head_of(school) for school in schools]
    for author, other in list(zip(heads, [*heads[1:], heads[0]], strict=True))[:number]:
        declare(author, year, person=other)

    with django_assert_num_queries(5):
        assert len(conflicts_in(year)) == number
