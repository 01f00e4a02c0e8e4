"""The pages of members: list, map, numbers, one school's membership, the agreement, the renewal."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hlp import texts
from hlp.models import Message, Text
from schools.models import AcademicYear, Membership, School, SchoolLink
from schools.services.memberships import join, leave
from schools.services.years import lay_out_year
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc
from tests.hlp.test_tables import lines

pytestmark = pytest.mark.usefixtures("_november")


@pytest.fixture
def _november() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def school(cast: Cast) -> School:
    """A school that joins this year from January on; the others were members the year before."""
    before = lay_out_year(date(2025, 9, 1))
    for name in ("Ash", "Beech", "Cedar", "Elm", "Fir"):
        join(school=School.objects.get(name=f"{name} Primary School"), year=before, by=None)
    made: School = make.SchoolFactory(
        name="Hazel School", phase="special", type="Free school", postcode="TW7 5AA"
    )
    join(school=made, year=cast.year, starts=date(2027, 1, 4), because="It opened", by=cast.director)
    return made


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/members/{query}").context["page"]
    return [card.school.name.split()[0] for card in page.object_list]


# --- The list --------------------------------------------------------------------------------------


def test_members_are_listed_with_how_they_came(as_: As, cast: Cast, school: School) -> None:
    cards = as_(cast.outsider).get("/members/").context["page"].object_list
    assert [(c.school.name, c.collaborative, c.arrival, c.since) for c in cards[:2] + cards[-1:]] == [
        ("Ash Primary School", "North", None, date(2025, 9, 1)),
        ("Beech Primary School", "North", None, date(2025, 9, 1)),
        ("Hazel School", "", "joined", date(2027, 1, 4)),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?school=haz", ["Hazel"]),
        ("?school=tw7", ["Hazel"]),
        ("?phase=special", ["Hazel"]),
        ("?type=Free+school", ["Hazel"]),
        ("?change=joined", ["Hazel"]),
        ("?change=re-joined", []),
        ("?change=nonsense&phase=x&year=none&page=9", ["Ash", "Beech", "Cedar", "Elm", "Fir", "Hazel"]),
    ],
)
def test_filters_narrow_the_list(as_: As, cast: Cast, school: School, query: str, names: list[str]) -> None:
    client = as_(cast.host)
    assert shown(client, query) == names
    assert [row[0].split()[0] for row in lines(client.get(f"/members/{query}&download=csv"))] == names


def test_a_collaborative_and_another_year(as_: As, cast: Cast, school: School) -> None:
    client = as_(cast.host)
    assert shown(client, f"?collaborative={cast.other_collaborative.pk}") == ["Elm", "Fir"]
    before = AcademicYear.objects.get(name="2025/26")
    assert shown(client, f"?year={before.pk}") == ["Ash", "Beech", "Cedar", "Elm", "Fir"]


def test_who_is_to_leave_is_known_to_the_office_before(as_: As, cast: Cast, school: School) -> None:
    leave(school=school, year=cast.year, last_day=cast.year.ends, because="It closes", by=cast.director)
    assert shown(as_(cast.administrator), "?change=left") == ["Hazel"]
    assert shown(as_(cast.outsider), "?change=left") == []
    assert "Leaves" not in as_(cast.outsider).get("/members/").content.decode().partition("<tbody")[2]
    with time_machine.travel("2027-09-02 09:00+00:00", tick=False):
        assert shown(as_(cast.outsider), f"?change=left&year={cast.year.pk}") == ["Hazel"]


def test_the_numbers_of_all_years_stand_beside(as_: As, cast: Cast, school: School) -> None:
    numbers = as_(cast.host).get("/members/").context["numbers"]
    assert [(n.year.name, n.members, n.joined, n.rejoined, n.left) for n in numbers] == [
        ("2026/27", 6, 1, 0, 0),
        ("2025/26", 5, 0, 0, 0),
    ]


def test_reasons_and_agreements_are_in_the_office_s_file_only(as_: As, cast: Cast, school: School) -> None:
    office = lines(as_(cast.director).get("/members/?school=hazel&download=csv"))[0]
    other = lines(as_(cast.host).get("/members/?school=hazel&download=csv"))[0]
    assert office[: len(other)] == other
    assert office[len(other) :] == ["It opened", "", ""]


def test_a_partnership_without_a_year_says_so(as_: As, db: None) -> None:
    director = make.UserFactory()
    make.appoint(director, make.Role.DIRECTOR)
    assert "No academic year yet" in as_(director).get("/members/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for n in range(number):
        make.triad(f"Extra {n}", cast.collaborative, [make.SchoolFactory() for _ in range(3)], cast.year)
    client = as_(cast.director)
    with django_assert_num_queries(19):
        client.get("/members/")


# --- Recording --------------------------------------------------------------------------------------


def test_an_earlier_year_is_laid_out_and_its_members_recorded(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    assert client.post("/years/new/", {"name": "2014/15"}).status_code == 302
    assert client.post("/years/new/", {"name": "1999/00"}).status_code == 302
    assert client.post("/years/new/", {"name": "2030/31"}).status_code == 302
    year = AcademicYear.objects.exclude(pk=cast.year.pk).get()
    path = f"/members/add/?year={year.pk}"
    assert "Select one school or more" in client.post(path, {"other": "1"}).content.decode()
    schools = [cast.host_school.pk, cast.far_school.pk]
    assert client.post(path, {"schools": schools})["Location"] == f"/members/?year={year.pk}"
    assert (
        client.post(path, {"schools": schools}).status_code == 200
    )  # they are recorded, and no longer offered
    assert shown(client, f"?year={year.pk}") == ["Ash", "Fir"]


def day(name: str, value: date | None) -> dict[str, Any]:
    parts = (value.day, value.month, value.year) if value else ("", "", "")
    return {f"{name}_{number}": part for number, part in enumerate(parts)}


def test_a_school_joins_on_the_page(as_: As, cast: Cast) -> None:
    new = make.SchoolFactory(name="Hazel School")
    client, path = as_(cast.administrator), f"/members/{new.urn}/join/"
    data = {"year": cast.year.pk, "because": "It opened", **day("starts", date(2027, 9, 9))}
    assert "The first day must be between" in client.post(path, data).content.decode()
    assert client.post(path, data | day("starts", date(2027, 1, 4)))["Location"] == f"/members/{new.urn}/"
    row = Membership.objects.get(school=new)
    assert (row.starts, row.joined_because, row.recorded_by) == (
        date(2027, 1, 4),
        "It opened",
        cast.administrator,
    )


def test_a_school_leaves_on_the_page_unless_something_counts_on_it(
    as_: As, cast: Cast, school: School
) -> None:
    client, path = as_(cast.director), f"/members/{cast.host_school.urn}/2026-27/leave/"
    version = client.get(path).context["form"].initial["version"]
    data = {"because": "It joins another", "version": version, **day("last_day", date(2027, 3, 31))}
    assert "Take the school out of Triad 1 in 2026/27 first" in client.post(path, data).content.decode()
    assert "Enter why the school leaves" in client.post(path, {**data, "because": ""}).content.decode()
    path = f"/members/{school.urn}/2026-27/leave/"
    data["version"] = client.get(path).context["form"].initial["version"]
    assert client.post(path, data)["Location"] == f"/members/{school.urn}/"
    again = client.post(path, {**data, "because": "For another reason"})
    assert "Somebody changed this school’s membership" in again.content.decode()
    page = client.get(f"/members/{school.urn}/").content.decode()
    assert "It joins another" in page
    assert "For another reason" not in page


def test_a_membership_is_taken_back_on_the_page(as_: As, cast: Cast, school: School) -> None:
    path = f"/members/{school.urn}/2026-27/withdraw/"
    assert as_(cast.director).post(path, {"because": "A mistake"}).status_code == 302
    assert not Membership.objects.filter(school=school).exists()
    assert as_(cast.director).get(path).status_code == 404
    assert "A mistake" in as_(cast.director).get(f"/members/{school.urn}/").content.decode()


# --- The agreement ------------------------------------------------------------------------------------


@pytest.fixture
def agreement(cast: Cast) -> Text:
    """The agreement as it ships."""
    texts.ensure_defaults()
    return Text.objects.get(slug="membership-agreement")


def test_a_headteacher_accepts_for_the_year(as_: As, cast: Cast, agreement: Text) -> None:
    client, path = as_(cast.host), f"/members/{cast.host_school.urn}/2026-27/agreement/"
    assert "Accept the membership agreement for 2026/27" in client.get("/home/").content.decode()
    assert "Tick the box" in client.post(path, {"number": "1"}).content.decode()
    assert client.post(path, {"number": "1", "accept": "on"}).status_code == 302
    row = Membership.objects.get(school=cast.host_school)
    assert (row.agreement, row.accepted_by, row.accepted_at) == (
        agreement.current,
        cast.host,
        utc("2026-11-16 09:00"),
    )
    assert client.post(path, {"number": "1", "accept": "on"}).status_code == 302
    assert cast.host_school.membership_changes.count() == 1
    assert "Accepted by Hana Host" in client.get(path).content.decode()
    assert "Accept the membership agreement" not in client.get("/home/").content.decode()


def test_a_newer_agreement_is_read_before_it_is_accepted(as_: As, cast: Cast, agreement: Text) -> None:
    texts.publish(text=agreement, body="Be kinder still.", note="Kinder", by=cast.director)
    page = as_(cast.host).post(
        f"/members/{cast.host_school.urn}/2026-27/agreement/", {"number": "1", "accept": "on"}
    )
    assert "A newer agreement was published" in page.content.decode()
    assert "Be kinder still." in page.content.decode()
    assert Membership.objects.get(school=cast.host_school).agreement is None


def test_headteachers_are_asked_once_a_day(as_: As, cast: Cast, agreement: Text) -> None:
    client = as_(cast.administrator)
    for _ in range(2):
        client.post(f"/members/ask/{cast.year.pk}/")
    asked = Message.objects.filter(kind="agreement-asked")
    assert sorted(message.person.name for message in asked) == [
        "Hana Host", "Leo Lead", "Otto Outsider", "Rita Reviewer",
    ]  # fmt: skip


# --- The turn of the year -------------------------------------------------------------------------------


def test_the_director_renews_all_and_takes_a_successor_in(as_: As, cast: Cast) -> None:
    cast.far_school.open = False
    cast.far_school.save()
    hazel = make.SchoolFactory(name="Hazel School")
    confirmed = {"confirmed_by": cast.director, "confirmed_at": utc("2026-11-01 09:00")}
    link = SchoolLink.objects.create(school=hazel, predecessor=cast.far_school, **confirmed)
    client, path = as_(cast.director), f"/years/{cast.year.pk}/renew/"
    page = client.get(path)
    assert "4 schools are renewed" in page.content.decode()
    data = {"digest": page.context["renewal"].digest, "successors": [str(link.pk), "x"]}
    done = client.post(path, data)
    after = AcademicYear.objects.get(name="2027/28")
    assert done["Location"] == f"/members/?year={after.pk}"
    assert shown(client, f"?year={after.pk}") == ["Ash", "Beech", "Cedar", "Elm", "Hazel"]
    assert client.post(path, data).status_code == 302
    assert Membership.objects.filter(year=after).count() == 5


def test_a_renewal_that_changed_meanwhile_is_shown_again(as_: As, cast: Cast, school: School) -> None:
    client, path = as_(cast.director), f"/years/{cast.year.pk}/renew/"
    digest = client.get(path).context["renewal"].digest
    leave(school=school, year=cast.year, last_day=cast.year.ends, because="So", by=cast.director)
    page = client.post(path, {"digest": digest}, follow=True)
    assert "The members changed since you opened this page" in page.content.decode()
    assert not AcademicYear.objects.filter(name="2027/28").exists()
