"""The machine: every way of starting the application uses the same command lines and locked packages."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import services
from tests.services import ROOT

pytestmark = pytest.mark.one_engine

ENTRY = r"([\w.-]+)(?:\[[\w,-]+\])?=="
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the virtual environment and keep what it prints."""
    program = Path(sys.executable).parent / words[0]
    return subprocess.run([str(program), *words[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60)


# --- Command lines ---------------------------------------------------------------------------


def test_procfile_and_compose_start_the_same_processes() -> None:
    assert services.procfile_commands() == services.compose_commands()


def test_web_is_first_because_honcho_gives_the_first_process_the_port() -> None:
    assert next(iter(services.procfile_commands())) == "web"


@pytest.mark.parametrize(
    ("env", "bound"),
    [({}, "0.0.0.0:8000"), ({"PORT": "9001"}, "0.0.0.0:9001"), ({"PORT": ""}, "0.0.0.0:8000")],
)
def test_command_line_fills_the_port_in_as_the_shell_does(env: dict[str, str], bound: str) -> None:
    words = services.command_line("web", env)
    assert words[:4] == ["gunicorn", "hlp.wsgi", "--bind", bound]


def test_image_starts_web_as_compose_does() -> None:
    last = (ROOT / "Dockerfile").read_text().strip().splitlines()[-1]
    assert yaml.safe_load(last.removeprefix("CMD ")) == services.command_line("web", {})


# --- Image and compose -----------------------------------------------------------------------


def test_compose_file_is_valid() -> None:
    result = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert (result.returncode, result.stderr) == (0, "")


def test_compose_check_would_find_a_typo(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text((ROOT / "docker-compose.yml").read_text().replace("depends_on:", "depend_on:"))
    assert tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(wrong)).returncode == 1


def test_dockerfile_is_clean() -> None:
    result = tool("hadolint", "Dockerfile")
    assert (result.returncode, result.stdout) == (0, "")


def test_image_has_the_libraries_that_the_demonstration_installs() -> None:
    wanted = re.search(r"for package in (lib[^;]+); do", (ROOT / ".ci/prepare").read_text())
    assert wanted
    image = (ROOT / "Dockerfile").read_text()
    assert [name for name in wanted[1].split() if name not in image] == []


def test_example_environment_names_what_compose_insists_on() -> None:
    insisted = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert insisted == {"POSTGRES_PASSWORD"}
    assert insisted - named == set()


# --- Locks -----------------------------------------------------------------------------------


def pins(lock: str) -> dict[str, str]:
    """Package and version of every entry of a lock, whatever its extras."""
    return dict(re.findall(rf"^{ENTRY}(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_a_hash_for_every_package(lock: str) -> None:
    entries = re.split(r"^(?=[\w.\[\],-]+==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_is_wanted_with_an_extra_is_locked_with_it() -> None:
    """Else pip looks for it once more, and refuses what was released since because it has no hash."""
    lock = (ROOT / "requirements-dev.txt").read_text()
    locked = pins("requirements-dev.txt")
    wanted = {
        f"{canonicalize_name(found.name)}[{extra}]"
        for distribution in distributions()
        if canonicalize_name(distribution.metadata["Name"]) in locked
        for found in map(Requirement, distribution.requires or [])
        for extra in found.extras
        if found.marker is None or found.marker.evaluate({"extra": ""})
    }
    assert {name for name in wanted if not re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE)} == set()


@pytest.mark.parametrize("lock", [*LOCKS, "requirements.in", "requirements-dev.in"])
def test_lock_holds_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert [word for word in ("http", "--index-url", "--find-links", "file:", " @ ") if word in text] == []


def test_package_lock_holds_no_address_of_a_registry() -> None:
    lock = ROOT / "static" / "package-lock.json"
    assert '"resolved"' not in lock.read_text()


def test_tests_run_with_the_versions_that_production_has() -> None:
    development = pins("requirements-dev.txt")
    assert {name: development.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_every_wanted_package_is_locked_and_has_its_reason(stem: str) -> None:
    wanted = [line for line in (ROOT / f"{stem}.in").read_text().splitlines() if re.match(r"[a-z]", line)]
    names = {re.split(r"[\[><=~]", line)[0].strip() for line in wanted}
    assert names - set(pins(f"{stem}.txt")) == set()


# --- Scripts -----------------------------------------------------------------------------------


def test_build_server_calls_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == [
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "export CI=true",
        "exec make test </dev/null",
    ]


@pytest.mark.parametrize("script", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name)
def test_script_is_executable_bash_without_a_slip(script: Path) -> None:
    assert script.read_text().startswith("#!/usr/bin/env bash\n")
    assert script.stat().st_mode & 0o111 == 0o111
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True).stderr == ""


def test_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert targets
    assert set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) == set(targets[1].split())


# --- Servers for tests --------------------------------------------------------------------------


@pytest.mark.redis
def test_redis_is_empty_after_a_restart() -> None:
    import redis

    with services.redis_server() as server:
        client = redis.Redis.from_url(server.url)
        client.set("waiting", "work")
        server.restart_empty()
        assert client.keys() == []
        client.close()


@pytest.mark.postgres
def test_postgres_server_is_gone_afterwards() -> None:
    import psycopg2

    with services.postgres_server() as url:
        connection = psycopg2.connect(url)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), current_setting('server_encoding')")
            assert cursor.fetchone() == ("hlp", "UTF8")
        connection.close()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)


def test_process_is_killed_with_its_children(tmp_path: Path) -> None:
    shell = shutil.which("bash")
    assert shell
    parent = services.Process([shell, "-c", "sleep 60 & echo $!; wait"], log=tmp_path / "log")
    parent.wait_ready(parent.output)
    child = Path("/proc") / parent.output().strip()
    assert child.exists()
    parent.kill()
    services.wait_until(lambda: is_gone(child), seconds=5, what="end of the child")
    assert not parent.running


def is_gone(process: Path) -> bool:
    """Has the process ended? One that nobody has collected yet counts as ended."""
    try:
        return (process / "stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.processes
@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("web", "Booting worker"),
        ("worker", "worker@"),
        ("documents", "documents@"),
        ("beat", "beat: Starting"),
    ],
)
def test_process_starts_by_its_command_line(name: str, sign: str) -> None:
    with services.process(name, {"PORT": str(services.free_port())}) as started:
        started.wait_ready(lambda: sign in started.output())
        assert "Traceback" not in started.output()
    assert not started.running


def test_process_that_ends_too_early_shows_its_last_words(tmp_path: Path) -> None:
    process = services.Process(["sh", "-c", "echo no database"], log=tmp_path / "log")
    with pytest.raises(services.ServerError, match="no database"):
        process.wait_ready(lambda: False, seconds=5)
