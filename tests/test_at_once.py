"""Two at the same moment, on real PostgreSQL: rows are locked, nothing is written or claimed twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from hlp import outbox
from hlp.models import Message
from peerchallenge.models import ChallengeSession, SessionEvent
from peerchallenge.services import clock
from peerchallenge.services.sweep import sweep
from tests.conftest import Cast, utc

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_postgres(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and no row locks to test")


def together(action: Callable[[], Any], times: int = 4) -> list[Any]:
    """Run the action in several threads that start at the same moment; their results."""
    gate = Barrier(times)

    def one(_: int) -> Any:
        gate.wait()
        try:
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_four_sweeps_write_what_is_owed_once(cast: Cast) -> None:
    written = together(lambda: sweep(at=utc("2026-11-18 12:00")))

    keys = Counter(owed.key for batch in written for owed in batch)
    assert set(keys.values()) == {1}
    assert Message.objects.count() == len(keys) == 4


def test_four_taps_end_a_session_once(cast: Cast) -> None:
    moment = utc("2026-11-19 15:00")

    together(lambda: clock.end_session(session=cast.session, by=cast.lead, at=moment))

    assert SessionEvent.objects.filter(to_state="held").count() == 1
    assert ChallengeSession.objects.get(pk=cast.session.pk).clock_generation == 1


def test_a_message_is_claimed_by_one_of_four(cast: Cast) -> None:
    sweep(at=utc("2026-11-18 12:00"))
    Message.objects.exclude(person=cast.lead).delete()

    claims = together(lambda: outbox.claim(at=utc("2026-11-18 12:00")))

    assert Counter(claim is None for claim in claims) == {True: 3, False: 1}
