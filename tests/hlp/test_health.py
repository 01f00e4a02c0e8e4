"""The health page says what is wrong, to anybody, without secrets."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from hlp import clock, health
from hlp.models import Heartbeat, Message, User
from tests import factories as make

ALL_WELL = {
    "ok": True,
    "database": True,
    "broker": True,
    "silent_jobs": [],
    "oldest_waiting_message_seconds": None,
    "last_sweep_seconds": None,
}


def asked(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def test_a_fresh_installation_is_well(client: Client, db: None) -> None:
    assert asked(client) == (200, ALL_WELL)


def test_a_beat_that_never_ran_is_told_once_people_are_there(client: Client, db: None) -> None:
    person = make.UserFactory()
    User.objects.filter(pk=person.pk).update(date_joined=clock.now() - timedelta(minutes=6))

    code, found = asked(client)

    assert (code, found["silent_jobs"]) == (
        503,
        ["deadlines", "deliver", "documents", "handbooks", "plans", "score-cards"],
    )


@pytest.mark.parametrize(("minutes", "status", "silent"), [(4, 200, []), (6, 503, ["deadlines"])])
def test_a_job_that_went_silent_is_named(
    client: Client, db: None, minutes: int, status: int, silent: list[str]
) -> None:
    Heartbeat.objects.create(job="deadlines", at=clock.now() - timedelta(minutes=minutes))
    code, found = asked(client)
    assert (code, found["silent_jobs"], found["last_sweep_seconds"] // 60) == (status, silent, minutes)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503), (-60, 200)])
def test_a_message_that_waits_too_long_is_told(client: Client, db: None, minutes: int, status: int) -> None:
    due = clock.now() - timedelta(minutes=minutes)
    person = make.UserFactory()
    Message.objects.create(
        key="a", kind="invitation", person=person, address=person.email, written_at=due, due_at=due
    )
    code, found = asked(client)
    assert code == status
    assert "priya" not in str(found)


def test_a_broker_that_does_not_answer_is_told(db: None, settings: Settings) -> None:
    from hlp.celery import app

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    before, app.conf.broker_url = app.conf.broker_url, settings.REDIS_URL
    try:
        assert health.broker_answers() is False
    finally:
        app.conf.broker_url = before
