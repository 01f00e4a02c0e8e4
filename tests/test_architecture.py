"""The house keeps its order: what may lie where, who may know whom, and how long a thing may grow.

The order of imports is import-linter's (pyproject.toml). A new name below is a decision: add it on purpose.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["hlp", "schools", "peerchallenge", "scorecard", "board"]  # from the lowest to the highest

TOP_LEVEL = {
    *ROOMS,
    *("manage.py", "templates", "static", "tests", "pyproject.toml", "docker-compose.yml", "README.md"),
    *("Makefile", "Procfile", "Dockerfile", "CONTRIBUTING.md", "LICENSE"),
    *("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"),
}
MADE_BY_TOOLS = {"var", "htmlcov", "test-results", "node_modules", "__pycache__"}

IN_EVERY_ROOM = {
    *("choices", "models", "rules", "roles", "services", "forms", "views", "urls"),
    *("deadlines", "calculations", "packs", "planner"),
    *("tasks", "home", "admin", "apps", "demo", "data", "templatetags", "management", "migrations"),
}
IN_THE_KERNEL = {
    *("settings", "celery", "wsgi", "schedule", "checks", "logs", "middleware", "context", "adapters"),
    *("clock", "access", "audit", "transitions", "heartbeats", "health", "partnership", "cache"),
    *(
        "messages",
        "outbox",
        "mail",
        "documents",
        "pdf",
        "tables",
        "text",
        "texts",
        "papers",
        "needs",
        "figures",
        "fonts",
        "drawings",
        "site",
        "plain",
        "uploads",
        "ics",
        "lists",
        "likeness",
    ),
}
NAMELESS = {"utils", "helpers", "common"}

# Views that may name a manager without visible_to: (file, expression) -> why nobody sees too much there.
BARE_MANAGERS: dict[tuple[str, str], str] = {}

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 80
LINES_OF_95_IN_100_FUNCTIONS = 40

FOREIGN_PATH = re.compile(r"/(?:root|work|Users)/")
TEXT_SUFFIXES = {
    ".py",
    ".html",
    ".md",
    ".toml",
    ".yml",
    ".json",
    ".js",
    ".mjs",
    ".css",
    ".scss",
    ".txt",
    ".in",
}


def python_files(*folders: str) -> list[Path]:
    """The Python files of some folders (all rooms), without migrations."""
    found = [path for folder in folders or ROOMS for path in (ROOT / folder).rglob("*.py")]
    return sorted(
        path for path in found if "migrations" not in path.parts and "node_modules" not in path.parts
    )


def shown(path: Path) -> str:
    """A path as people name it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    of_docstring = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - of_docstring


def imported(path: Path) -> Iterator[str]:
    """The dotted names of what a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# --- What lies where -------------------------------------------------------------------------


def test_top_level_holds_only_what_was_agreed() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - TOP_LEVEL - MADE_BY_TOOLS == set()


@pytest.mark.parametrize("room", ROOMS)
def test_room_holds_only_agreed_names(room: str) -> None:
    allowed = IN_EVERY_ROOM | {"__init__", "__pycache__"} | (IN_THE_KERNEL if room == "hlp" else set())
    assert {path.stem for path in (ROOT / room).iterdir()} - allowed == set()


def test_no_file_without_a_name_of_its_own() -> None:
    assert [shown(path) for path in python_files(*ROOMS, "tests") if path.stem in NAMELESS] == []


def test_templates_and_tests_lie_in_folders_of_the_rooms() -> None:
    shared = {"_components", "govuk", "crispy_forms", "emails", "account", "allauth", "pdf", "errors"}
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders - shared - set(ROOMS) == set()
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert folders - {"journeys", "bench", "processes", "__pycache__", *ROOMS} == set()


# --- Who may know whom -----------------------------------------------------------------------


def relations() -> Iterator[tuple[type[Model], str, type[Model]]]:
    """(model, field, the model it points to) for all relations inside the project."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            target = field.related_model if isinstance(field, Field) else None
            if isinstance(target, type) and {model._meta.app_label, target._meta.app_label} <= set(ROOMS):
                yield model, field.name, target


def test_relations_point_down_the_line() -> None:
    upward = [
        f"{model._meta.label}.{name} -> {target._meta.label}"
        for model, name, target in relations()
        if ROOMS.index(model._meta.app_label) < ROOMS.index(target._meta.app_label)
    ]
    assert upward == []


def test_only_one_module_draws_pdfs() -> None:
    users = [
        shown(path) for path in python_files() if any(n.startswith("weasyprint") for n in imported(path))
    ]
    assert users == ["hlp/pdf.py"]


def test_no_signals_for_our_own_behaviour() -> None:
    def uses_signals(name: str) -> bool:
        return name.startswith("django.dispatch") or ".signals." in f"{name}."

    assert [shown(path) for path in python_files() if any(map(uses_signals, imported(path)))] == []


def test_kernel_names_no_school_no_triad_and_no_report() -> None:
    wiring = {"settings.py", "lists.py", "urls.py", "schedule.py"}
    foreign = [
        f"{shown(path)}: {name}"
        for path in python_files("hlp")
        if path.name not in wiring
        for name in defined_names(path)
        if re.search("school|triad|report", name, re.IGNORECASE)
    ]
    assert foreign == []


def defined_names(path: Path) -> Iterator[str]:
    """The names that a file gives: functions, classes, arguments, variables."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


# --- Views start from what the reader may see ----------------------------------------------


def view_files() -> list[Path]:
    """The view modules of all rooms."""
    return [path for path in python_files() if "views" in (path.stem, path.parent.name)]


def bare_managers(path: Path) -> Iterator[str]:
    """Expressions that fetch without ``visible_to``: a bare manager, or a model handed to a shortcut."""
    scoped = {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            if node not in scoped:
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("get_"):
            yield from (ast.unparse(node) for word in node.args[:1] if is_class_name(word))


def is_class_name(node: ast.expr) -> bool:
    """Does the expression name a class, by its capital letter?"""
    return isinstance(node, ast.Name) and node.id[:1].isupper() and not node.id.isupper()


def test_views_start_from_what_the_reader_may_see() -> None:
    found = {(shown(path), text) for path in view_files() for text in bare_managers(path)}
    assert found - set(BARE_MANAGERS) == set()


def test_every_exception_for_a_view_is_still_needed() -> None:
    found = {(shown(path), text) for path in view_files() for text in bare_managers(path)}
    assert set(BARE_MANAGERS) - found == set()


def test_bare_manager_is_found(tmp_path: Path) -> None:
    view = tmp_path / "views.py"
    view.write_text(
        "a = School.objects.visible_to(user).get(pk=1)\n"
        "b = School.objects.filter(pk=1)\n"
        "c = get_object_or_404(School, pk=1)\n"
        "d = get_object_or_404(School.objects.visible_to(user), pk=1)\n"
    )
    assert sorted(bare_managers(view)) == ["School.objects", "get_object_or_404(School, pk=1)"]


# --- How long a thing may grow ---------------------------------------------------------------


def test_files_stay_short() -> None:
    files = python_files(*ROOMS, "tests")
    assert [shown(path) for path in files if len(path.read_text().splitlines()) > LINES_OF_A_FILE] == []


def test_functions_stay_short() -> None:
    lengths = sorted(
        (length(node), f"{shown(path)}: {node.name}") for path in python_files() for node in functions(path)
    )
    assert [entry for entry in lengths if entry[0] > LINES_OF_A_FUNCTION] == []
    assert lengths[int(len(lengths) * 0.95)][0] < LINES_OF_95_IN_100_FUNCTIONS


# --- What the content security policy would block ---------------------------------------------


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style attribute", r"<[^>]+\sstyle\s*="),
        ("inline script", r"<script(?![^>]*\b(?:src|nonce)\s*=)[^>]*>"),
        ("event attribute", r"<[^>]+\son[a-z]+\s*=\s*[\"']"),
    ],
)
def test_templates_need_nothing_that_the_policy_blocks(what: str, pattern: str) -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert [shown(page) for page in pages if re.search(pattern, page.read_text(), re.IGNORECASE)] == []


# --- What belongs to one machine only ---------------------------------------------------------


def own_texts() -> Iterator[Path]:
    """The text files that people here wrote."""
    for folder in [*ROOMS, "templates", "static", "tests", ".ci"]:
        for path in sorted((ROOT / folder).rglob("*")):
            made = {"node_modules", "vendor", "__pycache__"} & set(path.parts)
            if path.is_file() and not made and (path.suffix in TEXT_SUFFIXES or folder == ".ci"):
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name in TOP_LEVEL)


def test_no_path_of_one_machine() -> None:
    assert [shown(path) for path in own_texts() if FOREIGN_PATH.search(path.read_text())] == []
