"""Messages: written once, delivered, tried again, given up, sent again."""

import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from pytest_django import Settings

from hlp import clock, outbox
from hlp.choices import MessageState
from hlp.models import AuditEntry, Message, User
from hlp.outbox import Note
from tests import factories as make
from tests.conftest import utc

NOON = utc("2026-11-19 12:00")


@pytest.fixture
def person(db: None) -> User:
    return make.UserFactory(name="Pat", email="pat@school.example")


def note(person: User, key: str = "k", **changes: Any) -> Note:
    context = {"host": "Ash", "starts": "soon", "path": "/sessions/1/", "address": ""}
    values = {"kind": "session-tomorrow", "context": context, "about": "session:1", **changes}
    return Note(key=key, person=person, **values)


@time_machine.travel(NOON, tick=False)
def test_a_message_written_twice_is_sent_once(person: User) -> None:
    outbox.write([note(person)])
    outbox.write([note(person)])

    assert (outbox.deliver_due(), outbox.deliver_due(), len(mail.outbox)) == (1, 0, 1)


@time_machine.travel(NOON, tick=False)
def test_an_email_carries_text_html_and_the_keys_message_id(person: User) -> None:
    outbox.write([note(person)])
    outbox.deliver_due()

    sent, message = mail.outbox[0], Message.objects.get()
    assert sent.subject == "Peer challenge at Ash: soon"
    assert sent.to == ["pat@school.example"]
    assert sent.extra_headers["Message-ID"] == message.message_id
    assert "/sessions/1/" in sent.body
    assert (message.state, message.sent_at) == (MessageState.SENT, NOON)


@time_machine.travel(utc("2026-11-19 22:10"), tick=False)
def test_news_of_the_night_waits_for_the_morning(person: User) -> None:
    outbox.write([note(person)])

    assert outbox.deliver_due() == 0
    assert Message.objects.get().due_at == utc("2026-11-20 07:00")


class Refusing(BaseEmailBackend):
    """A mail server that says no."""

    error: Exception = ConnectionRefusedError("nobody there")

    def send_messages(self, email_messages: Any) -> int:
        raise self.error


@pytest.fixture
def refusing(settings: Any) -> type[Refusing]:
    settings.EMAIL_BACKEND = "tests.hlp.test_outbox.Refusing"
    return Refusing


def test_a_mail_server_that_is_down_is_tried_again_ever_more_slowly_and_then_given_up(
    person: User, refusing: type[Refusing]
) -> None:
    waits = []
    with time_machine.travel(NOON, tick=False) as traveller:
        outbox.write([note(person)])
        while (message := Message.objects.get()).state == MessageState.WAITING:
            traveller.move_to(max(message.due_at, clock.now()))
            outbox.deliver_due()
            waits.append(Message.objects.get().due_at - clock.now())

    assert waits[:-1] == [timedelta(minutes=m) for m in outbox.BACK_OFF]
    assert (message.state, message.last_error) == (
        MessageState.FAILED,
        "ConnectionRefusedError: nobody there",
    )


@time_machine.travel(NOON, tick=False)
def test_an_address_that_is_refused_for_good_is_not_tried_again(
    person: User, refusing: type[Refusing], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = smtplib.SMTPRecipientsRefused({"pat@school.example": (550, b"no such user")})
    monkeypatch.setattr(refusing, "error", refused)
    outbox.write([note(person)])
    outbox.deliver_due()

    assert Message.objects.get().state == MessageState.FAILED


@time_machine.travel(NOON, tick=False)
def test_one_message_that_cannot_be_made_does_not_stop_the_others(person: User) -> None:
    outbox.write([note(person, "a", kind="no-such-template"), note(person, "b")])

    outbox.deliver_due()

    states = dict(Message.objects.values_list("key", "state"))
    assert states == {"a": MessageState.FAILED, "b": MessageState.SENT}


@time_machine.travel(NOON, tick=False)
def test_a_claimed_message_is_left_alone_until_the_lease_ends(person: User) -> None:
    outbox.write([note(person)])
    assert outbox.claim() is not None

    assert outbox.deliver_due() == 0
    with time_machine.travel(NOON + timedelta(seconds=121), tick=False):
        assert outbox.deliver_due() == 1


@time_machine.travel(NOON, tick=False)
def test_send_again_sends_once_more_under_a_new_message_id(person: User) -> None:
    outbox.write([note(person)])
    outbox.deliver_due()
    message = Message.objects.get()

    outbox.send_again(message, by=person)
    outbox.send_again(message, by=person)

    assert (outbox.deliver_due(), len(mail.outbox)) == (1, 2)
    ids = {sent.extra_headers["Message-ID"] for sent in mail.outbox}
    assert len(ids) == 2
    assert AuditEntry.objects.filter(action="message.send-again").count() == 1


@time_machine.travel(NOON, tick=False)
def test_a_withdrawn_message_is_not_sent(person: User) -> None:
    outbox.write([note(person), note(person, "other", about="session:2")])

    assert outbox.cancel(about="session:1", kinds=["session-tomorrow"]) == 1

    outbox.deliver_due()
    assert dict(Message.objects.values_list("key", "state")) == {
        "k": MessageState.CANCELLED,
        "other": MessageState.SENT,
    }


def test_what_is_rolled_back_was_never_written(person: User) -> None:
    def fail() -> None:
        with transaction.atomic():
            outbox.write([note(person)])
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 our own, just above
        fail()

    assert Message.objects.count() == 0


@time_machine.travel(NOON, tick=False)
def test_nothing_goes_to_a_person_whose_account_is_closed(person: User) -> None:
    outbox.write([note(person)])
    User.objects.update(is_active=False)

    assert (outbox.deliver_due(), len(mail.outbox)) == (0, 0)
    assert Message.objects.get().state == MessageState.CANCELLED


@time_machine.travel(NOON, tick=False)
def test_an_email_leads_to_our_own_site_alone(person: User, settings: Settings) -> None:
    settings.SITE_URL = "https://hlp.example"
    person.name = (
        "[Sign in here](https://evil.example/) <https://evil.example/>\nhttps://hlp.example.evil.example/"
    )
    person.save()

    outbox.write([note(person)])
    outbox.deliver_due()

    html = str(mail.outbox[0].alternatives[0][0])
    assert re.findall(r'href="([^"]+)"', html) == ["https://hlp.example/sessions/1/"]


@time_machine.travel(NOON, tick=False)
def test_no_name_adds_a_header(person: User) -> None:
    outbox.write(
        [note(person, context={"host": "Ash\r\nBcc: evil@example.org", "starts": "soon", "path": "/"})]
    )
    outbox.deliver_due()

    assert mail.outbox[0].subject == "Peer challenge at Ash"
    assert mail.outbox[0].message()["Bcc"] is None
    assert mail.outbox[0].recipients() == ["pat@school.example"]
