"""Every owed message is written once and delivered once, whatever is killed in the middle.

Real PostgreSQL, real Redis, a real mail server, and workers by the command line of docker-compose.yml. The same at full
size, with more kills, is measured by ``make bench``.
"""

from collections.abc import Iterator

import pytest

from tests.running import Partnership, running

SESSIONS = 200
WORKERS = 4

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.processes]


@pytest.fixture
def partnership() -> Iterator[Partnership]:
    with running() as made:
        made.fill(SESSIONS)
        yield made


def test_exactly_once_though_workers_and_servers_are_killed(partnership: Partnership) -> None:
    taken = partnership.mail.taken
    for _ in range(WORKERS):
        partnership.add_worker()

    # Kill two workers once the first mails are out, empty Redis, restart PostgreSQL, and kill the other two later.
    partnership.run_until(lambda: len(taken) > 40)
    partnership.kill_and_replace(0, 1)
    partnership.redis.restart_empty()
    before = len(taken)
    partnership.run_until(lambda: len(taken) > before + 60)
    partnership.database.crash()
    partnership.database.start()
    partnership.kill_and_replace(2, 3)
    partnership.run_until(lambda: partnership.unsent() == 0)

    found = partnership.outcome()
    assert (found.lost, found.doubled, found.written) == (0, 0, partnership.owed)
    # A repeat has the same Message-ID and was begun anew after a kill: four workers of two processes each were killed,
    # and the database went away under all eight, each in the middle of at most one mail.
    assert found.most <= 4  # one that each of the three disasters met in its middle
    assert found.repeated <= found.begun_anew <= 16
