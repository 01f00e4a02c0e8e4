"""What visitors write to the office: kept, told without a word of theirs, and machines kept out."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from hlp import clock
from hlp.mail import render
from hlp.models import Enquiry, Message
from hlp.site import enquiries, keeping
from tests.conftest import BEFORE, As, Cast

URL = "/contact/"
SENT = "/contact/sent/"


@pytest.fixture(autouse=True)
def _fresh_count(db: None) -> None:
    """Messages are counted in the cache, which outlives a test."""
    cache.clear()


def written(token: str | None = None, **words: Any) -> dict[str, Any]:
    opened = clock.now() - timedelta(seconds=30)
    facts = {
        "name": "Ann Visitor",
        "email": "ann@visitor.example",
        "about": "A visit",
        "text": "May we come?",
    }
    return {**facts, "token": token or enquiries.new_token(at=opened), "more": "", **words}


def test_a_message_reaches_the_office_and_the_e_mail_says_nothing_of_it(cast: Cast, client: Client) -> None:
    answer = client.post(URL, written())
    assert (answer.status_code, answer["Location"]) == (302, SENT)
    assert client.get(SENT).status_code == 200
    enquiry = Enquiry.objects.get()
    message = Message.objects.get()
    assert (enquiry.text, message.person, message.kind) == (
        "May we come?",
        cast.administrator,
        "enquiry-received",
    )
    told = " ".join(render(message))
    assert (enquiry.get_absolute_url() in told, "Ann" in told, "May we" in told) == (True, False, False)


def test_without_an_administrator_the_director_is_told(cast: Cast, client: Client) -> None:
    cast.administrator.appointments.update(ends=clock.today() - timedelta(days=1))
    client.post(URL, written())
    assert Message.objects.get().person == cast.director


def test_sending_twice_writes_once(cast: Cast, client: Client) -> None:
    sent = written()
    assert [client.post(URL, sent)["Location"], client.post(URL, sent)["Location"]] == [SENT, SENT]
    assert (Enquiry.objects.count(), Message.objects.count()) == (1, 1)


def test_what_is_missing_is_told_and_the_rest_is_kept(cast: Cast, client: Client) -> None:
    page = client.post(URL, written(email="nowhere", text=""))
    assert page.context["form"].errors == {
        "email": ["Enter an e-mail address in the correct format, like name@example.org"],
        "text": ["Write your message"],
    }
    assert 'value="Ann Visitor"' in page.content.decode()
    assert Enquiry.objects.count() == 0


def test_a_machine_that_fills_every_box_is_thanked_and_forgotten(cast: Cast, client: Client) -> None:
    assert client.post(URL, written(more="cheap pills"))["Location"] == SENT
    assert (Enquiry.objects.count(), Message.objects.count()) == (0, 0)


def test_who_sends_within_two_seconds_is_asked_to_look_again_and_then_may(cast: Cast, client: Client) -> None:
    with time_machine.travel(BEFORE, tick=False):
        sent = written(token=enquiries.new_token(at=clock.now() - timedelta(seconds=2)))
        page = client.post(URL, sent)
        assert "That was very quick" in page.content.decode()
        assert f'value="{sent["token"]}"' in page.content.decode()
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        assert Enquiry.objects.count() == 0
    with time_machine.travel("2026-11-16 09:00:05+00:00", tick=False):
        assert client.post(URL, sent).status_code == 302


@pytest.mark.parametrize("token", ["", "forged", "WyJub3QiLCJ0aW1lIl0:1abc:xyz"])
def test_a_form_that_is_not_ours_is_given_back_with_a_fresh_token_and_then_goes_through(
    cast: Cast, client: Client, token: str
) -> None:
    with time_machine.travel(BEFORE, tick=False):
        page = client.post(URL, {**written(), "token": token})
        assert "open for a long time" in page.content.decode()
        fresh = page.context["form"].data["token"]
        assert f'value="{fresh}"' in page.content.decode()
        assert Enquiry.objects.count() == 0
    with time_machine.travel("2026-11-16 09:01+00:00", tick=False):
        assert client.post(URL, {**written(), "token": fresh}).status_code == 302


def test_five_an_hour_from_one_place_and_no_more(cast: Cast, client: Client) -> None:
    answers = [client.post(URL, written()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [200]
    assert client.post(URL, written(), REMOTE_ADDR="10.1.2.3").status_code == 302
    assert Enquiry.objects.count() == 6


def test_the_office_reads_answers_and_is_asked_until_then(cast: Cast, client: Client, as_: As) -> None:
    client.post(URL, written(text="<b>May</b> we come?"))
    enquiry = Enquiry.objects.get()
    office = as_(cast.administrator)
    assert "1 message from visitors of the website" in office.get("/home/").content.decode()
    page = office.get(enquiry.get_absolute_url()).content.decode()
    assert "&lt;b&gt;May&lt;/b&gt; we come?" in page
    for _ in range(2):
        office.post(f"{enquiry.get_absolute_url()}answered/")
    enquiry.refresh_from_db()
    assert enquiry.answered_by == cast.administrator
    assert "from visitors of the website" not in office.get("/home/").content.decode()
    assert Message.objects.get().state == "cancelled"


def test_after_a_year_it_is_forgotten(cast: Cast, client: Client) -> None:
    client.post(URL, written())
    Enquiry.objects.update(at=clock.now() - timedelta(days=364))
    keeping.tidy()
    assert Enquiry.objects.count() == 1
    Enquiry.objects.update(at=clock.now() - timedelta(days=366))
    keeping.tidy()
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_more(
    cast: Cast, client: Client, as_: As, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        client.post(URL, written())
    office = as_(cast.administrator)
    office.get("/enquiries/")
    with django_assert_num_queries(8):
        office.get("/enquiries/")
