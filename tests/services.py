"""Real servers and real processes for tests: PostgreSQL, Redis, and the processes of docker-compose.yml.

    python -m tests.services COMMAND [ARGUMENT...]

runs a command with DATABASE_URL and REDIS_URL of servers of its own, except where the environment
already names them. Servers listen on free ports of 127.0.0.1, keep their files in a temporary folder, and are
stopped and removed at the end, also after Ctrl-C or a failure.
"""

import os
import random
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = ("web", "worker", "documents", "beat")
TABLES = "TABLES_LAID"  # the environment's name for the folder of tests.laid
DATA = "postgres"  # the folder in it for a PostgreSQL server
_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


class ServerError(RuntimeError):
    """A server or process did not start; the message holds the end of its log."""


# --- Command lines ---------------------------------------------------------------------------


def compose_commands() -> dict[str, str]:
    """The commands of web, worker, documents and beat, as docker-compose.yml spells them."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return {name: services[name]["command"] for name in PROCESSES}


def procfile_commands() -> dict[str, str]:
    """The commands of the Procfile by process name."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line.strip())


def command_line(name: str, env: Mapping[str, str] | None = None) -> list[str]:
    """The words of one process's command, with ``${NAME}`` and ``${NAME:-default}`` filled in."""
    values = os.environ if env is None else env
    text = _VARIABLE.sub(lambda match: values.get(match[1]) or match[2] or "", compose_commands()[name])
    return shlex.split(text)


# --- Waiting and ports ------------------------------------------------------------------------


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody uses; below those that clients get, lest one takes it during a restart."""
    return next(port for port in random.sample(range(10_240, 32_768), 999) if not answers(port))


def answers(port: int) -> bool:
    """Does something listen on this port of 127.0.0.1?"""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], Any], *, seconds: float = 30, what: str = "condition") -> None:
    """Return as soon as ``condition()`` is true; raise TimeoutError after ``seconds``."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.05)


class Process:
    """A program in a process group of its own, whose output goes to a file."""

    def __init__(self, words: list[str], *, log: Path, **options: Any) -> None:
        self.words = words
        self.log = log
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **options,
            )

    @property
    def pid(self) -> int:
        """The process id, which is the id of its group too."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        """Has the first process of the group not ended yet?"""
        return self._popen.poll() is None

    def output(self) -> str:
        """All that it has written so far."""
        return self.log.read_text(errors="replace")

    def send(self, number: int) -> None:
        """Send a signal to the whole group; harmless when it is gone."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def kill(self) -> None:
        """SIGKILL to the whole group: no process of it has a chance to tidy up."""
        self.send(signal.SIGKILL)
        self._popen.wait()

    def stop(self, number: int = signal.SIGTERM, *, seconds: float = 10) -> None:
        """Ask the first process to end, wait, and kill what is left of the group."""
        if self.running:
            os.kill(self.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(seconds)
        self.kill()

    def wait_ready(self, condition: Callable[[], Any], *, seconds: float = 30) -> None:
        """Wait for ``condition``; raises ServerError with its output when it ends or is too late."""
        end = time.monotonic() + seconds
        while not condition():
            if not self.running or time.monotonic() > end:
                raise ServerError(f"{shlex.join(self.words)} is not ready:\n{self.output()[-4000:]}")
            time.sleep(0.05)


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix=f"hlp-{name}-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


# --- PostgreSQL -------------------------------------------------------------------------------


def _postgres_program(name: str) -> str:
    """The newest installed PostgreSQL's program; Debian keeps them off the path."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if not found:
        raise ServerError(f"{name} was not found: install the Debian package postgresql")
    return found


def _postgres_owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: root hands the folder to Debian's user postgres."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def laid_postgres() -> Path | None:
    """The files of a server whose database is migrated, where tests.laid made them."""
    folder = os.environ.get(TABLES)
    files = Path(folder) / DATA / "data" if folder else None
    return files if files and files.exists() else None


class PostgresServer:
    """A PostgreSQL server whose files outlive its processes, as after a crash of the machine's service."""

    def __init__(self, folder: Path) -> None:
        self._options: dict[str, Any] = {"cwd": folder, **_postgres_owner(folder)}
        self._data, self._log, self._port = folder / "data", folder / "log", free_port()
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """The DATABASE_URL of its database ``hlp``, the same after a restart."""
        return f"{self._address}/hlp"

    @property
    def _address(self) -> str:
        return f"postgres://hlp@127.0.0.1:{self._port}"

    def lay(self) -> None:
        """Make its files and start it, with a database ``hlp``: empty, or migrated where tables are laid (tests.laid)."""
        laid = laid_postgres()
        if laid:
            subprocess.run(["cp", "-a", str(laid), str(self._data)], check=True)
            self.start()
            return
        words = [_postgres_program("initdb"), "--pgdata", str(self._data), "--username", "hlp", "--no-sync"]
        words += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, **self._options)
        self._start(lambda: _create_database(f"{self._address}/postgres"))

    def start(self) -> None:
        """Start it again and wait until it takes connections."""
        self._start(lambda: _takes_connections(self.url))

    def _start(self, ready: Callable[[], bool]) -> None:
        # Nothing here outlives the machine, so nothing needs to reach the disk; but what was committed outlives a crash.
        fast = ["fsync=off", "full_page_writes=off", "max_connections=200"]
        where = ["listen_addresses=127.0.0.1", "unix_socket_directories="]
        words = [_postgres_program("postgres"), "-D", str(self._data), "-p", str(self._port)]
        words += [word for setting in fast + where for word in ("-c", setting)]
        self._process = Process(words, log=self._log, **self._options)
        self._process.wait_ready(ready)

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, not waited for."""
        if self._process:
            self._process.stop(signal.SIGINT)

    def crash(self) -> None:
        """End all its processes at once, with SIGQUIT: it recovers from its log when it starts again."""
        if self._process:
            self._process.stop(signal.SIGQUIT)


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL server of its own; a test may ``stop``, ``crash`` or ``start`` it."""
    with _folder("postgres") as folder:
        server = PostgresServer(folder)
        try:
            server.lay()
            yield server
        finally:
            server.stop()


@contextmanager
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of its own, empty; gives the DATABASE_URL of its database ``hlp``."""
    with postgres() as server:
        yield server.url


def _create_database(url: str) -> bool:
    """Create the database ``hlp`` as soon as the server takes connections."""
    import psycopg2

    try:
        connection = psycopg2.connect(url)
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE hlp")
    connection.close()
    return True


def _takes_connections(url: str) -> bool:
    import psycopg2

    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


# --- Redis ------------------------------------------------------------------------------------


class RedisServer:
    """A Redis server that keeps nothing on disk: whenever it starts again, it is empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """Its REDIS_URL, the same after a restart."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["redis-server", "--port", str(self._port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        words += ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        self._process = Process(words, log=self._folder / "log")
        self._process.wait_ready(lambda: answers(self._port))

    def stop(self) -> None:
        """End it in an orderly way."""
        if self._process:
            self._process.stop()

    def kill(self) -> None:
        """End it with SIGKILL."""
        if self._process:
            self._process.kill()

    def restart_empty(self) -> None:
        """Kill it and start it on the same port without anything it held."""
        self.kill()
        self.start()


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A running Redis server of its own; a test may ``stop``, ``kill``, ``start`` or ``restart_empty`` it."""
    with _folder("redis") as folder:
        server = RedisServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


# --- The application's own processes ----------------------------------------------------------


@contextmanager
def process(name: str, env: Mapping[str, str] | None = None, *, hostname: str = "") -> Iterator[Process]:
    """One process of docker-compose.yml by its very command line, with ``env`` added to the environment.

    It runs in an empty folder (beat writes its schedule there) and is ended with all its children. Several
    workers at once need names of their own: ``hostname`` replaces the part of the name before the ``@``.
    """
    bin_folder = str(Path(sys.executable).parent)
    values = {**os.environ, **(env or {})}
    values["PATH"] = f"{bin_folder}{os.pathsep}{values.get('PATH', '')}"
    values["PYTHONPATH"] = str(ROOT)
    values["PYTHONUNBUFFERED"] = "1"
    values["GUNICORN_CMD_ARGS"] = "--no-control-socket"
    words = command_line(name, values)
    if hostname:
        words = [word.replace(f"{name}@", f"{hostname}@") for word in words]
    with _folder(name) as folder:
        (folder / "var" / "beat").mkdir(parents=True)
        started = Process(words, log=folder / "log", cwd=folder, env=values)
        try:
            yield started
        finally:
            started.stop()


# --- As a command -----------------------------------------------------------------------------


def _leave(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an orderly end, so that every ``finally`` runs."""
    raise SystemExit(128 + number)


def _run(words: list[str], env: dict[str, str]) -> int:
    """Run the command to its end, also when we are told to leave. Ctrl-C has reached it from the terminal."""
    child = subprocess.Popen(words, env=env)
    try:
        return child.wait()
    except SystemExit:
        child.send_signal(signal.SIGINT)
        raise
    finally:
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()


def main(words: list[str]) -> int:
    """Run a command beside PostgreSQL and Redis; gives its exit code."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    env = dict(os.environ)
    with ExitStack() as stack:
        if not env.get("DATABASE_URL"):
            env["DATABASE_URL"] = stack.enter_context(postgres_server())
            if laid_postgres():
                env["TEST_DATABASE_TEMPLATE"] = "hlp"
        if not env.get("REDIS_URL"):
            env["REDIS_URL"] = stack.enter_context(redis_server()).url
        return _run(words, env)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
