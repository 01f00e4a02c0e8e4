"""Inviting people, giving and ending posts."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry, Message, User
from schools.choices import Role
from schools.models import Appointment, School
from schools.roles import describe, roles_of
from schools.services.people import Post, appoint, end_appointment, invite
from tests import factories as make
from tests.conftest import BEFORE, As, Cast

SEPTEMBER = date(2026, 9, 1)
pytestmark = pytest.mark.usefixtures("_monday")


@pytest.fixture
def _monday() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def headship(school: School, **facts: Any) -> Post:
    return Post(Role.HEADTEACHER, **{"starts": SEPTEMBER, "school": school, **facts})


def test_inviting_makes_account_post_and_message(cast: Cast) -> None:
    post = headship(cast.host_school, acting=True)
    person = invite(email="New@School.example", name="Noor New", post=post, by=cast.administrator)
    assert (person.email, person.has_usable_password()) == ("new@school.example", False)
    assert describe(person) == ["Acting headteacher, Ash Primary School"]
    message = Message.objects.get(kind="invitation")
    assert (message.key, message.address) == (f"invitation:user={person.pk}", "new@school.example")
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["person.appoint", "person.invite"]


def test_a_known_address_is_told(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        invite(email=cast.host.email.upper(), name="X", post=headship(cast.host_school), by=cast.director)
    assert refused.value.message_dict == {
        "email": ["Hana Host has an account with this address already. Appoint them on their page instead"]
    }
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "field"), [(Role.HEADTEACHER, "school"), (Role.LEAD_HEADTEACHER, "collaborative")]
)
def test_a_post_needs_its_place(cast: Cast, role: Role, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        appoint(person=cast.stranger, post=Post(role, SEPTEMBER), by=cast.director)
    assert list(refused.value.message_dict) == [field]


def test_a_place_that_a_role_does_not_have_is_left_aside(cast: Cast) -> None:
    post = Post(Role.QA_REVIEWER, SEPTEMBER, cast.host_school, cast.collaborative)
    assert appoint(person=cast.stranger, post=post, by=cast.director).title == "QA reviewer"


def test_one_person_may_head_two_schools_and_two_may_share_one(cast: Cast) -> None:
    appoint(person=cast.host, post=headship(cast.far_school), by=cast.director)
    assert roles_of(User.objects.get(pk=cast.host.pk)).schools == {cast.host_school.pk, cast.far_school.pk}
    heads = Appointment.objects.filter(school=cast.far_school).values_list("person__name", flat=True)
    assert list(heads) == ["Hana Host", "Otto Outsider"]


def test_the_same_post_twice_is_one_post(cast: Cast) -> None:
    posts = [
        appoint(person=cast.stranger, post=headship(cast.far_school), by=cast.director) for _ in range(2)
    ]
    assert posts[0] == posts[1]


def test_a_post_that_overlaps_is_told(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        appoint(person=cast.host, post=headship(cast.host_school), by=cast.director)
    sentence = "Hana Host is Headteacher, Ash Primary School already, since Tuesday 1 September 2020"
    assert refused.value.messages == [sentence]


def test_a_post_may_be_taken_up_again(cast: Cast) -> None:
    mine = cast.host.appointments.get()
    end_appointment(appointment=mine, ends=date(2026, 12, 31), by=cast.director)
    later = appoint(
        person=cast.host, post=headship(cast.host_school, starts=date(2027, 4, 1)), by=cast.director
    )
    assert later.pk != mine.pk


# --- Ending --------------------------------------------------------------------------------------


def test_a_post_holds_until_the_end_of_its_last_day(cast: Cast) -> None:
    end_appointment(appointment=cast.host.appointments.get(), ends=date(2026, 11, 16), by=cast.director)
    assert roles_of(cast.host, date(2026, 11, 16)).any
    assert not roles_of(cast.host, date(2026, 11, 17)).any


def test_ending_twice_is_harmless(cast: Cast) -> None:
    post = cast.host.appointments.get()
    end_appointment(appointment=post, ends=date(2026, 11, 1), by=cast.director)
    end_appointment(appointment=post, ends=date(2026, 11, 20), by=cast.director)
    post.refresh_from_db()
    assert str(post.ends) == "2026-11-01"
    assert AuditEntry.objects.filter(action="person.end-appointment").count() == 1


def test_a_last_day_to_come_can_be_moved(cast: Cast) -> None:
    post = cast.host.appointments.get()
    for day in (date(2026, 12, 18), date(2027, 3, 25)):
        end_appointment(appointment=post, ends=day, by=cast.director)
    post.refresh_from_db()
    assert str(post.ends) == "2027-03-25"


def test_a_last_day_before_the_first_is_told(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        end_appointment(appointment=cast.host.appointments.get(), ends=date(2020, 8, 31), by=cast.director)


def test_nobody_ends_the_last_director(cast: Cast) -> None:
    post = cast.director.appointments.get()
    with pytest.raises(ValidationError) as refused:
        end_appointment(appointment=post, ends=date(2026, 12, 31), by=cast.director)
    assert refused.value.messages == ["They are the only Director. Appoint another before you end this post"]


@pytest.mark.parametrize(
    ("starts", "ends", "active", "allowed"),
    [
        (date(2027, 1, 1), None, True, True),  # the day after
        (date(2027, 1, 2), None, True, False),  # a day without a Director
        (date(2026, 9, 1), date(2027, 6, 1), True, False),  # leaves in turn
        (date(2026, 9, 1), None, False, False),  # cannot sign in
    ],
)
def test_a_director_leaves_when_another_stays(
    cast: Cast, starts: date, ends: date | None, active: bool, allowed: bool
) -> None:
    make.appoint(make.UserFactory(is_active=active), Role.DIRECTOR, starts=starts, ends=ends)
    post = cast.director.appointments.get()
    if allowed:
        end_appointment(appointment=post, ends=date(2026, 12, 31), by=cast.director)
    else:
        with pytest.raises(ValidationError):
            end_appointment(appointment=post, ends=date(2026, 12, 31), by=cast.director)
    post.refresh_from_db()
    assert (post.ends is not None) is allowed


# --- Pages -----------------------------------------------------------------------------------------


def names(as_: As, cast: Cast, query: str) -> list[str]:
    return [row["person"].name for row in as_(cast.administrator).get(f"/people/{query}").context["people"]]


def test_people_are_found_by_name_school_and_role(as_: As, cast: Cast) -> None:
    assert len(names(as_, cast, "")) == 14
    assert names(as_, cast, "?q=leadhead") == ["Lena Leadhead", "Omar Leadhead"]
    assert names(as_, cast, "?q=ash+primary") == ["Delia Deputy", "Hana Host", "Oscar Office"]
    assert names(as_, cast, "?q=south") == ["Omar Leadhead"]
    assert names(as_, cast, "?role=qa-reviewer") == ["Quentin Quality", "Quinn Quality"]
    assert names(as_, cast, "?role=none") == ["Stella Stranger"]
    assert len(names(as_, cast, "?role=king")) == 14


def invitation(**facts: Any) -> dict[str, Any]:
    when = {"starts_0": "1", "starts_1": "9", "starts_2": "2026"}
    return {"name": "Noor New", "email": "noor@school.example", "role": "headteacher", **when, **facts}


def test_the_office_invites_on_the_page(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    done = client.post("/people/invite/", invitation(school=cast.far_school.pk))
    person = User.objects.get(email="noor@school.example")
    assert done["Location"] == f"/people/{person.pk}/"
    page = client.get(done["Location"]).content.decode()
    assert "Headteacher, Fir Primary School" in page
    again = client.post("/people/invite/", invitation(school=cast.far_school.pk)).content.decode()
    assert "Noor New has an account with this address already" in again


def test_a_mistake_keeps_what_was_typed(as_: As, cast: Cast) -> None:
    answer = as_(cast.director).post("/people/invite/", invitation(email="noor(at)school", starts_1="13"))
    page = answer.content.decode()
    assert "<title>Error: Invite a person" in page
    assert 'value="noor(at)school"' in page
    assert [f'href="#{target}"' in page for target in ("id_email", "id_starts_1")] == [True, False]


def test_posts_are_given_and_ended_on_the_page(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    back = f"/people/{cast.stranger.pk}/"
    facts = invitation(role="lead-headteacher", collaborative=cast.collaborative.pk, acting="on")
    assert client.post(f"{back}appoint/", facts)["Location"] == back
    post = cast.stranger.appointments.get()
    assert post.title == "Acting lead headteacher, North"
    day = {"ends_0": "18", "ends_1": "12", "ends_2": "2026"}
    assert client.post(f"/appointments/{post.pk}/end/", day)["Location"] == back
    page = client.get(back).content.decode()
    assert "Friday 18 December 2026" in page


def test_the_last_director_is_kept_on_the_page(as_: As, cast: Cast) -> None:
    post = cast.director.appointments.get()
    day = {"ends_0": "18", "ends_1": "12", "ends_2": "2026"}
    answer = as_(cast.director).post(f"/appointments/{post.pk}/end/", day)
    assert "They are the only Director" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        make.head_of(make.SchoolFactory())
    client = as_(cast.director)
    with django_assert_num_queries(8):
        client.get("/people/")


def test_only_the_director_makes_and_ends_directors(cast: Cast) -> None:
    post = Post(Role.DIRECTOR, SEPTEMBER)
    with pytest.raises(ValidationError, match="Only the Director appoints a Director"):
        invite(email="new@school.example", name="Noor New", post=post, by=cast.administrator)
    second = appoint(person=cast.stranger, post=post, by=cast.director)
    with pytest.raises(ValidationError, match="Only the Director ends the post of a Director"):
        end_appointment(appointment=second, ends=date(2026, 12, 31), by=cast.administrator)


def test_an_administrator_gives_themselves_no_post(cast: Cast) -> None:
    post = Post(Role.LEAD_HEADTEACHER, SEPTEMBER, collaborative=cast.collaborative)
    with pytest.raises(ValidationError, match="Nobody gives a post to themselves"):
        appoint(person=cast.administrator, post=post, by=cast.administrator)


@pytest.mark.parametrize("name", ["\u200b", "https://evil.example"])
def test_a_name_is_a_name(as_: As, cast: Cast, name: str) -> None:
    as_(cast.host).post("/account/", {"name": name, "phone": ""})
    cast.host.refresh_from_db()
    assert cast.host.name == "Hana Host"
