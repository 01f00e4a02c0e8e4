"""The import from the register: files of every shape, and what they change."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hlp.models import AuditEntry
from schools.choices import Phase
from schools.models import School, SchoolLink
from schools.services.gias import Outcome, Refused, take_over

FILES = Path(__file__).parent / "files"
FULL, LINKS, SEARCH = (
    FILES / name for name in ("edubasealldata20260901.csv", "links_edubasealldata20260901.csv", "results.csv")
)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "gias"
real_files = pytest.mark.skipif(not REAL.is_dir(), reason="the register's real files are not here")

pytestmark = pytest.mark.django_db


def take(path: Path, las: tuple[str, ...] = ("313",), write: bool = True) -> Outcome:
    return take_over(path, las=las, write=write, by=None)


def facts() -> list[dict[str, Any]]:
    return list(School.objects.order_by("urn").values())


def rows_of(path: Path, encoding: str = "cp1252") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def written(path: Path, rows: list[list[str]], encoding: str = "cp1252", end: str = "\r\n") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def changed(tmp_path: Path, heading: str, value: str, row: int = 1) -> Path:
    rows = rows_of(FULL)
    rows[row][rows[0].index(heading)] = value
    return written(tmp_path / "changed.csv", rows)


def test_the_full_file_is_taken_and_says_why_it_left_what() -> None:
    outcome = take(FULL)
    assert (outcome.read, outcome.taken, dict(outcome.changes)) == (14, 9, {"new": 9})
    assert dict(outcome.left) == {
        "Secondary": 1,
        "Independent": 1,
        "Pupil referral or alternative provision": 1,
        "Status ‘Proposed to open’": 1,
        "Another local authority": 1,
    }
    assert AuditEntry.objects.filter(action="register.import").count() == 1


def test_what_is_kept_of_a_school() -> None:
    take(FULL)
    assert dict(School.objects.values_list("urn", "phase")) == {
        990001: Phase.PRIMARY,
        990002: Phase.PRIMARY,
        990003: Phase.PRIMARY,
        990004: Phase.SPECIAL,
        990005: Phase.SPECIAL,
        990006: Phase.ALL_THROUGH,
        990007: Phase.NURSERY,
        990008: Phase.PRIMARY,
        990009: Phase.PRIMARY,
    }
    gorse, cleopas, becket = School.objects.filter(urn__lte=990003).order_by("urn")
    assert (gorse.opened, gorse.religious_character, gorse.federation) == (None, "", "")
    assert (gorse.pupils, gorse.capacity, cleopas.pupils) == (412, 420, None)
    assert (cleopas.name, cleopas.number) == ("St Cleopas’ Catholic Primary School, Chiswick", "313/3500")
    assert (cleopas.religious_character, cleopas.federation) == (
        "Roman Catholic",
        "The Two Trees Federation",
    )
    assert (becket.name, becket.opened, becket.trust) == (
        "Thomas à Becket School",
        date(2017, 4, 1),
        "THE ELM TRUST",
    )
    fern, bracken = School.objects.filter(urn__in=[990008, 990009]).order_by("urn")
    assert (fern.open, fern.opened, fern.closed) == (False, None, date(2017, 3, 31))
    assert (bracken.open, bracken.status) == (True, "Open, but proposed to close")


def test_a_second_time_nothing_changes_and_a_preview_writes_nothing() -> None:
    assert take(FULL, write=False).changes == take(FULL, write=True).changes
    before = facts()
    again = take(FULL)
    assert (again.unchanged, dict(again.changes)) == (9, {})
    assert facts() == before


@pytest.mark.parametrize(
    ("heading", "value", "kind"),
    [
        ("EstablishmentName", "Gorse Academy", "renamed"),
        ("Postcode", "TW4 9ZZ", "moved"),
        ("TypeOfEstablishment (name)", "Foundation school", "type"),
        ("StatutoryHighAge", "7", "ages"),
        ("EstablishmentStatus (name)", "Closed", "closed"),
        ("SchoolWebsite", "www.gorse.example", "details"),
    ],
)
def test_each_kind_of_change_is_told(tmp_path: Path, heading: str, value: str, kind: str) -> None:
    take(FULL)
    outcome = take(changed(tmp_path, heading, value))
    assert dict(outcome.changes) == {kind: 1}
    assert outcome.items[kind][0]["urn"] == 990001
    assert take(changed(tmp_path, heading, value)).changes == {}
    assert School.objects.count() == 9


def test_a_school_opens_again(tmp_path: Path) -> None:
    take(changed(tmp_path, "EstablishmentStatus (name)", "Closed"))
    assert dict(take(FULL).changes) == {"reopened": 1}
    assert School.objects.get(urn=990001).open


def test_what_is_not_in_the_file_or_blank_is_left_as_it_was(tmp_path: Path) -> None:
    take(FULL)
    School.objects.filter(urn=990001).update(website="www.ours.example")
    outcome = take(changed(tmp_path, "SchoolWebsite", ""))
    assert (outcome.unchanged, School.objects.get(urn=990001).website) == (9, "www.ours.example")
    rows = rows_of(FULL)
    take(written(tmp_path / "one.csv", rows[:2]))
    assert School.objects.count() == 9


def test_links_are_one_each_and_wait_for_confirmation() -> None:
    take(FULL)
    outcome = take(LINKS)
    pairs = {(990008, 990003): date(2017, 4, 1), (990008, 990009): date(2016, 9, 1)}
    found = SchoolLink.objects.values_list("predecessor__urn", "school__urn", "date")
    assert {(a, b): day for a, b, day in found} == pairs
    assert (outcome.links_read, outcome.links_new, len(outcome.proposals)) == (6, 2, 2)
    assert not SchoolLink.objects.confirmed().exists()
    again = take_over(LINKS, las=["313"], write=True, by=None, confirmed=["990008-990003"])
    assert (again.links_new, SchoolLink.objects.confirmed().get().school.urn) == (0, 990003)
    assert [item["key"] for item in take(LINKS).proposals] == ["990008-990009"]


def test_a_new_urn_is_shown_with_its_predecessor(tmp_path: Path) -> None:
    rows = rows_of(FULL)
    take(written(tmp_path / "old.csv", [rows[0], rows[8]]))
    with zipfile.ZipFile(tmp_path / "extract.zip", "w") as archive:
        archive.write(FULL, FULL.name)
        archive.write(LINKS, LINKS.name)
        archive.writestr("groups.csv", "Group,Name\r\n1,A\r\n")
    outcome = take(tmp_path / "extract.zip")
    assert dict(outcome.changes) == {"new": 6, "successor": 2}
    assert outcome.items["successor"][0]["before"] == "Fern Junior School (990008)"


def test_a_search_export_has_no_codes_and_a_ragged_last_column() -> None:
    take(FULL)
    outcome = take(SEARCH)
    assert (outcome.read, outcome.taken, outcome.unchanged) == (4, 4, 4)
    assert [item["key"] for item in outcome.proposals] == ["990008-990003"]


# --- What cannot be used is refused in a sentence ------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "value", "message"),
    [
        ("URN", "", "Row 2, column ‘URN’: the URN is missing."),
        ("URN", "Gorse", "Row 2, column ‘URN’: ‘Gorse’ is not a URN."),
        ("EstablishmentName", " ", "Row 2, column ‘EstablishmentName’: the name is missing."),
        ("EstablishmentName", "x" * 151, "Row 2, column ‘EstablishmentName’: more than 150 characters."),
        ("OpenDate", "31-02-2020", "Row 2, column ‘OpenDate’: ‘31-02-2020’ is not a date like 01-09-2026."),
        (
            "StatutoryHighAge",
            "18-Nov",
            "Row 2, column ‘StatutoryHighAge’: ‘18-Nov’ is not a number up to 25.",
        ),
        ("Easting", "9999999", "Row 2, column ‘Easting’: ‘9999999’ is not a number up to 700,000."),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_imported(
    tmp_path: Path, heading: str, value: str, message: str
) -> None:
    with pytest.raises(Refused) as refused:
        take(changed(tmp_path, heading, value))
    assert (str(refused.value), School.objects.count()) == (message, 0)


def test_a_wrong_last_row_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Row 10"):
        take(changed(tmp_path, "Northing", "north", row=9))
    assert School.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7\n\x00\x01", "This is not a CSV file."),
        ("URN,EstablishmentName".encode("utf-16"), "This is not a CSV file."),
        (b"Name,Colour\r\nA,B\r\n", "there is no column ‘URN’"),
        (b"URN;EstablishmentName\r\n1;2\r\n", "not separated by commas"),
        (b"URN,EstablishmentName\r\n100000,A\r\n", "The file has no column ‘LA \\(code\\)’."),
        (FULL.read_bytes()[:1500], "The file breaks off in row"),
        (FULL.read_bytes() + b'990099,"' + b"x\r\n" * 60_000, "a quotation mark is opened and never closed"),
        (b"\xe0" + FULL.read_bytes() + b"\x81\r\n", "a character that cannot be read|no column"),
        (b"PK\x03\x04rubbish", "The zip file is damaged"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(Refused, match=message):
        take(path)
    assert School.objects.count() == 0


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a.txt"], "no CSV file"),
        (["[Content_Types].xml"], "Excel or Word"),
        (["a.csv"], "first row is not"),
    ],
)
def test_a_wrong_zip_is_refused(tmp_path: Path, names: list[str], message: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(Refused, match=message):
        take(tmp_path / "a.zip")


def test_a_zip_that_would_fill_the_disk_is_refused(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w") as member,
    ):
        for _ in range(301):
            member.write(b"0" * 1_000_000)
    with pytest.raises(Refused, match="more than 300 MB"):
        take(tmp_path / "a.zip")


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(FULL, FULL.name)
    (tmp_path / "a.zip").write_bytes(whole.getvalue()[:-200])
    with pytest.raises(Refused, match="not downloaded in full"):
        take(tmp_path / "a.zip")


# --- Whatever the shape, the same result ---------------------------------------------------------


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_order_encoding_and_line_ends_do_not_matter(tmp_path: Path, data: st.DataObject) -> None:
    rows = rows_of(FULL)
    order = data.draw(st.permutations(range(len(rows[0]))))
    encoding = data.draw(st.sampled_from(["cp1252", "utf-8", "utf-8-sig"]))
    shuffled = [[row[place] for place in order] for row in rows]
    body = data.draw(st.permutations(shuffled[1:]))
    end = data.draw(st.sampled_from(["\r\n", "\n"]))
    expected = take(FULL, write=False)
    found = take(written(tmp_path / "a.csv", [shuffled[0], *body], encoding, end), write=False)
    assert (found.left, found.changes) == (expected.left, expected.changes)
    by_urn = {item["urn"]: item for item in expected.items["new"]}
    assert {item["urn"]: item for item in found.items["new"]} == by_urn


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(row=st.integers(1, 9), column=st.integers(0, 24))
@example(row=4, column=6)  # a special school without its type, known by its group
def test_a_blank_cell_is_taken_or_named(tmp_path: Path, row: int, column: int) -> None:
    rows = rows_of(FULL)
    rows[row][column] = ""
    path = written(tmp_path / "a.csv", rows)
    if rows[0][column] in ("URN", "EstablishmentName"):
        with pytest.raises(Refused, match=f"Row {row + 1}, column ‘{rows[0][column]}’"):
            take(path, write=False)
    else:
        outcome = take(path, write=False)
        assert (outcome.read, outcome.taken + outcome.left.total()) == (14, 14)
        assert outcome.taken in (8, 9)


# --- The command ---------------------------------------------------------------------------------


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_gias", str(FULL), "--dry-run")
    assert School.objects.count() == 0
    call_command("import_gias", str(FULL))
    said = capsys.readouterr().out
    assert "14 rows read, 9 taken, 5 left." in said
    assert "left, another local authority: 1" in said
    assert School.objects.count() == 9


def test_the_command_takes_other_authorities(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_gias", str(FULL), "--la", "307")
    assert list(School.objects.values_list("urn", flat=True)) == [990014]
    call_command("import_gias", str(FULL), "--la", "all")
    assert School.objects.count() == 10


def test_the_command_refuses(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_gias", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match=r"is not a URN\. Nothing was imported\."):
        call_command("import_gias", str(changed(tmp_path, "URN", "x")))


# --- The real files ------------------------------------------------------------------------------


@real_files
def test_real_hounslow_and_its_links() -> None:
    outcome = take(REAL / "hounslow_schools.csv")
    assert (outcome.read, outcome.taken) == (68, 68)
    assert School.objects.filter(phase=Phase.ALL_THROUGH, urn__in=[138266, 139720]).count() == 2
    links = take(REAL / "links_edubasealldata20230421.csv")
    assert links.links_read == 31_274
    assert SchoolLink.objects.filter(predecessor__urn=102522, school__urn=144097).count() == 1


@real_files
def test_real_search_export() -> None:
    outcome = take(REAL / "search_export_surrey_hampshire_20220419.csv", las=("850", "936"))
    assert (outcome.read, outcome.taken, dict(outcome.changes)) == (728, 728, {"new": 728})


@real_files
def test_real_england() -> None:
    outcome = take(REAL / "england_mainstream_20220425.csv", las=())
    assert (outcome.read, outcome.taken, dict(outcome.left)) == (20_185, 16_939, {"Secondary": 3_246})
    assert School.objects.count() == 16_939
