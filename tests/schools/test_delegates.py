"""Deputies and the office of a school: chosen by its headteacher, told of dates, and no more."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import Message, User
from schools.choices import Role
from schools.models import Appointment
from schools.services.delegates import add_delegate, choose_copies
from schools.services.people import Post, appoint, end_appointment
from tests import factories as make
from tests.conftest import BEFORE, As, Cast

pytestmark = pytest.mark.usefixtures("_monday")
MONDAY = date(2026, 11, 16)


@pytest.fixture
def _monday() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def deputy(cast: Cast) -> Post:
    return Post(Role.DEPUTY, MONDAY, cast.host_school)


def test_a_headteacher_invites_a_deputy(cast: Cast) -> None:
    facts = {"email": "new@school.example", "name": "Noor New", "post": deputy(cast), "by": cast.host}
    person, new = add_delegate(**facts)
    assert new
    assert person.appointments.get().title == "Deputy headteacher, Ash Primary School"
    assert Message.objects.get().kind == "invitation"


def test_a_known_address_gets_the_post_and_a_message(cast: Cast) -> None:
    facts = {"email": "Stella.Stranger@school.example", "name": "S", "post": deputy(cast), "by": cast.host}
    for _ in range(2):
        person, new = add_delegate(**facts)
    assert (person, new) == (cast.stranger, False)
    assert [(m.kind, m.person) for m in Message.objects.all()] == [("post-given", cast.stranger)]


def test_a_closed_account_is_told(cast: Cast) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="is closed"):
        add_delegate(email=cast.stranger.email, name="S", post=deputy(cast), by=cast.host)


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.DIRECTOR, Role.QA_REVIEWER])
def test_a_headteacher_gives_no_other_post(cast: Cast, role: Role) -> None:
    with pytest.raises(ValidationError):
        appoint(person=cast.stranger, post=Post(role, MONDAY, cast.host_school), by=cast.host)
    with pytest.raises(ValidationError):
        add_delegate(email="a@b.example", name="A", post=Post(role, MONDAY, cast.host_school), by=cast.host)
    assert not cast.stranger.appointments.exists()


def test_a_headteacher_rules_their_own_school_alone(cast: Cast) -> None:
    post = Post(Role.DEPUTY, MONDAY, cast.far_school)
    with pytest.raises(ValidationError, match="the schools that you head"):
        appoint(person=cast.stranger, post=post, by=cast.host)
    with pytest.raises(ValidationError, match="the schools that you head"):
        end_appointment(appointment=cast.deputy.appointments.get(), ends=MONDAY, by=cast.outsider)


def test_a_headteacher_does_not_end_a_headship_on_this_page(as_: As, cast: Cast) -> None:
    pk = cast.host.appointments.get().pk
    assert as_(cast.host).get(f"/schools/{cast.host_school.urn}/delegates/{pk}/end/").status_code == 404


def test_the_page_invites_ends_and_chooses_copies(as_: As, cast: Cast) -> None:
    client, page = as_(cast.host), f"/schools/{cast.host_school.urn}/delegates/"
    facts = {"name": "Noor New", "email": "noor@school.example", "role": "school-office"}
    facts |= {"starts_0": "16", "starts_1": "11", "starts_2": "2026"}
    assert client.post(f"{page}invite/", facts)["Location"] == page
    noor = Appointment.objects.get(person__email="noor@school.example")
    delia = cast.deputy.appointments.get()
    assert client.post(page, {"copies": [str(delia.pk)]})["Location"] == page
    assert [Appointment.objects.get(pk=pk).copies for pk in (noor.pk, delia.pk)] == [False, True]
    last = {"ends_0": "20", "ends_1": "11", "ends_2": "2026"}
    assert client.post(f"{page}{delia.pk}/end/", last)["Location"] == page
    assert "Last day: Friday 20 November 2026" in client.get(page).content.decode()


def test_a_mistake_on_the_page_keeps_what_was_typed(as_: As, cast: Cast) -> None:
    page = as_(cast.host).post(f"/schools/{cast.host_school.urn}/delegates/invite/", {"name": "Noor New"})
    text = page.content.decode()
    assert "<title>Error: Invite somebody to help" in text
    assert 'value="Noor New"' in text


def test_somebody_elsewhere_is_no_choice_for_copies(as_: As, cast: Cast) -> None:
    other = make.appoint(cast.stranger, Role.DEPUTY, school=cast.far_school, copies=False)
    page = as_(cast.host).post(f"/schools/{cast.host_school.urn}/delegates/", {"copies": [str(other.pk)]})
    assert page.status_code == 200
    choose_copies(school=cast.host_school, chosen=[other.pk], by=cast.host)
    other.refresh_from_db()
    assert not other.copies


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    Appointment.objects.filter(role=Role.SCHOOL_OFFICE).delete()
    for _ in range(number - 1):
        make.appoint(make.UserFactory(), Role.DEPUTY, school=cast.host_school)
    client = as_(cast.host)
    with django_assert_num_queries(8):
        client.get(f"/schools/{cast.host_school.urn}/delegates/")
