"""The pages of an import of figures: upload, preview, confirmation, and what goes wrong on the way."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hlp.models import Blob
from schools.models import ImportRun
from schools.services import runs
from scorecard.models import Result, SourceFile
from scorecard.services import catalogue
from tests import factories
from tests.conftest import As, Cast
from tests.scorecard import factories as make
from tests.scorecard import ks2files
from tests.scorecard.ks2files import TABLE, URNS, row

pytestmark = pytest.mark.django_db
ADDRESS = "/score-card/imports/new/ks2/"


@pytest.fixture(autouse=True)
def register(cast: Cast) -> None:
    """The measures, and the four schools that the register knows."""
    catalogue.load()
    for urn in URNS:
        factories.SchoolFactory(urn=urn, name=f"School {urn}")


def upload(client: Client, text: str, **data: Any) -> Any:
    file = SimpleUploadedFile("313_ks2final.csv", text.encode("utf-8-sig"), "text/csv")
    return client.post(ADDRESS, {"file": file, "year": "2016", "status": "final", **data})


def ready(client: Client, text: str, **data: Any) -> ImportRun:
    assert upload(client, text, **data).status_code == 302
    return work()


def work() -> ImportRun:
    run = ImportRun.objects.latest("pk")
    assert runs.work(run.pk)
    run.refresh_from_db()
    return run


def page(client: Client, run: ImportRun, query: str = "") -> str:
    return client.get(f"{run.get_absolute_url()}{query}").content.decode()


def confirm(client: Client, run: ImportRun) -> str:
    answer = client.post(f"/score-card/imports/{run.pk}/confirm/", {"digest": run.digest}, follow=True)
    return answer.content.decode()


def test_upload_preview_rejects_confirm(as_: As, cast: Cast) -> None:
    client = as_(cast.administrator)
    run = ready(client, ks2files.text([row(1, PTRWM_EXP="0.59"), *TABLE[1:]]), status="provisional")
    found = page(client, run)
    for words in (
        "Key stage 2 performance tables, 2016/17, provisional",
        "8 rows read. Schools: 3; Local authorities: 1; England: 2.",
        "Schools that our register does not know: 1 left.",
        "The percent sign is missing",
        "Take these figures over",
    ):
        assert words in found
    assert not Result.objects.exists()
    rejects = b"".join(client.get(f"{run.get_absolute_url()}?download=csv").streaming_content).decode(
        "utf-8-sig"
    )
    assert rejects.splitlines()[1].startswith('2,PTRWM_EXP,0.59,"The percent sign is missing')
    assert "is being taken over" in confirm(client, run)
    assert "What was taken over" in page(client, work())
    assert SourceFile.objects.get().run == run
    assert SourceFile.objects.get().loaded_by == cast.administrator
    assert Result.objects.filter(school__urn=990002, measure__code="rwm-exp").get().status == "provisional"
    assert not Blob.objects.exists()


def test_twice_is_once(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    first, second = (upload(client, ks2files.text())["Location"] for _ in range(2))
    assert first == second
    run = work()
    for _ in range(2):
        confirm(client, run)
    work()
    count = Result.objects.count()
    run = ready(client, ks2files.text())
    assert "Nothing to take over" in page(client, run)
    assert Result.objects.count() == count


def test_another_year_is_another_upload(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    assert (
        upload(client, ks2files.text())["Location"]
        != upload(client, ks2files.text(), year="2017")["Location"]
    )


def test_what_was_recorded_since_the_preview_gives_a_new_one(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, ks2files.text())
    confirm(client, run)
    school = factories.SchoolFactory(urn=777777)
    run = work()
    assert run.state == "ready"
    assert "Figures were recorded after this preview" in page(client, run)
    assert not Result.objects.exists()
    confirm(client, run)
    work()
    assert school.results.current().filter(measure__code="rwm-exp").get().value == 59


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"file": ""}, "Choose the file that you downloaded"),
        ({"year": ""}, "Select"),
        ({"status": "reported"}, "is not one of the available choices"),
        ({"published_on_0": "31", "published_on_1": "2", "published_on_2": "2025"}, "real date"),
    ],
)
def test_what_is_missing_is_said(as_: As, cast: Cast, data: dict[str, str], words: str) -> None:
    answer = upload(as_(cast.director), ks2files.text(), **data)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"URN,Name\r\n1,Ash\r\n", "not a file of the key stage 2 performance tables"),
        (b"RECTYPE;URN;PTRWM_EXP\r\n", "not separated by commas"),
        ("RECTYPE,URN\r\n".encode("utf-16"), "not a CSV file"),
        (b"PK\x03\x04 broken", "zip file is damaged"),
    ],
)
def test_file_that_is_none_is_refused_at_once(as_: As, cast: Cast, content: bytes, words: str) -> None:
    data = {"file": SimpleUploadedFile("a.csv", content), "year": "2016", "status": "final"}
    assert words in as_(cast.director).post(ADDRESS, data).content.decode()
    assert not ImportRun.objects.exists()


def test_file_that_fails_later_says_why(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    run = ready(client, ks2files.text()[:-200])
    assert run.state == "failed"
    assert "breaks off in row" in page(client, run)


def test_unknown_kind_does_not_exist(as_: As, cast: Cast) -> None:
    assert as_(cast.director).get("/score-card/imports/new/tea-leaves/").status_code == 404


def test_number_of_queries_is_that_of_one_upload(as_: As, cast: Cast) -> None:
    client, counts = as_(cast.director), []
    client.get("/score-card/imports/")
    for number in (1, 2):
        for place in range(number):
            ready(client, ks2files.text([row(1, TELIG=30 + 10 * number + place)]))
            make.SourceFileFactory()
        with CaptureQueriesContext(connection) as found:
            client.get("/score-card/imports/")
        counts.append(len(found))
    assert counts[0] == counts[1]
