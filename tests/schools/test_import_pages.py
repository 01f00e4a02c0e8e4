"""The pages of the import: upload, preview, confirmation, and what goes wrong on the way."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hlp.models import Blob
from schools.models import ImportRun, School, SchoolLink
from schools.services.gias import runs, take_over
from tests.conftest import As, Cast

FILES = Path(__file__).parent / "files"
FULL, LINKS = FILES / "edubasealldata20260901.csv", FILES / "links_edubasealldata20260901.csv"


def upload(client: Client, path: Path = FULL, **data: Any) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes(), "text/csv")
    return client.post("/schools/import/", {"file": file, "las": "313", **data})


def ready(client: Client, path: Path = FULL) -> ImportRun:
    assert upload(client, path).status_code == 302
    run = ImportRun.objects.order_by("-pk")[0]
    assert runs.work(run.pk)
    run.refresh_from_db()
    return run


def confirm(client: Client, run: ImportRun, **data: Any) -> Any:
    return client.post(f"/schools/import/{run.pk}/confirm/", {"digest": run.digest, **data}, follow=True)


def test_upload_preview_confirm(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    run = ready(client)
    page = client.get(run.get_absolute_url()).content.decode()
    for words in ("14 rows read, 9 taken, 5 left", "New school: 9", "Thomas à Becket School", "Secondary: 1"):
        assert words in page
    assert School.objects.filter(urn__gte=990001).count() == 0
    confirm(client, run)
    assert "is being taken over" in client.get(run.get_absolute_url()).content.decode()
    assert runs.work(run.pk)
    assert "What has changed" in client.get(run.get_absolute_url()).content.decode()
    assert School.objects.filter(urn__gte=990001).count() == 9
    assert Blob.objects.count() == 0


def test_twice_is_once(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    first, second = upload(client), upload(client)
    assert first["Location"] == second["Location"]
    run = ImportRun.objects.get()
    assert (runs.work(run.pk), runs.work(run.pk)) == (True, False)
    run.refresh_from_db()
    for _ in range(2):
        confirm(client, run)
        runs.work(run.pk)
    assert School.objects.filter(urn__gte=990001).count() == 9
    confirm(client, run)
    run.refresh_from_db()
    assert run.state == "done"


def test_a_newer_upload_replaces_the_older(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    old = ready(client)
    ready(client, LINKS)
    old.refresh_from_db()
    assert (old.state, Blob.objects.count()) == ("dropped", 1)
    assert "no longer the newest" in confirm(client, old).content.decode()


def test_schools_changed_since_the_preview(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client)
    School.objects.create(urn=990001, name="Gorse", type="Community school", phase="primary")
    confirm(client, run)
    runs.work(run.pk)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Schools were changed after this preview was made" in page
    assert "Renamed: 1" in page
    assert School.objects.filter(urn__gte=990001).count() == 1
    run.refresh_from_db()
    confirm(client, run)
    runs.work(run.pk)
    assert School.objects.filter(urn__gte=990001).count() == 9


def take(client: Client, path: Path, **data: Any) -> None:
    run = ready(client, path)
    confirm(client, run, **data)
    assert runs.work(run.pk)


def test_only_the_director_confirms_links(as_: As, cast: Cast) -> None:
    take(as_(cast.administrator), FULL)
    take(as_(cast.administrator), LINKS, confirmed=["990008-990003"])
    assert (SchoolLink.objects.count(), SchoolLink.objects.confirmed().count()) == (2, 0)
    take(as_(cast.director), LINKS, confirmed=["990008-990003", "1-2"])
    link = SchoolLink.objects.confirmed().get()
    assert (link.school.urn, link.predecessor.urn, link.confirmed_by) == (990003, 990008, cast.director)
    page = as_(cast.host).get("/schools/990008/").content.decode()
    assert "Followed by" in page
    assert "closed on" in page


@pytest.mark.parametrize(
    ("content", "las", "message"),
    [
        (b"Name,Colour\r\nA,B\r\n", "313", "This is not a file from Get Information about Schools"),
        (b"", "313", "The file is empty."),
        (b"URN,EstablishmentName\r\n1,A\r\n", "313", "The file has no column ‘LA (code)’."),
        (FULL.read_bytes(), "31", "Enter the three-digit code of the local authority, like 313"),
    ],
)
def test_mistakes_are_told(as_: As, cast: Cast, content: bytes, las: str, message: str) -> None:
    file = SimpleUploadedFile("a.csv", content)
    page = as_(cast.director).post("/schools/import/", {"file": file, "las": las}).content.decode()
    assert message in page
    assert "<title>Error: " in page
    assert ImportRun.objects.count() == 0


def test_a_file_is_needed_and_a_huge_one_refused(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(cast.director)
    assert "Choose the file that you downloaded" in client.post("/schools/import/", {}).content.decode()
    monkeypatch.setattr("schools.forms.imports.LARGEST_UPLOAD", 1_000)
    assert "The file must be smaller than" in upload(client).content.decode()


def test_a_wrong_row_is_named_on_the_page(as_: As, cast: Cast, tmp_path: Path) -> None:
    wrong = tmp_path / "a.csv"
    wrong.write_bytes(FULL.read_bytes().replace(b"01-04-2017", b"2017"))
    client = as_(cast.director)
    run = ready(client, wrong)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Row 4, column ‘OpenDate’: ‘2017’ is not a date like 01-09-2026." in page
    assert (run.state, run.blob, Blob.objects.count()) == ("failed", None, 0)


def test_the_worker_is_woken_and_may_be_woken_again(
    as_: As, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = as_(cast.director)
    with django_capture_on_commit_callbacks() as woken:
        upload(client)
    assert len(woken) == 1
    run = ImportRun.objects.get()
    run.asked_at -= 2 * runs.SILENCE
    run.save(update_fields=["asked_at"])
    assert "Start again" in client.get(run.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks() as woken:
        client.post(f"/schools/import/{run.pk}/again/")
    assert len(woken) == 1


def test_the_fragment_refreshes_the_page_when_it_is_done(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    upload(client)
    run = ImportRun.objects.get()
    ask = {"HTTP_HX_REQUEST": "true"}
    assert "<html" not in client.get(run.get_absolute_url(), **ask).content.decode()
    runs.work(run.pk)
    assert client.get(run.get_absolute_url(), **ask)["HX-Refresh"] == "true"


@pytest.mark.parametrize("path", [FULL, LINKS])
def test_the_pages_ask_the_same_of_the_database(
    as_: As, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, path: Path
) -> None:
    client = as_(cast.director)
    run = ready(client, path)
    with django_assert_num_queries(6):
        client.get(run.get_absolute_url())
    with django_assert_num_queries(6):
        client.get("/schools/import/")


def test_closed_schools_are_asked_for(as_: As, cast: Cast) -> None:
    take(as_(cast.director), FULL)

    def names(query: str) -> list[str]:
        cards = as_(cast.director).get(f"/schools/?school=990008{query}").context["cards"]
        return [card.school.name for card in cards]

    assert (names(""), names("&status=closed")) == ([], ["Fern Junior School"])
    assert names("&status=any") == ["Fern Junior School"]


def test_progress_is_seen_while_the_file_is_read(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    upload(client)
    run = ImportRun.objects.get()
    seen: list[tuple[int, str]] = []
    take_over(
        FULL, las=["313"], write=False, by=None, progress=lambda percent, at: seen.append((percent, at))
    )
    assert seen == [(95, "14 rows read")]
    runs.tell(run.pk)(*seen[0])
    page = client.get(run.get_absolute_url()).content.decode()
    assert "14 rows read" in page
