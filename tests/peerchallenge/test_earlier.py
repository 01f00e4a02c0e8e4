"""Earlier reports: refused in words, read by their headings, checked by a person, filed whole, once."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from hlp.models import Blob
from peerchallenge.models import EarlierReport, Finding
from peerchallenge.packs.earlier import lines_of
from peerchallenge.services.findings import earlier
from peerchallenge.services.findings.earlier import Line
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge.found import OLD_REPORT, uploaded, word

READ = [
    ("strength", "Phonics is taught every day", "Strengths"),
    ("strength", "Pupils love the library", "Strengths"),
    ("better", "Books were marked less often and better.", "Even better if"),
    ("action", "Try whole-class feedback", "Next steps"),
]


def read(data: bytes) -> list[tuple[str, str, str]]:
    return [(line["kind"], line["text"], line["place"]) for line in lines_of(data)]


def altered(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one member more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


# --- Reading ------------------------------------------------------------------------------------


def test_headings_tell_findings_apart() -> None:
    assert read(word(*OLD_REPORT)) == READ


def test_bold_lines_and_words_before_a_colon_are_headings_too() -> None:
    data = word(
        ("bold", "What went well"),
        ("Normal", "- Talk is rich in every class\n- Playtimes are calm now"),
        ("bold", "Lunch"),
        ("Normal", "Nobody reads this sentence."),
        ("Normal", "EBI: more pupils led a discussion"),
    )
    assert read(data) == [
        ("strength", "Talk is rich in every class", "What went well"),
        ("strength", "Playtimes are calm now", "What went well"),
        ("better", "more pupils led a discussion", "EBI"),
    ]


def test_tables_are_read_by_columns_and_actions_by_their_first() -> None:
    document = Document()
    columns = ("Strengths", "Areas for development", "Calm all day long", "Lateness is common on Mondays")
    actions = ("What", "Who", "When", "Moderate writing", "Leaders", "May")
    for heading, texts in (("How it was", columns), ("Agreed actions", actions)):
        document.add_heading(heading, 1)
        table = document.add_table(rows=2, cols=len(texts) // 2)
        for cell, text in zip(table._cells, texts, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    assert read(out.getvalue()) == [
        ("strength", "Calm all day long", "Strengths"),
        ("better", "Lateness is common on Mondays", "Areas for development"),
        ("action", "Moderate writing", "Agreed actions"),
    ]


# --- Uploading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"just words", "not a Word document"),
        (b"%PDF-1.7 ...", "This is a PDF file. Upload the report as a Word document"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "before 2007"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (word(*OLD_REPORT)[:2000], "damaged"),
        (altered(word(*OLD_REPORT), "word/vbaProject.bin", b"x"), "macros"),
        (
            altered(word(*OLD_REPORT), "word/media/a.bin", bytes(60_000_000)),
            "Copy its text into a new Word document",
        ),
        (b"PK" + bytes(10_000_001), "the most is 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(cast: Cast, data: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said) as refusal:
        earlier.upload(data=data, name="a.docx", school=cast.host_school, year=cast.year, by=cast.director)
    assert "save it as a PDF" not in str(refusal.value)
    assert not Blob.objects.exists()


def test_the_same_file_twice_is_once(cast: Cast) -> None:
    data = word(*OLD_REPORT)
    assert uploaded(cast, data) == uploaded(cast, data)


def test_what_cannot_be_read_says_so(cast: Cast) -> None:
    """It has the parts of a Word file by name, and none by content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<broken")
    row = uploaded(cast, out.getvalue())
    assert [earlier.read_next(), earlier.read_next()] == [True, False]
    row.refresh_from_db()
    assert (row.state, "could not be read" in row.notice) == ("failed", True)


def test_a_report_whose_worker_died_three_times_is_given_up(cast: Cast) -> None:
    row = uploaded(cast)
    EarlierReport.objects.update(attempts=3)
    assert earlier.read_next() is False
    row.refresh_from_db()
    assert row.state == "failed"


# --- Checking and filing ------------------------------------------------------------------------


def test_a_person_checks_what_was_read_and_files_it_once(cast: Cast, as_: As) -> None:
    director = as_(cast.director)
    file = SimpleUploadedFile("report.docx", word(*OLD_REPORT))
    sent = {"school": cast.host_school.pk, "year": cast.year.pk, "file": file}
    page = director.post("/findings/earlier/new/", sent, follow=True)
    assert "The report is being read." in page.content.decode()
    earlier.read_next()
    path = page.redirect_chain[-1][0]
    text = director.get(path).content.decode()
    assert ("4 findings were found" in text, "Pupils love the library" in text) == (True, True)

    rows = {
        f"{key}_{place}": line[number]
        for place, line in enumerate(READ)
        for number, key in enumerate(("kind", "text"))
    }
    rows |= {"kind_1": "", "text_2": "Books were marked less.", "kind_4": "action", "text_4": "Try it once"}
    for _ in range(2):
        director.post(path, rows)
    found = list(Finding.objects.order_by("position").values_list("kind", "text", "school", "year", "origin"))
    assert [row[:2] for row in found] == [
        ("strength", "Phonics is taught every day"),
        ("better", "Books were marked less."),
        ("action", "Try whole-class feedback"),
        ("action", "Try it once"),
    ]
    assert {row[2:] for row in found} == {(cast.host_school.pk, cast.year.pk, "word")}


def test_nothing_is_filed_by_halves(cast: Cast, as_: As) -> None:
    row = uploaded(cast)
    with pytest.raises(ValidationError, match="not been read"):
        earlier.file_lines(report=row, lines=[], by=cast.director)
    earlier.read_next()
    page = as_(cast.director).post(row.get_absolute_url(), {"kind_0": "strength", "text_0": "a" * 2001})
    assert "Finding 1 must be 2,000 characters or fewer" in page.content.decode()
    page = as_(cast.director).post(row.get_absolute_url(), {})
    assert "Leave at least one finding in" in page.content.decode()
    assert not Finding.objects.exists()


def test_an_upload_is_taken_back_with_its_findings(cast: Cast, as_: As) -> None:
    row = uploaded(cast)
    earlier.read_next()
    earlier.file_lines(report=row, lines=[Line("strength", "Calm all day")], by=cast.director)
    as_(cast.director).post(f"{row.get_absolute_url()}remove/")
    assert (Finding.objects.count(), EarlierReport.objects.count()) == (0, 0)


def test_the_themes_of_an_earlier_report_are_confirmed_on_its_page(cast: Cast, as_: As) -> None:
    row, theme = uploaded(cast), make.ThemeFactory(name="Reading")
    earlier.read_next()
    earlier.file_lines(report=row, lines=[Line("strength", "Calm all day")], by=cast.director)
    director, finding = as_(cast.director), Finding.objects.get()
    words = "Confirm the themes of 1 finding: earlier reports"
    assert words in director.get("/home/").content.decode()
    assert "1 to confirm" in director.get("/findings/earlier/").content.decode()

    name = f"f{finding.pk}"
    sent = {f"{name}-revision": finding.revision, f"{name}-one": theme.pk}
    page = director.post(row.get_absolute_url(), sent, follow=True).content.decode()
    assert "The themes of 1 finding are confirmed." in page
    assert list(finding.tags.values_list("theme__name", "confirmed")) == [("Reading", True)]
    assert words not in director.get("/home/").content.decode()
