"""The account page."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hlp.forms.account import clean_phone
from hlp.models import User
from tests.conftest import As, Cast


def test_it_shows_posts_and_how_to_sign_in(as_: As, cast: Cast) -> None:
    page = as_(cast.host).get("/account/").content.decode()
    assert "Headteacher, Ash Primary School" in page
    assert cast.host.email in page


def test_name_and_telephone_are_saved(as_: As, cast: Cast) -> None:
    done = as_(cast.host).post("/account/", {"name": "  Hana   Host-Ali ", "phone": "07700  900982"})
    assert done["Location"] == "/account/"
    cast.host.refresh_from_db()
    assert (cast.host.name, cast.host.phone) == ("Hana Host-Ali", "07700 900982")


def test_nothing_else_is_saved(as_: As, cast: Cast) -> None:
    facts = {"name": "Hana", "phone": "", "email": "x@evil.example", "is_superuser": "on", "is_active": ""}
    as_(cast.host).post("/account/", facts)
    saved = User.objects.get(pk=cast.host.pk)
    assert (saved.email, saved.is_superuser, saved.is_active) == (cast.host.email, False, True)


def test_a_mistake_is_told_and_what_was_typed_stays(as_: As, cast: Cast) -> None:
    answer = as_(cast.host).post("/account/", {"name": "", "phone": "ring me"})
    page = answer.content.decode()
    assert "<title>Error: Your account" in page
    assert 'value="ring me"' in page
    assert page.count('href="#id_name"') == 1
    assert "Hana Host" in page  # in the header, as saved


@pytest.mark.parametrize("number", ["", "020 8583 0000", "+44 (0)20 8583 0000", "07700900982"])
def test_telephone_numbers_that_ring(number: str) -> None:
    assert clean_phone(number) == number


@pytest.mark.parametrize("number", ["12345", "ext 4", "0" * 16, "07700 900982 (mobile)"])
def test_telephone_numbers_that_do_not(number: str) -> None:
    with pytest.raises(ValidationError):
        clean_phone(number)


def test_without_a_post_it_says_whom_to_ask(as_: As, cast: Cast) -> None:
    assert "No post is noted for you" in as_(cast.stranger).get("/account/").content.decode()


def test_it_needs_a_sign_in(client: Client, db: None) -> None:
    assert client.get("/account/").status_code == 302
