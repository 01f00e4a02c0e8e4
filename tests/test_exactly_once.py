"""Every owed message is written once and delivered once, whatever is killed in the middle.

Real PostgreSQL, real Redis, a real mail server, and workers by the command line of docker-compose.yml.
"""

import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from email import message_from_bytes
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from celery import Celery

from tests.services import (
    ROOT,
    Process,
    RedisServer,
    free_port,
    postgres_server,
    process,
    redis_server,
    wait_until,
)

SESSIONS = 200
MESSAGES = SESSIONS * 3  # lead reviewer, reviewer, lead headteacher
WORKERS = 4

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.processes]


class MailServer:
    """Takes every mail, slowly enough that a kill falls into the middle of a delivery."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Note Message-ID and recipient of an accepted mail."""
        mail = message_from_bytes(envelope.content)
        with self._lock:
            self.taken.append((str(mail["Message-ID"]), envelope.rcpt_tos[0]))
        time.sleep(0.005)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[tuple[MailServer, int]]:
    server, port = MailServer(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server, port
    controller.stop()


def noon_in_london(folder: Path) -> Path:
    """A folder of time zones in which it is about noon in London, so that no quiet hour delays the test."""
    ahead = 12 - datetime.now(UTC).hour
    name = f"GMT{'-' if ahead >= 0 else '+'}{abs(ahead)}"  # POSIX counts the other way round
    zone = folder / "Europe" / "London"
    zone.parent.mkdir(parents=True)
    with (files("tzdata") / "zoneinfo" / "Etc" / name).open("rb") as source:
        zone.write_bytes(source.read())
    return folder


class Partnership:
    """The running installation under test."""

    def __init__(self, env: dict[str, str], redis: RedisServer, stack: ExitStack) -> None:
        self.env = env
        self.redis = redis
        self.stack = stack
        self.workers: list[Process] = []
        self.started = 0
        self.broker = Celery(broker=env["REDIS_URL"])

    def manage(self, *words: str) -> None:
        """Run one command to its end."""
        subprocess.run([sys.executable, *words], cwd=ROOT, env=self.env, check=True, capture_output=True)

    def add_worker(self) -> None:
        """Start one more worker."""
        self.started += 1
        self.workers.append(
            self.stack.enter_context(process("worker", self.env, hostname=f"worker{self.started}"))
        )

    def wake(self) -> None:
        """What beat does each minute; a broker that is down is somebody's trouble later."""
        for task in ("peerchallenge.tasks.sweep_deadlines", "hlp.tasks.deliver_messages"):
            try:
                self.broker.send_task(task, queue="default", retry=False)
            except Exception:  # the broker may just be restarting
                time.sleep(0.2)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        connection = psycopg2.connect(self.env["DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def unsent(self) -> int:
        """How many messages are still to be written or sent."""
        sent = self.rows("SELECT count(*) FROM hlp_message WHERE state = 'sent'")[0][0]
        return MESSAGES - int(sent)

    def run_until(self, condition: Callable[[], bool], seconds: float = 150) -> None:
        """Wake the workers every second until the condition holds."""

        def wake_and_look() -> bool:
            if condition():
                return True
            self.wake()
            time.sleep(0.5)
            return condition()

        wait_until(wake_and_look, seconds=seconds, what="delivery")


@pytest.fixture
def partnership(tmp_path: Path, mail_server: tuple[MailServer, int]) -> Iterator[Partnership]:
    with ExitStack() as stack:
        database = stack.enter_context(postgres_server())
        redis = stack.enter_context(redis_server())
        env = {
            "PATH": f"{Path(sys.executable).parent}:{Path(shutil.which('env') or '/usr/bin/env').parent}",
            "SECRET_KEY": "only-for-this-test-" + "x" * 40,
            "DATABASE_URL": database,
            "REDIS_URL": redis.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_server[1]}",
            "SITE_URL": "http://partnership.example",
            "DELIVERY_LEASE_SECONDS": "15",
            "PYTHONTZPATH": str(noon_in_london(tmp_path / "zones")),
            "VAR_DIR": str(tmp_path / "var"),
        }
        made = Partnership(env, redis, stack)
        made.manage("manage.py", "migrate", "--verbosity", "0")
        made.manage("-m", "tests.crowd", str(SESSIONS))
        yield made


def test_exactly_once_though_workers_and_redis_are_killed(
    partnership: Partnership, mail_server: tuple[MailServer, int]
) -> None:
    server = mail_server[0]
    for _ in range(WORKERS):
        partnership.add_worker()

    # Kill two workers once the first mails are out, empty Redis, and kill the other two later.
    partnership.run_until(lambda: len(server.taken) > 40)
    kill_and_replace(partnership, 0, 1)
    partnership.redis.restart_empty()
    before = len(server.taken)
    partnership.run_until(lambda: len(server.taken) > before + 60)
    kill_and_replace(partnership, 2, 3)
    partnership.run_until(lambda: partnership.unsent() == 0)

    written = partnership.rows("SELECT count(*), count(DISTINCT key) FROM hlp_message")
    assert written == [(MESSAGES, MESSAGES)]
    check_deliveries(partnership, server.taken)


def kill_and_replace(partnership: Partnership, *numbers: int) -> None:
    for number in numbers:
        partnership.workers[number].kill()
    for _ in numbers:
        partnership.add_worker()


def check_deliveries(partnership: Partnership, taken: list[tuple[str, str]]) -> None:
    """Once each; twice only where a worker died between the mail server's yes and our commit."""
    times = Counter(taken)
    tried = Counter(row[0] for row in partnership.rows("SELECT attempts FROM hlp_message"))

    assert len(times) == MESSAGES
    repeated = [mail for mail, number in times.items() if number > 1]
    # A repeat has the same Message-ID (it is one key of `times`) and was begun anew after a kill: four workers
    # of two processes each were killed, each in the middle of at most one mail.
    assert max(times.values()) <= 2
    assert len(repeated) <= MESSAGES - tried[1] <= 8
