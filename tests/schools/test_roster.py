"""People from a table: any order of columns, any encoding, every bad row told, nothing by halves."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from hlp.models import AuditEntry, Message, User
from schools.models import Appointment
from schools.services.delimited import Moved, Refused
from schools.services.roster import take_in
from schools.services.roster.columns import HEADINGS
from schools.services.roster.files import check_file, sheet
from schools.services.roster.people import Outcome
from tests import factories as make
from tests.conftest import BEFORE, Cast

pytestmark = pytest.mark.usefixtures("_monday")
HEAD = list(HEADINGS.values())
NOOR = ["Noor New", "noor@school.example", "Headteacher", "Fir Primary School", "", "1/9/2026", "", "", ""]

Write = Callable[..., Path]


@pytest.fixture
def _monday() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def csv(tmp_path: Path) -> Write:
    """``csv([row, …], encoding="cp1252", separator=";")``: a file with our headings and these rows."""

    def write(
        rows: list[list[str]], *, encoding: str = "utf-8", separator: str = ",", end: str = "\r\n"
    ) -> Path:
        path = tmp_path / "people.csv"
        lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows]
        path.write_bytes(end.join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx(tmp_path: Path) -> Write:
    """``xlsx([row, …])``: a workbook with these rows."""

    def write(rows: list[list[Any]]) -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        path = tmp_path / "people.xlsx"
        book.save(path)
        return path

    return write


def preview(path: Path, cast: Cast, by: User | None = None) -> Outcome:
    return take_in(path, write=False, by=by or cast.director)


def problems(path: Path, cast: Cast, by: User | None = None) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.text) for p in preview(path, cast, by).problems]


# --- Taking in -----------------------------------------------------------------------------------


def test_a_preview_keeps_nothing(cast: Cast, csv: Write) -> None:
    outcome = preview(csv([HEAD, NOOR]), cast)
    assert [(item["row"], item["what"], item["post"]) for item in outcome.items] == [
        (2, "new", "Headteacher, Fir Primary School")
    ]
    assert not User.objects.filter(email="noor@school.example").exists()
    assert (Message.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_what_is_confirmed_is_taken_in_and_invited(cast: Cast, csv: Write) -> None:
    path = csv([HEAD, [*NOOR[:8], "020 8583 0000"]])
    take_in(path, write=True, by=cast.director, expect=preview(path, cast).digest)
    person = User.objects.get(email="noor@school.example")
    assert (person.name, person.phone) == ("Noor New", "020 8583 0000")
    assert person.appointments.get().starts == date(2026, 9, 1)
    assert [m.kind for m in Message.objects.filter(person=person)] == ["invitation"]


def test_invitations_wait_for_their_day(cast: Cast, csv: Write) -> None:
    path, at = csv([HEAD, NOOR]), datetime.fromisoformat("2026-12-01T08:00Z")
    take_in(path, write=True, by=cast.director, expect=preview(path, cast).digest, invite_at=at)
    assert Message.objects.get().due_at == at


def test_a_known_address_gets_the_post(cast: Cast, csv: Write) -> None:
    path = csv([HEAD, ["S. Stranger", cast.stranger.email.upper(), *NOOR[2:]]])
    outcome = preview(path, cast)
    assert [(item["what"], item["called"]) for item in outcome.items] == [("post", "Stella Stranger")]
    take_in(path, write=True, by=cast.director, expect=outcome.digest)
    assert [(m.kind, m.person) for m in Message.objects.all()] == [("post-given", cast.stranger)]
    assert [item["what"] for item in preview(path, cast).items] == ["same"]


def test_somebody_new_with_two_posts_is_invited_once(cast: Cast, csv: Write) -> None:
    second = ["Noor New", "NOOR@school.example", "lead head", "", "North", "1/9/2026", "", "yes", ""]
    path = csv([HEAD, NOOR, second])
    outcome = preview(path, cast)
    assert [item["post"] for item in outcome.items] == [
        "Headteacher, Fir Primary School",
        "Acting lead headteacher, North",
    ]
    take_in(path, write=True, by=cast.director, expect=outcome.digest)
    assert Message.objects.count() == 1


def test_one_bad_row_keeps_all_out(cast: Cast, csv: Write) -> None:
    path = csv([HEAD, NOOR, ["", *NOOR[1:]]])
    with pytest.raises(Moved):
        take_in(path, write=True, by=cast.director, expect=preview(path, cast).digest)
    assert not User.objects.filter(email="noor@school.example").exists()


def test_what_changed_since_the_preview_is_not_done(cast: Cast, csv: Write) -> None:
    path = csv([HEAD, NOOR])
    digest = preview(path, cast).digest
    make.UserFactory(name="Noor New", email="noor@school.example")
    with pytest.raises(Moved):
        take_in(path, write=True, by=cast.director, expect=digest)
    assert not Appointment.objects.filter(person__email="noor@school.example").exists()


# --- What is wrong, by row and column ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Name", "", "Enter the full name"),
        ("Name", "https://evil.example", "Enter a name, like Priya Raman"),
        ("E-mail address", "", "Enter the e-mail address"),
        ("E-mail address", "noor(at)school", "‘noor(at)school’ is not an e-mail address"),
        ("Role", "", "Enter the role. Write one of: "),
        ("Role", "King", "‘King’ is no role here. Write one of: "),
        ("School", "", "Enter the school, by its URN or its name"),
        ("School", "Hogwarts", "No school here is called ‘Hogwarts’. "),
        ("First day", "", "Enter the first day"),
        ("First day", "31/2/2026", "‘31/2/2026’ is not a date. Write it like 1/9/2026"),
        ("First day", "1/9/26", "‘1/9/26’ is not a date. "),
        ("First day", "1/9/1026", "‘1/9/1026’ is not a date of these years. "),
        ("Last day", "soon", "‘soon’ is not a date. "),
        ("Last day", "31/8/2026", "The last day must be on or after the first"),
        ("Acting", "perhaps", "‘perhaps’ is neither yes nor no"),
        ("Telephone", "none", "‘none’ is not a telephone number"),
    ],
)
def test_a_bad_cell_is_told(cast: Cast, csv: Write, column: str, value: str, sentence: str) -> None:
    row = [value if heading == column else cell for heading, cell in zip(HEAD, NOOR, strict=True)]
    (found,) = problems(csv([HEAD, row]), cast)
    assert (found[0], found[1], found[2].startswith(sentence)) == (2, column, True)


def test_every_problem_of_every_row_is_told(cast: Cast, csv: Write) -> None:
    rows = [["", "x", *NOOR[2:]], NOOR, ["Noor New", "a@b.example", "lead headteacher", *NOOR[3:]]]
    assert [(row, column) for row, column, _ in problems(csv([HEAD, *rows]), cast)] == [
        (2, "Name"),
        (2, "E-mail address"),
        (4, "Collaborative"),
    ]


def test_the_same_address_under_two_names_is_told(cast: Cast, csv: Write) -> None:
    second = ["Nora New", NOOR[1], "QA reviewer", "", "", "1/9/2026", "", "", ""]
    assert problems(csv([HEAD, NOOR, second]), cast) == [(3, "Name", "Row 2 calls the same address Noor New")]


def test_a_closed_account_a_clash_and_a_director_are_told(cast: Cast, csv: Write) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    closed = ["Stella Stranger", cast.stranger.email, *NOOR[2:]]
    clash = ["Hana Host", cast.host.email, "head teacher", "Ash Primary School", *NOOR[4:]]
    director = ["Noor New", NOOR[1], "director", *NOOR[3:]]
    found = problems(csv([HEAD, closed, clash, director]), cast, cast.administrator)
    assert [(row, column) for row, column, _ in found] == [(2, "E-mail address"), (3, ""), (4, "Role")]
    assert found[1][2].startswith("Hana Host is Headteacher, Ash Primary School already")


def test_two_schools_of_one_name_need_the_urn(cast: Cast, csv: Write) -> None:
    twin = make.SchoolFactory(name="Fir Primary School")
    assert [column for _, column, _ in problems(csv([HEAD, NOOR]), cast)] == ["School"]
    by_urn = preview(csv([HEAD, [*NOOR[:3], str(twin.urn), *NOOR[4:]]]), cast)
    assert by_urn.problems == []


# --- Files as people have them ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_encodings_and_separators(cast: Cast, csv: Write, encoding: str, separator: str, end: str) -> None:
    row = ["Zoë O’Brien-Müller", *NOOR[1:]]
    outcome = preview(csv([HEAD, row], encoding=encoding, separator=separator, end=end), cast)
    assert (outcome.problems, [item["name"] for item in outcome.items]) == ([], ["Zoë O’Brien-Müller"])


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(st.randoms(use_true_random=False), st.sampled_from([str.upper, str.lower, str.title]))
def test_columns_in_any_order_and_spelling(
    cast: Cast, csv: Write, order: random.Random, spelt: Callable[[str], str]
) -> None:
    places = list(range(len(HEAD)))
    order.shuffle(places)
    path = csv([[spelt(HEAD[place]) for place in places], [NOOR[place] for place in places]])
    assert [item["post"] for item in preview(path, cast).items] == ["Headteacher, Fir Primary School"]


def test_other_headings_and_empty_rows_are_passed_over(cast: Cast, csv: Write) -> None:
    head = ["Full name", "Email", "Post", "URN", "Notes", "Start date"]
    row = ["Noor New", "noor@school.example", "head", str(cast.far_school.urn), "new", "2026-09-01"]
    outcome = preview(csv([head, [""] * 6, row]), cast)
    assert (outcome.ignored, [item["row"] for item in outcome.items]) == (["Notes"], [3])


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (["Name", "Role"], "Missing: ‘E-mail address’, ‘First day’."),
        ([*HEAD, "Email"], "Two columns mean the same: ‘E-mail address’ and ‘Email’."),
    ],
)
def test_headings_that_do_not_fit_are_told(cast: Cast, csv: Write, head: list[str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        preview(csv([head, NOOR]), cast)
    assert str(refused.value).endswith(sentence)


def test_a_workbook_with_dates_and_numbers(cast: Cast, xlsx: Write) -> None:
    urn = cast.far_school.urn
    rows: list[list[Any]] = [
        [
            "Noor New",
            "noor@school.example",
            "Headteacher",
            urn,
            None,
            date(2026, 9, 1),
            None,
            None,
            7700900123,
        ],
        [
            "Nia New",
            "nia@school.example",
            "Deputy",
            float(urn),
            None,
            46266,
            datetime.fromisoformat("2027-08-31"),
            True,
            None,
        ],
    ]
    outcome = preview(xlsx([HEAD, *rows]), cast)
    assert outcome.problems == []
    assert [(item["starts"], item["ends"], item["post"]) for item in outcome.items] == [
        ("2026-09-01", "", "Headteacher, Fir Primary School"),
        ("2026-09-01", "2027-08-31", "Acting deputy headteacher, Fir Primary School"),
    ]


def test_a_number_that_lost_its_nought_gets_it_back(cast: Cast, xlsx: Write) -> None:
    path = xlsx([HEAD, [*NOOR[:8], 7700900123]])
    take_in(path, write=True, by=cast.director, expect=preview(path, cast).digest)
    assert User.objects.get(email=NOOR[1]).phone == "07700900123"


# --- Files that are none ----------------------------------------------------------------------------


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is no table."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old or a locked Excel file."),
        ("Name\r\n".encode("utf-16"), "Save the file as ‘CSV UTF-8’."),
        (b"Name\0", "This is not a CSV file."),
        (b"PK\x03\x04 broken", "The Excel file is damaged"),
        (packed(word__document_xml=b"<w/>"), "This is not an Excel workbook."),
        (packed(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"), "The Excel file holds macros."),
        (packed(xl__workbook_xml=b"0" * 50_000_000), "Unpacked, the Excel file is far larger"),
    ],
    ids=["empty", "pdf", "xls", "utf-16", "nul", "truncated", "word", "macros", "bomb"],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        check_file(path)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("kept", [0.5, 0.9, 0.99])
def test_a_workbook_that_breaks_off_is_refused(tmp_path: Path, xlsx: Write, kept: float) -> None:
    data = xlsx([HEAD, *[NOOR] * 50]).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(Refused, match="damaged"):
        check_file(path)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w>&b;</w>'


def test_a_workbook_of_nonsense_is_refused(tmp_path: Path) -> None:
    for body in (b"<x/>", b"no xml", ENTITIES):
        path = tmp_path / "nonsense.xlsx"
        path.write_bytes(packed(xl__workbook_xml=body, **{"[Content_Types]_xml": body}))
        with pytest.raises(Refused, match="damaged"), sheet(path):
            pass


def test_a_quotation_mark_that_is_never_closed_is_told(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "torn.csv"
    path.write_text(f'{",".join(HEAD)}\n"Noor New,noor@school.example\n')
    with pytest.raises(Refused, match="quotation mark"):
        preview(path, cast)


def test_far_too_many_rows_are_refused(cast: Cast, csv: Write) -> None:
    with pytest.raises(Refused, match="more than 2000 rows"):
        preview(csv([HEAD, *[NOOR] * 2001]), cast)


def test_headings_alone_bring_nobody(cast: Cast, csv: Write) -> None:
    assert preview(csv([HEAD]), cast).items == []
