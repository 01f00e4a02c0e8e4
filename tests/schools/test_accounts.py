"""Accounts: corrected, invited again, closed and opened by the office."""

from datetime import date
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client

from hlp.clock import now
from hlp.models import AuditEntry, Message, User
from hlp.transitions import StaleEdit
from schools.choices import Role
from schools.services import accounts
from schools.services.accounts import Details
from schools.services.people import Post, invite
from tests import factories as make
from tests.conftest import BEFORE, As, Cast

pytestmark = pytest.mark.usefixtures("_monday")


@pytest.fixture
def _monday() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def correct(person: User, by: User, **changed: str) -> list[str]:
    facts = {**vars(accounts.details_of(person)), **changed}
    return accounts.correct_details(person=person, details=Details(**facts), by=by)


def test_a_new_address_is_told_at_both_and_opens_nothing_at_the_old(
    cast: Cast, mailoutbox: list[Any]
) -> None:
    EmailAddress.objects.create(user=cast.host, email=cast.host.email, verified=True, primary=True)
    old = cast.host.email
    assert correct(cast.host, cast.administrator, email="hana@new.example") == ["email"]
    told = Message.objects.filter(kind="details-corrected").order_by("pk")
    assert list(told.values_list("address", flat=True)) == [old, "hana@new.example"]
    Client().post("/accounts/login/code/", {"email": old})
    assert (mailoutbox, EmailAddress.objects.filter(email=old).exists()) == ([], False)
    assert AuditEntry.objects.get(action="person.correct").detail == {"email": [old, "hana@new.example"]}


def test_an_address_of_somebody_else_is_told(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        correct(cast.host, cast.director, email=cast.lead.email.upper())
    assert list(refused.value.message_dict) == ["email"]


def test_a_name_is_corrected_without_a_message(cast: Cast) -> None:
    assert correct(cast.host, cast.administrator, name="Hana Hostess", phone="020 8583 0000") == [
        "name",
        "phone",
    ]
    assert correct(User.objects.get(pk=cast.host.pk), cast.administrator) == []
    assert not Message.objects.exists()


def test_an_older_page_overwrites_nothing(cast: Cast) -> None:
    version = accounts.version_of(cast.host)
    correct(cast.host, cast.director, name="Hana Hostess")
    with pytest.raises(StaleEdit):
        accounts.correct_details(
            person=cast.host, details=Details("X", "x@y.example"), version=version, by=cast.administrator
        )


def test_only_the_director_touches_the_account_of_a_director(cast: Cast) -> None:
    for act in (accounts.close_account, accounts.open_account):
        User.objects.filter(pk=cast.director.pk).update(is_active=act is accounts.close_account)
        with pytest.raises(ValidationError, match="Only the Director"):
            act(person=cast.director, by=cast.administrator)
    with pytest.raises(ValidationError, match="Only the Director"):
        correct(cast.director, cast.administrator, email="adil@elsewhere.example")


def test_nobody_closes_their_own_account_nor_that_of_the_last_director(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="their own account"):
        accounts.close_account(person=cast.administrator, by=cast.administrator)
    second = make.UserFactory()
    make.appoint(second, Role.DIRECTOR)
    accounts.close_account(person=cast.director, by=second)
    cast.director.refresh_from_db()
    with pytest.raises(ValidationError, match="only Director"):
        accounts.close_account(person=second, by=cast.director)


def test_a_closed_account_signs_in_no_more_until_it_is_opened(as_: As, cast: Cast) -> None:
    client = as_(cast.host)
    accounts.close_account(person=cast.host, by=cast.administrator)
    assert client.get("/home/").status_code == 302
    accounts.open_account(person=cast.host, by=cast.administrator)
    assert as_(cast.host).get("/home/").status_code == 200
    assert AuditEntry.objects.filter(action__in=["person.close", "person.open"]).count() == 2


# --- Inviting again ------------------------------------------------------------------------------


def newcomer(cast: Cast) -> User:
    post = Post(Role.HEADTEACHER, date(2026, 9, 1), cast.far_school)
    person = invite(email="noor@school.example", name="Noor New", post=post, by=cast.director)
    Message.objects.update(state="sent", sent_at=now())
    return person


def test_an_invitation_is_sent_again_once(cast: Cast) -> None:
    person = newcomer(cast)
    assert accounts.invite_again(person=person, by=cast.administrator)
    assert not accounts.invite_again(person=person, by=cast.administrator)
    keys = Message.objects.order_by("pk").values_list("key", flat=True)
    assert list(keys) == [f"invitation:user={person.pk}", f"invitation:user={person.pk}:again=1"]


def test_whoever_has_signed_in_is_not_invited_again(cast: Cast) -> None:
    person = newcomer(cast)
    User.objects.filter(pk=person.pk).update(last_login=now())
    with pytest.raises(ValidationError, match="has signed in already"):
        accounts.invite_again(person=person, by=cast.director)


# --- Pages ---------------------------------------------------------------------------------------


def test_the_office_corrects_on_the_page(as_: As, cast: Cast) -> None:
    client, back = as_(cast.administrator), f"/people/{cast.host.pk}/"
    facts = {"name": "Hana Hostess", "email": "HANA@new.example", "phone": "020 8583 0000"}
    stale = {**facts, "version": accounts.version_of(cast.host)}
    assert client.post(f"{back}edit/", stale)["Location"] == back
    page = client.get(back).content.decode()
    assert [text in page for text in ("Hana Hostess", "hana@new.example", "020 8583 0000")] == [True] * 3
    again = client.post(f"{back}edit/", {**stale, "name": "Hanna Host"}).content.decode()
    assert "Somebody changed these details since you opened the page" in again


def test_the_pages_close_open_and_invite(as_: As, cast: Cast) -> None:
    client, person = as_(cast.director), newcomer(cast)
    page = f"/people/{person.pk}/"
    assert "Send the invitation again" in client.get(page).content.decode()
    assert client.post(f"{page}invite-again/")["Location"] == page
    assert "Headteacher, Fir Primary School" in client.get(f"{page}close/").content.decode()
    assert client.post(f"{page}close/")["Location"] == page
    assert "Open the account again" in client.get(page).content.decode()
    assert client.post(f"{page}open/")["Location"] == page
    person.refresh_from_db()
    assert person.is_active
