"""A whole installation at work: PostgreSQL, Redis, a mail server, and workers by the command line of docker-compose.yml.

It owes one message each to the lead reviewer, the reviewer and the lead headteacher of every session, and tells
afterwards whether each was written once and delivered once, whatever was killed meanwhile.
"""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg2
from aiosmtpd.controller import Controller
from celery import Celery

from tests.services import (
    ROOT,
    PostgresServer,
    Process,
    RedisServer,
    free_port,
    postgres,
    process,
    redis_server,
    wait_until,
)

MESSAGES_EACH = 3  # lead reviewer, reviewer, lead headteacher


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


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, int]]:
    """A mail server on a port of its own."""
    server, port = MailServer(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, port
    finally:
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


@dataclass(frozen=True)
class Outcome:
    """What became of the messages. ``lost`` and ``doubled`` are rows; ``repeated`` mails had been taken before a kill."""

    owed: int
    written: int
    distinct: int
    delivered: int
    repeated: int
    most: int
    begun_anew: int

    @property
    def lost(self) -> int:
        """Owed, and never delivered."""
        return self.owed - self.delivered

    @property
    def doubled(self) -> int:
        """Rows that tell what another row tells."""
        return self.written - self.distinct


class Partnership:
    """The running installation under test."""

    def __init__(
        self, env: dict[str, str], servers: tuple[PostgresServer, RedisServer, MailServer], stack: ExitStack
    ) -> None:
        self.env = env
        self.database, self.redis, self.mail = servers
        self.stack = stack
        self.owed = 0
        self.workers: list[Process] = []
        self.started = 0
        self.broker = Celery(broker=env["REDIS_URL"])

    def manage(self, *words: str) -> None:
        """Run one command to its end; raises RuntimeError with what it wrote when it fails."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stderr[-4000:]}")

    def fill(self, sessions: int) -> None:
        """Let so many reports fall due."""
        self.manage("-m", "tests.crowd", str(sessions))
        self.owed = sessions * MESSAGES_EACH

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
        return self.owed - int(sent)

    def run_until(self, condition: Callable[[], bool], seconds: float = 150) -> None:
        """Wake the workers every second until the condition holds."""

        def wake_and_look() -> bool:
            if condition():
                return True
            self.wake()
            time.sleep(0.5)
            return condition()

        wait_until(wake_and_look, seconds=seconds, what="delivery")

    def kill_and_replace(self, *numbers: int) -> None:
        """SIGKILL to these workers and all their children; as many new ones begin."""
        for number in numbers:
            self.workers[number].kill()
        for _ in numbers:
            self.add_worker()

    def outcome(self) -> Outcome:
        """Count rows and mails. A mail that was taken twice has the same Message-ID and recipient."""
        written, distinct = self.rows("SELECT count(*), count(DISTINCT key) FROM hlp_message")[0]
        begun_anew = self.rows("SELECT count(*) FROM hlp_message WHERE attempts <> 1")[0][0]
        times = Counter(self.mail.taken)
        return Outcome(
            owed=self.owed,
            written=written,
            distinct=distinct,
            delivered=len(times),
            repeated=sum(number > 1 for number in times.values()),
            most=max(times.values(), default=0),
            begun_anew=begun_anew,
        )


@contextmanager
def running(*, lease: int = 15) -> Iterator[Partnership]:
    """An installation with empty tables; ``lease`` is the seconds for which a worker owns a message."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hlp-running-")))
        database = stack.enter_context(postgres())
        redis = stack.enter_context(redis_server())
        mail, port = stack.enter_context(mail_server())
        env = {
            "PATH": f"{Path(sys.executable).parent}:{Path(shutil.which('env') or '/usr/bin/env').parent}",
            "SECRET_KEY": "only-for-this-test-" + "x" * 40,
            "DATABASE_URL": database.url,
            "REDIS_URL": redis.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SITE_URL": "http://partnership.example",
            "DELIVERY_LEASE_SECONDS": str(lease),
            "PYTHONTZPATH": str(noon_in_london(folder / "zones")),
            "VAR_DIR": str(folder / "var"),
        }
        made = Partnership(env, (database, redis, mail), stack)
        made.manage("manage.py", "migrate", "--verbosity", "0")
        yield made
