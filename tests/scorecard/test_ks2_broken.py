"""Files of key stage 2 broken in hundreds of ways: a clear error or the right figures, never a wrong number.

Each example writes a file of the Department's layout, spoils it, and compares every figure that is read with the truth.
"""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schools.models import School
from schools.services.delimited import Refused
from scorecard.models import Measure
from scorecard.services import catalogue
from scorecard.services.imports.base import Ask, Reading
from scorecard.services.imports.ks2.reading import read
from tests import factories
from tests.scorecard.ks2files import HEADINGS, TABLE, URNS, text

pytestmark = pytest.mark.django_db

Truth = dict[tuple[Any, str], Any]
Lines = list[list[str]]

HUNDREDS = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def register() -> None:
    """The measures, and the four schools that the register knows."""
    catalogue.load()
    for urn in URNS:
        factories.SchoolFactory(urn=urn)


@pytest.fixture
def codes() -> dict[int, str]:
    return dict(Measure.objects.values_list("pk", "code"))


@pytest.fixture
def truth(tmp_path: Path, codes: dict[int, str]) -> Truth:
    """What the sound file says."""
    found, why = figures(text().encode(), tmp_path, codes)
    assert why == ""
    assert len(found) > 100
    return found


def figures(content: bytes, folder: Path, codes: dict[int, str]) -> tuple[Truth, str]:
    """What is read from a file, or nothing and why it is refused."""
    path = folder / "a.csv"
    path.write_bytes(content)
    names = dict(School.objects.values_list("pk", "urn"))
    found: Truth = {}
    try:
        for one in read(path, Ask(2016), Reading(), lambda percent, stage: None):
            place = names[one.school] if one.school else one.area
            found[place, codes[one.measure]] = (one.reason or one.value, one.cohort)
    except Refused as error:
        return {}, str(error)
    return found, ""


def never_wrong(found: Truth, truth: Truth) -> None:
    """Every figure that was read is the true one; a blank may stand for one that was lost."""
    for key, (value, cohort) in found.items():
        expected, of = truth.get(key, (None, None))
        assert value in (expected, "BLANK") or value == expected, (key, value, expected)
        assert cohort in (of, None), (key, cohort, of)


def lines() -> Lines:
    """The sound file as rows of cells."""
    return list(csv.reader(io.StringIO(text())))


def joined(rows: Lines, **how: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue()


# --- What leaves every figure right -----------------------------------------------------------------

# cells added at the end, blank rows, blanks around cells, an encoding
harmless = st.fixed_dictionaries(
    {
        "order": st.permutations(range(len(HEADINGS))),
        "rows": st.permutations(range(1, len(TABLE) + 1)),
        "blank_columns": st.integers(0, 3),
        "blank_rows": st.lists(st.integers(1, len(TABLE)), max_size=3),
        "padding": st.sampled_from(["", " ", "\u00a0", "  "]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "case": st.sampled_from([str.upper, str.lower, str]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
        "end": st.sampled_from(["\r\n", "\n", "\r"]),
    }
)


@HUNDREDS
@given(how=harmless)
def test_order_blanks_and_encodings_change_nothing(
    tmp_path: Path, codes: dict[int, str], truth: Truth, how: dict[str, Any]
) -> None:
    head, *_ = rows = [row + [""] * (len(HEADINGS) - len(row)) for row in lines()]
    rows = [[row[place] for place in how["order"]] for row in rows]
    head, body = rows[0], [rows[place] for place in how["rows"]]
    body = [[f"{how['padding']}{cell}{how['padding']}" for cell in row] for row in body]
    for place in how["blank_rows"]:
        body.insert(place, [""] * len(head))
    rows = [row + [""] * how["blank_columns"] for row in [[how["case"](one) for one in head], *body]]
    content = joined(rows, quoting=how["quoting"], lineterminator=how["end"]).encode(how["encoding"])
    found, why = figures(content, tmp_path, codes)
    assert why == ""
    assert found == truth


# --- What spoils figures ------------------------------------------------------------------------------


def as_share(cell: str) -> str:
    """59% as 0.59."""
    return f"{Decimal(cell[:-1]) / 100}" if cell[:-1].isdecimal() and cell.endswith("%") else cell


def percent(cell: str) -> str:
    """60 as 60%."""
    return f"{cell}%"


def twice(cell: str) -> str:
    """60 as 6060."""
    return f"{cell}{cell}"


# What spreadsheets and people make of a cell.
MANGLED: list[Callable[[str], str]] = [
    as_share,
    lambda cell: cell.removesuffix("%"),
    percent,
    lambda cell: f"{cell[:-1]},0%" if cell.endswith("%") else cell.replace(".", ","),
    lambda cell: "04-Mar",
    lambda cell: "########",
    lambda cell: "#N/A",
    lambda cell: "5.9E+01",
    lambda cell: f"'{cell}",
    twice,
    lambda cell: f"-{cell}",
    lambda cell: "<5",
    lambda cell: "nan",
    lambda cell: "",
    lambda cell: "SUPP",
]
KEEPS = {"SUPP", "BLANK"}
READ = range(10, len(HEADINGS))
cell_at = st.tuples(st.integers(1, len(TABLE)), st.sampled_from(READ))


@HUNDREDS
@example(changes=[((3, 11), twice)])  # a suppressed school with 44 pupils
@example(changes=[((1, 11), twice), ((2, 11), percent), ((3, 11), percent)])  # three of eight cohorts spoilt
@given(changes=st.lists(st.tuples(cell_at, st.sampled_from(MANGLED)), min_size=1, max_size=12))
def test_mangled_cells_are_refused_or_right(
    tmp_path: Path, codes: dict[int, str], truth: Truth, changes: list[Any]
) -> None:
    rows = lines()
    for (row, place), mangle in changes:
        if place < len(rows[row]):
            rows[row][place] = mangle(rows[row][place])
    found, _ = figures(joined(rows).encode(), tmp_path, codes)
    # A code or another number of pupils in place of the true one is said by whoever wrote it: no reader can tell.
    for (place, code), (value, of) in found.items():
        expected, cohort = truth.get((place, code), (None, None))
        assert value in KEEPS or value == expected or code in {"roll", "read-prog"}, (place, code, value)
        assert of in (cohort, None) or code == "rwm-exp-eal", (place, code, of)


@HUNDREDS
@given(share=st.booleans(), keep=st.integers(0, 3))
def test_whole_file_of_shares_or_bare_percentages(
    tmp_path: Path, codes: dict[int, str], truth: Truth, share: bool, keep: int
) -> None:
    change = as_share if share else lambda cell: cell.removesuffix("%")
    rows = [row if at <= keep else [change(cell) for cell in row] for at, row in enumerate(lines())]
    found, _ = figures(joined(rows).encode(), tmp_path, codes)
    never_wrong(found, truth)


@HUNDREDS
@given(
    row=st.integers(1, len(TABLE)),
    place=st.integers(6, len(HEADINGS) - 3),
    what=st.sampled_from(["", " ", None]),
)
def test_cells_that_slid(
    tmp_path: Path, codes: dict[int, str], truth: Truth, row: int, place: int, what: str | None
) -> None:
    rows = lines()
    rows[row][place : place + (what is None)] = [] if what is None else [what]
    found, _ = figures(joined(rows).encode(), tmp_path, codes)
    never_wrong(found, truth)


@HUNDREDS
@given(share=st.floats(0, 1), order=st.permutations(range(len(HEADINGS))))
def test_truncated(
    tmp_path: Path, codes: dict[int, str], truth: Truth, share: float, order: list[int]
) -> None:
    rows = [row + [""] * (len(HEADINGS) - len(row)) for row in lines()]
    content = joined([[row[place] for place in order] for row in rows]).encode()
    found, _ = figures(content[: int(share * len(content))], tmp_path, codes)
    never_wrong(found, truth)


@HUNDREDS
@given(
    encoding=st.sampled_from(["utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "latin-1"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    lost=st.sets(st.integers(0, len(HEADINGS) - 1), max_size=4),
    twice=st.integers(0, len(HEADINGS) - 1),
    quote=st.integers(0, 2000),
)
def test_other_encodings_delimiters_headings_and_quotation_marks(
    tmp_path: Path,
    codes: dict[int, str],
    truth: Truth,
    encoding: str,
    delimiter: str,
    lost: set[int],
    twice: int,
    quote: int,
) -> None:
    rows = lines()
    rows[0] = [rows[0][twice] if place in lost else cell for place, cell in enumerate(rows[0])]
    content = joined(rows, delimiter=delimiter)
    if quote < len(content):
        content = f'{content[:quote]}"{content[quote:]}'
    found, _ = figures(content.encode(encoding), tmp_path, codes)
    never_wrong(found, truth)
