"""Signing in: by e-mailed code, by password, and for nobody who was not invited."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from hlp import clock
from hlp.models import AuditEntry, User
from tests import factories as make
from tests.conftest import As

ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
LOGIN = "/accounts/login/"
PASSWORD = "seven-brown-otters"


@pytest.fixture(autouse=True)
def _fresh_counters(settings: Settings) -> None:
    """Tries are counted in the cache, which outlives a test. The real hasher is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    return make.UserFactory(name="Priya Raman", email="priya@school.example")


def newest_code() -> str:
    found = re.match(r"([A-Z]{4}-[A-Z]{4}) ", mail.outbox[-1].subject)
    assert found
    return found[1]


def signed_in(client: Client) -> bool:
    return client.get("/home/").status_code == 200


def test_sign_in_page_offers_the_code_first(client: Client, db: None) -> None:
    page = client.get(LOGIN).content.decode()
    assert page.count("<h1") == 1
    assert page.index("E-mail me a code") < page.index("Sign in with a password")


def test_a_code_is_sent_and_signs_in(client: Client, person: User) -> None:
    asked = client.post(ASK, {"email": "Priya@School.example"})
    assert asked["Location"] == CONFIRM
    assert [(m.to, len(m.alternatives)) for m in mail.outbox] == [(["priya@school.example"], 1)]
    assert newest_code() in mail.outbox[0].body
    done = client.post(CONFIRM, {"code": newest_code().lower().replace("-", " ")})
    assert done["Location"] == "/home/"
    assert signed_in(client)
    assert client.session.get_expiry_age() == timedelta(days=14).total_seconds()


def test_after_sign_in_one_lands_where_one_wanted_to_go(client: Client, person: User) -> None:
    assert client.get("/account/")["Location"] == f"{LOGIN}?next=/account/"
    page = client.get(f"{LOGIN}?next=/account/").content.decode()
    assert f'action="{ASK}?next=%2Faccount%2F"' in page
    asked = client.post(f"{ASK}?next=%2Faccount%2F", {"email": person.email})
    assert client.post(asked["Location"], {"code": newest_code()})["Location"] == "/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, person: User, elsewhere: str) -> None:
    client.post(ASK, {"email": person.email, "next": elsewhere})
    done = client.post(CONFIRM, {"code": newest_code(), "next": elsewhere})
    assert done["Location"] == "/home/"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, person: User) -> None:
    pages = []
    for address in (person.email, "nobody@school.example"):
        visitor = Client()
        asked = visitor.post(ASK, {"email": address})
        page = visitor.get(asked["Location"]).content.decode()
        pages.append(re.sub(r'value="[^"]{64}"|nonce="[^"]+"', "", page.replace(address, "ADDRESS")))
    assert pages[0] == pages[1]
    assert [m.to for m in mail.outbox] == [["priya@school.example"]]


def test_a_closed_account_gets_no_code(client: Client, person: User) -> None:
    User.objects.update(is_active=False)
    assert client.post(ASK, {"email": person.email})["Location"] == CONFIRM
    assert mail.outbox == []


def test_closing_an_account_ends_its_visits(as_: As, person: User) -> None:
    client = as_(person)
    assert signed_in(client)
    User.objects.update(is_active=False)
    assert not signed_in(client)


def test_a_wrong_code_can_be_corrected_twice(client: Client, person: User) -> None:
    client.post(ASK, {"email": person.email})
    for _ in range(2):
        again = client.post(CONFIRM, {"code": "XXXX-XXXX"})
        assert (again.status_code, "That code is not right" in again.content.decode()) == (200, True)
    assert client.post(CONFIRM, {"code": newest_code()})["Location"] == "/home/"


def test_the_third_wrong_code_ends_the_try(client: Client, person: User) -> None:
    client.post(ASK, {"email": person.email})
    codes = [client.post(CONFIRM, {"code": "XXXX-XXXX"}).status_code for _ in range(3)]
    assert codes == [200, 200, 302]
    assert client.post(CONFIRM, {"code": newest_code()})["Location"] == ASK
    assert not signed_in(client)


def test_a_code_works_for_15_minutes(client: Client, person: User) -> None:
    with time_machine.travel("2026-11-16 09:00+00:00", tick=False) as now:
        client.post(ASK, {"email": person.email})
        now.shift(timedelta(minutes=16))
        assert client.post(CONFIRM, {"code": newest_code()}).status_code == 302
        assert not signed_in(client)


def test_a_code_works_once(client: Client, person: User) -> None:
    client.post(ASK, {"email": person.email})
    code = newest_code()
    client.post(CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": code})
    assert not signed_in(client)


def test_a_new_code_replaces_the_first(client: Client, person: User) -> None:
    client.post(ASK, {"email": person.email})
    first = newest_code()
    client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) == 2
    client.post(CONFIRM, {"code": first})
    assert not signed_in(client)
    client.post(CONFIRM, {"code": newest_code()})
    assert signed_in(client)


def test_asking_too_often_is_refused(client: Client, person: User) -> None:
    for _ in range(3):
        Client().post(ASK, {"email": person.email})
    answer = client.post(ASK, {"email": person.email})
    assert (answer.status_code, "too many tries" in answer.content.decode()) == (200, True)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("typed", ["", "priya", "priya@"])
def test_an_address_that_cannot_be_one_is_told(client: Client, db: None, typed: str) -> None:
    page = client.post(ASK, {"email": typed}).content.decode()
    assert "<title>Error: Sign in" in page
    assert 'href="#id_email"' in page


def test_a_mail_server_that_is_down_is_told(client: Client, person: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post(ASK, {"email": person.email})
    assert (answer.status_code, "could not send the e-mail" in answer.content.decode()) == (503, True)


# --- Passwords ----------------------------------------------------------------------------------


def test_a_password_signs_in_for_14_days(client: Client, person: User) -> None:
    person.set_password(PASSWORD)
    person.save()
    done = client.post(f"{LOGIN}?next=/account/", {"login": person.email, "password": PASSWORD})
    assert done["Location"] == "/account/"
    assert client.session.get_expiry_age() == timedelta(days=14).total_seconds()


def test_a_wrong_password_does_not_tell_whether_the_address_is_known(client: Client, person: User) -> None:
    pages = [
        Client().post(LOGIN, {"login": address, "password": "wrong"}).content.decode()
        for address in (person.email, "nobody@school.example")
    ]
    assert ["The e-mail address or the password is wrong" in page for page in pages] == [True, True]


def test_wrong_passwords_lock_the_address_but_not_the_code(client: Client, person: User) -> None:
    person.set_password(PASSWORD)
    person.save()
    tries = [client.post(LOGIN, {"login": person.email, "password": "wrong"}) for _ in range(6)]
    assert [t.status_code for t in tries] == [200, 200, 200, 200, 200, 429]
    assert "Too many wrong passwords" in tries[-1].content.decode()
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 429
    other = make.UserFactory(email="other@school.example")
    assert client.post(LOGIN, {"login": other.email, "password": "wrong"}).status_code == 200
    client.post(ASK, {"email": person.email})
    client.post(CONFIRM, {"code": newest_code()})
    assert signed_in(client)


def test_the_lock_opens_after_half_an_hour(client: Client, person: User) -> None:
    person.set_password(PASSWORD)
    person.save()
    with time_machine.travel(clock.now(), tick=False) as now:
        for _ in range(6):
            client.post(LOGIN, {"login": person.email, "password": "wrong"})
        now.shift(timedelta(minutes=31))
        assert client.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302


def test_a_closed_account_is_not_opened_by_its_password(client: Client, person: User) -> None:
    person.set_password(PASSWORD)
    person.is_active = False
    person.save()
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert not signed_in(client)


def test_a_person_sets_and_changes_a_password(as_: As, person: User) -> None:
    person.set_unusable_password()
    person.save()
    client = as_(person)
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    set_ = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert set_["Location"] == "/account/"
    assert signed_in(client)
    new = "eight-brown-otters"
    wrong = {"oldpassword": "nonsense", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", wrong).status_code == 200
    assert client.post("/accounts/password/change/", {**wrong, "oldpassword": PASSWORD}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["person.set-password"] * 2


@pytest.mark.parametrize("weak", ["short", "password1234", "priya@school.example"])
def test_a_weak_password_is_refused(as_: As, person: User, weak: str) -> None:
    person.set_unusable_password()
    person.save()
    answer = as_(person).post("/accounts/password/set/", {"password1": weak, "password2": weak})
    assert answer.status_code == 200
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_a_forgotten_password_is_replaced_after_a_code(client: Client, person: User) -> None:
    person.set_password("the-one-forgotten")
    person.save()
    assert client.post("/accounts/password/reset/", {"email": person.email})["Location"] == reverse(
        "account_confirm_password_reset_code"
    )
    assert client.post("/accounts/password/reset/code/", {"code": newest_code()}).status_code == 302
    assert client.get("/accounts/password/reset/new/").status_code == 200
    done = client.post("/accounts/password/reset/new/", {"password1": PASSWORD, "password2": PASSWORD})
    assert client.get(done["Location"]).status_code == 200
    assert client.post(LOGIN, {"login": person.email, "password": PASSWORD})["Location"] == "/home/"


# --- What is closed ---------------------------------------------------------------------------


def test_there_is_no_sign_up(client: Client, db: None) -> None:
    facts = {"email": "new@school.example", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", facts)):
        assert "Accounts are by invitation" in answer.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "3rdparty/", "password/reset/key/done/"])
def test_what_is_not_wanted_of_allauth_is_not_there(client: Client, db: None, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_signing_out_asks_first_and_needs_a_button(as_: As, person: User) -> None:
    client = as_(person)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not signed_in(client)


def test_pages_of_people_are_kept_out_of_shared_caches(as_: As, person: User) -> None:
    assert as_(person).get("/home/")["Cache-Control"] == "private, no-store"


def test_counters_are_shared_by_all_processes() -> None:
    assert "locmem" not in django_settings.CACHES["default"]["BACKEND"].lower()


def test_people_sign_in_while_redis_is_down(client: Client, person: User, settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "hlp.cache.PatientRedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    client.post(ASK, {"email": person.email})
    assert client.post(CONFIRM, {"code": newest_code()})["Location"] == "/home/"


def test_another_address_claimed_by_the_browser_does_not_open_the_lock(client: Client, person: User) -> None:
    tries = [
        client.post(
            LOGIN, {"login": person.email, "password": "wrong"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
        )
        for n in range(6)
    ]
    assert [t.status_code for t in tries] == [200, 200, 200, 200, 200, 429]
