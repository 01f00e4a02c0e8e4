"""Web, worker, documents worker and beat together on one machine: SQLite and Celery's filesystem transport."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.laid import copy_sqlite
from tests.services import PROCESSES, ROOT, Process, free_port, process, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.one_machine]

ASK = """
import django; django.setup()
from peerchallenge.models import ChallengeSession
from peerchallenge.services.handbooks import ask_handbook
ask_handbook(session=ChallengeSession.objects.with_people().first())
"""


class Machine:
    """One machine with everything on it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        self.env = {
            "PATH": f"{Path(sys.executable).parent}:{Path(shutil.which('env') or '/usr/bin/env').parent}",
            "SECRET_KEY": "only-for-this-test-" + "x" * 40,
            "DJANGO_SETTINGS_MODULE": "hlp.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'hlp.sqlite3'}",
            "REDIS_URL": "",
            "EMAIL_URL": "dummymail://",
            "VAR_DIR": str(folder),
            "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "PORT": str(self.port),
            "ENV_FILE": "/dev/null",
        }
        (folder / "static").mkdir(parents=True)
        copy_sqlite(folder / "hlp.sqlite3")
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("-m", "tests.crowd", "2")

    def run(self, *words: str) -> None:
        """One Python command to its end."""
        subprocess.run([sys.executable, *words], cwd=ROOT, env=self.env, check=True, capture_output=True)

    def one(self, sql: str) -> Any:
        """The first figure of a query."""
        with closing(sqlite3.connect(self.folder / "hlp.sqlite3", timeout=20)) as connection:
            return connection.execute(sql).fetchone()[0]

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and content of the health page."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[tuple[Machine, dict[str, Process]]]:
    made = Machine(tmp_path / "var")
    with ExitStack() as stack:
        yield made, {name: stack.enter_context(process(name, made.env)) for name in PROCESSES}


def test_one_machine_answers_prints_and_keeps_the_clock(machine: tuple[Machine, dict[str, Process]]) -> None:
    here, processes = machine
    wait_until(lambda: here.health()[0] == 200, seconds=60, what="the web server's health")

    here.run("-c", ASK)
    wait_until(
        lambda: here.one("SELECT count(*) FROM hlp_document WHERE state = 'ready'") == 1,
        seconds=90,
        what="the handbook",
    )

    # Beat rings each minute: the sweep has run and, outside the quiet hours, written what two reports owe.
    wait_until(
        lambda: here.one("SELECT count(*) FROM hlp_heartbeat WHERE job = 'deadlines'") == 1,
        seconds=100,
        what="beat",
    )
    assert {name: p.running for name, p in processes.items()} == dict.fromkeys(PROCESSES, True)
    assert here.health()[0] == 200
