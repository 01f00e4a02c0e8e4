"""The page of messages."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from hlp.choices import MessageState
from hlp.models import AuditEntry, Message, User
from tests import factories as make
from tests.conftest import As, Cast, utc

NOON = utc("2026-11-16 12:00")


def message(person: User, key: str = "invitation:user=1", **facts: Any) -> Message:
    at: datetime = facts.pop("at", NOON)
    context = {"post": "Headteacher, Ash Primary School", "by": "Adil", "path": "/accounts/login/"}
    defaults = {"kind": "invitation", "context": context, "why": "An account was made for them"}
    return Message.objects.create(
        key=key, person=person, address=person.email, written_at=at, due_at=at, **{**defaults, **facts}
    )


def failed(person: User, key: str = "failed") -> Message:
    return message(
        person, key, state=MessageState.FAILED, attempts=7, last_error="SMTPException: no such mailbox"
    )


def shown(as_: As, user: User, query: str = "") -> list[str]:
    return [m.key for m in as_(user).get(f"/messages/{query}").context["page"].object_list]


def test_only_the_office_reads_them(as_: As, cast: Cast) -> None:
    row = message(cast.host)
    for path in ("/messages/", f"/messages/{row.pk}/"):
        readers = {name for name, user in cast.people().items() if as_(user).get(path).status_code == 200}
        assert readers == {"director", "administrator"}


def test_newest_first_and_filters_narrow(as_: As, cast: Cast) -> None:
    message(cast.host, "old", at=NOON - timedelta(days=1))
    message(cast.lead, "new", kind="session-planned", about="session:7")
    failed(cast.lead)
    ask = cast.director
    assert shown(as_, ask) == ["failed", "new", "old"]
    assert shown(as_, ask, "?state=failed") == ["failed"]
    assert shown(as_, ask, "?kind=session-planned") == ["new"]
    assert shown(as_, ask, "?q=hana") == ["old"]
    assert shown(as_, ask, "?q=session:7") == ["new"]
    assert shown(as_, ask, f"?person={cast.lead.pk}&state=waiting") == ["new"]
    assert shown(as_, ask, "?state=nonsense&kind=none&person=x&page=99") == ["failed", "new", "old"]


def test_one_message_shows_text_reason_and_error(as_: As, cast: Cast) -> None:
    row = failed(cast.host)
    page = as_(cast.director).get(f"/messages/{row.pk}/").content.decode()
    for words in ("Dear Hana Host", "An account was made for them", "no such mailbox", "Send again"):
        assert words in page


def test_a_message_without_a_template_is_still_shown(as_: As, cast: Cast) -> None:
    row = message(cast.host, kind="gone")
    page = as_(cast.director).get(f"/messages/{row.pk}/").content.decode()
    assert "cannot be shown" in page


def test_what_a_name_holds_is_never_markup(as_: As, cast: Cast) -> None:
    cast.host.name = "<script>alert(1)</script>"
    cast.host.save()
    row = message(cast.host)
    page = as_(cast.director).get(f"/messages/{row.pk}/").content.decode()
    assert "<script>alert(1)" not in page


def test_send_again_pressed_twice_sends_once(as_: As, cast: Cast) -> None:
    row = failed(cast.host)
    client = as_(cast.administrator)
    for _ in range(2):
        assert client.post(f"/messages/{row.pk}/again/")["Location"] == f"/messages/{row.pk}/"
    row.refresh_from_db()
    assert (row.state, row.attempts, row.resends, row.last_error) == ("waiting", 0, 1, "")
    assert list(AuditEntry.objects.values_list("action", "actor")) == [
        ("message.send-again", "Adil Administrator")
    ]


def test_send_again_is_posted_by_the_office_alone(as_: As, cast: Cast) -> None:
    row = failed(cast.host)
    assert as_(cast.director).get(f"/messages/{row.pk}/again/").status_code == 405
    assert as_(cast.host).post(f"/messages/{row.pk}/again/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for n in range(number):
        message(make.UserFactory(), f"key-{n}")
    client = as_(cast.director)
    with django_assert_num_queries(9):
        client.get("/messages/")


def test_the_office_is_told_of_mail_that_could_not_be_sent(as_: As, cast: Cast) -> None:
    failed(cast.host)
    told = "1 e-mail could not be sent"

    assert told in as_(cast.director).get("/home/").content.decode()
    assert told in as_(cast.administrator).get("/home/").content.decode()
    assert told not in as_(cast.host).get("/home/").content.decode()


def test_a_person_beyond_all_numbers_is_left_aside(cast: Cast, as_: As) -> None:
    assert as_(cast.director).get("/messages/", {"person": "9" * 30}).status_code == 200
