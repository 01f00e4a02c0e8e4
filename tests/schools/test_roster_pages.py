"""The pages of the import of people: template, upload, preview, confirmation, and what goes wrong on the way."""

import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from hlp.models import Blob, Message, User
from schools.models import ImportRun
from schools.services import runs
from schools.services.roster.columns import HEADINGS
from tests.conftest import BEFORE, As, Cast

pytestmark = pytest.mark.usefixtures("_monday")
HEAD = ",".join(HEADINGS.values())
NOOR = "Noor New,noor@school.example,Headteacher,Fir Primary School,,1/9/2026,,,"


@pytest.fixture
def _monday() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def upload(client: Client, *rows: str, name: str = "people.csv") -> Any:
    file = SimpleUploadedFile(name, "\n".join([HEAD, *rows]).encode())
    return client.post("/people/import/", {"file": file})


def ready(client: Client, *rows: str) -> ImportRun:
    upload(client, *rows)
    run = ImportRun.objects.get()
    assert runs.work(run.pk)
    run.refresh_from_db()
    return run


def confirm(client: Client, run: ImportRun, **data: Any) -> Any:
    facts = {"digest": run.digest, "when": "now", **data}
    return client.post(f"/people/import/{run.pk}/confirm/", facts, follow=True)


def test_the_template_has_our_headings(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    book = load_workbook(io.BytesIO(b"".join(client.get("/people/import/?download=xlsx"))))
    assert [cell.value for cell in book.active[1]] == list(HEADINGS.values())  # type: ignore[index]
    text = b"".join(client.get("/people/import/?download=csv")).decode("utf-8-sig")
    assert text.strip() == HEAD


def test_from_the_upload_to_the_people(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    assert "is being read" in client.get(upload(client, NOOR)["Location"]).content.decode()
    run = ImportRun.objects.get()
    runs.work(run.pk)
    run.refresh_from_db()
    shown = client.get(run.get_absolute_url()).content.decode()
    assert "New accounts: 1" in shown
    assert not User.objects.filter(name="Noor New").exists()
    assert "is being taken over" in confirm(client, run).content.decode()
    assert (runs.work(run.pk), runs.work(run.pk)) == (True, False)
    assert "What has happened" in client.get(run.get_absolute_url()).content.decode()
    assert Message.objects.get(kind="invitation").person.name == "Noor New"
    assert not Blob.objects.exists()


def test_invitations_on_a_date(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, NOOR)
    for day, told in (("", "Enter the date on which"), ("16", "The date must be after today")):
        wrong = confirm(client, run, when="later", day_0=day, day_1=day and "11", day_2=day and "2026")
        assert told in wrong.content.decode()
    confirm(client, run, when="later", day_0="1", day_1="12", day_2="2026")
    runs.work(run.pk)
    assert str(Message.objects.get().due_at) == "2026-12-01 08:00:00+00:00"
    assert "go out on Tuesday 1 December 2026" in client.get(run.get_absolute_url()).content.decode()


def test_problems_are_listed_and_nothing_can_be_confirmed(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, NOOR, NOOR.replace("noor@", "noor at "), NOOR.replace("1/9/2026", "soon"))
    shown = client.get(run.get_absolute_url()).content.decode()
    assert "2 things to put right" in shown
    assert "‘soon’ is not a date. Write it like 1/9/2026" in shown
    assert "Take these people in" not in shown
    confirm(client, run)
    runs.work(run.pk)
    run.refresh_from_db()
    assert (run.state, User.objects.filter(name="Noor New").exists()) == ("ready", False)


def test_people_changed_since_give_a_new_preview(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, NOOR)
    User.objects.create_user(email="noor@school.example", name="Noor New")
    confirm(client, run)
    runs.work(run.pk)
    shown = client.get(run.get_absolute_url()).content.decode()
    assert "People or posts were changed after this preview was made" in shown
    assert "Posts for people with an account: 1" in shown


def test_an_older_preview_is_not_confirmed(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, NOOR)
    assert "no longer the newest" in confirm(client, run, digest="0" * 64).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7", "This is no table"),
        ("a.csv", b"", "The file is empty"),
        ("a.xlsx", b"PK\x03\x04", "The Excel file is damaged"),
    ],
)
def test_a_file_that_is_none_is_told_at_once(
    as_: As, cast: Cast, name: str, data: bytes, sentence: str
) -> None:
    page = as_(cast.director).post("/people/import/", {"file": SimpleUploadedFile(name, data)})
    assert sentence in page.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_told(as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schools.forms.roster.LARGEST_UPLOAD", 10)
    assert "The file must be smaller than" in upload(as_(cast.director), NOOR).content.decode()


def test_a_wrong_heading_ends_the_run_with_a_sentence(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    client.post("/people/import/", {"file": SimpleUploadedFile("a.csv", b"Name,Role\nA,Headteacher")})
    run = ImportRun.objects.get()
    runs.work(run.pk)
    assert "The first row must hold the headings" in client.get(run.get_absolute_url()).content.decode()


def test_the_two_imports_do_not_meet(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, NOOR)
    register = ImportRun.objects.create(
        name="a.csv", asked_by=cast.director, asked_at=run.asked_at, state="ready"
    )
    assert client.get(f"/schools/import/{run.pk}/").status_code == 404
    assert client.get(f"/people/import/{register.pk}/").status_code == 404
    upload(client, NOOR, NOOR.replace("oor", "ia"))
    register.refresh_from_db()
    assert register.state == "ready"


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_asks_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    client = as_(cast.director)
    rows = [NOOR.replace("oor", f"oor{n}") for n in range(number)]
    run = ready(client, *rows)
    with django_assert_num_queries(6):
        client.get(run.get_absolute_url())
