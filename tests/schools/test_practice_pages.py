"""The pages of the directory: writing with mistakes, two people at once, who finds what, and what it costs."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hlp.models import Document, Picture
from hlp.site import pictures as site_pictures
from hlp.uploads import refusals
from schools.choices.practice import PracticeAudience
from schools.models import PracticeEntry, PracticeFile, PracticePicture
from schools.services import directory
from schools.services.directory import attachments
from tests import factories as make
from tests.board import files_made as files
from tests.conftest import As, Cast, utc
from tests.schools import practised

PARTS = ("about", "context", "practice", "impact", "others")


def fields(client: Client, path: str) -> dict[str, Any]:
    """What a form holds as it is shown."""
    form = client.get(path).context["form"]
    held = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in held.items() if value not in (None, False, "")}


def named(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def entry(cast: Cast) -> PracticeEntry:
    return practised.drafted(cast.host_school, by=cast.host)


# --- Writing -----------------------------------------------------------------------------------


def test_school_begins_with_a_title_alone(as_: As, cast: Cast) -> None:
    answer = as_(cast.deputy).post(
        "/practice/nominate/", {"school": cast.host_school.pk, "title": "Talk first", "kind": "case-study"}
    )
    entry = PracticeEntry.objects.get()
    assert (answer["Location"], entry.state) == (entry.work_address, "drafted")


def test_nothing_typed_is_lost_where_a_box_is_wrong(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    path = f"/practice/{entry.pk}/write/impact/"
    data = {**fields(as_(cast.host), path), "impact": "Much has changed.", "pupils": "3"}
    page = as_(cast.host).post(path, data).content.decode()
    assert "fewer than six pupils" in page
    assert "Much has changed." in page
    entry.refresh_from_db()
    assert entry.impact != "Much has changed."


def test_each_part_saves_what_it_shows(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    client = as_(cast.host)
    for slug in PARTS:
        path = f"/practice/{entry.pk}/write/{slug}/"
        assert client.post(path, fields(client, path)).status_code == 302, slug
    before = PracticeEntry.objects.values().get(pk=entry.pk)
    assert before["version"] == entry.version  # nothing was changed, so nothing was saved
    assert before["what_we_did"] == entry.what_we_did


def test_second_writer_is_told_and_keeps_their_words(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    path = f"/practice/{entry.pk}/write/practice/"
    opened = fields(as_(cast.deputy), path)
    as_(cast.host).post(path, {**fields(as_(cast.host), path), "need": "The head’s words"})
    page = as_(cast.deputy).post(path, {**opened, "need": "The deputy’s words"}).content.decode()
    assert "Somebody else saved a change" in page
    assert "The deputy’s words" in page
    entry.refresh_from_db()
    assert entry.need == "The head’s words"


def test_resting_text_is_not_written(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    directory.submit(entry=entry, by=cast.host)
    answer = as_(cast.host).post(f"/practice/{entry.pk}/write/practice/", {"need": "Late", "version": "2"})
    assert answer["Location"] == entry.work_address
    entry.refresh_from_db()
    assert entry.need != "Late"


@pytest.mark.parametrize("person", ["host", "deputy", "lead_headteacher", "director"])
def test_report_is_quoted_to_all_but_those_who_only_prepare(as_: As, cast: Cast, person: str) -> None:
    entry = directory.nominate(
        school=cast.host_school,
        title="A",
        provenance="Report",
        text="Pupils talk before they write.",
        by=cast.lead,
    )
    page = as_(getattr(cast, person)).get(entry.work_address).content.decode()
    assert ("Pupils talk before they write." in page) == (person != "deputy")


# --- Steps -------------------------------------------------------------------------------------


def test_each_step_is_pressed_by_whom_it_belongs_to(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    def press(person: Any, verb: str, **data: str) -> int:
        return as_(person).post(f"/practice/{entry.pk}/step/{verb}/", data).status_code

    assert press(cast.lead_headteacher, "submit") == 403
    assert press(cast.deputy, "submit") == 302
    assert press(cast.host, "check") == 403
    assert press(cast.lead_headteacher, "check") == 302
    agreed = {"audience": "public", "text": "on"}
    assert press(cast.deputy, "consent", **agreed) == 403
    assert press(cast.director, "consent", **agreed) == 403
    assert press(cast.host, "consent", **agreed) == 302
    assert press(cast.host, "publish", audience="public") == 403
    assert press(cast.director, "publish", audience="public") == 302
    assert press(cast.lead, "archive", reason="Mine") == 404
    entry.refresh_from_db()
    assert entry.state == "published"


def test_consent_without_reading_is_refused(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    practised.picture(entry, by=cast.host)
    directory.submit(entry=entry, by=cast.host)
    directory.check(entry=entry, by=cast.director)
    path = f"/practice/{entry.pk}/step/consent/"
    page = as_(cast.host).post(path, {"audience": "members", "text": "on"}).content.decode()
    assert "remove the pictures" in page
    page = as_(cast.host).post(path, {"pictures": "on"}).content.decode()
    assert "Read the entry and confirm it" in page


# --- Pictures and files -------------------------------------------------------------------------


def test_picture_is_written_anew_and_loses_where_it_was_taken(cast: Cast, entry: PracticeEntry) -> None:
    image = Image.new("RGB", (400, 300))
    exif = image.getexif()
    exif[0x010E] = "Taken in room 4"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    kept = attachments.add_picture(
        entry=entry, file=BytesIO(out.getvalue()), size=len(out.getvalue()), alternative="Room", by=cast.host
    )
    data = attachments.picture_bytes(kept.pk, 400, user=cast.host)
    assert data is not None
    assert b"room 4" not in data
    assert not Image.open(BytesIO(data)).getexif()


@pytest.mark.parametrize(
    ("name", "make_data", "said"),
    [
        ("a.pdf", files.protected, refusals.PASSWORD),
        ("a.docx", files.protected_office, refusals.PASSWORD),
        ("a.pdf", files.cut_off, refusals.BROKEN),
        ("a.docx", lambda: files.docx()[:5000], refusals.BROKEN),
        ("a.docx", files.zip_bomb, refusals.BOMB),
        ("a.docm", files.docm, refusals.MACROS),
        ("a.pdf", lambda: b"Dear colleagues", refusals.UNKNOWN),
        ("a.pdf", lambda: bytes(11_000_000), refusals.TOO_LARGE.format(size=11, most=10)),
    ],
)
def test_bad_file_is_refused_in_words(
    as_: As, cast: Cast, entry: PracticeEntry, name: str, make_data: Any, said: str
) -> None:
    data = {"title": "Plan", "file": named(name, make_data())}
    page = as_(cast.host).post(f"/practice/{entry.pk}/files/", data)
    assert said in page.context["form"].errors["file"][0]
    assert not PracticeFile.objects.exists()


def test_files_lose_the_name_of_their_author(cast: Cast, entry: PracticeEntry) -> None:
    kept = practised.file(entry, by=cast.host)
    with pikepdf.open(BytesIO(bytes(kept.blob.data))) as pdf:
        assert "/Info" not in pdf.trailer or "/Author" not in pdf.docinfo
    word = attachments.add_file(
        entry=entry, data=files.docx(), filename="../Plan.docx", title="Plan", by=cast.host
    )
    assert (word.filename, b"python-docx" in bytes(word.blob.data)) == ("Plan.docx", False)
    again = attachments.add_file(
        entry=entry, data=files.docx(), filename="Plan.docx", title="Plan", by=cast.host
    )
    assert again.pk == word.pk


def test_picture_that_is_none_is_refused(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    data = {"file": named("a.png", b"Not a picture"), "alternative": "A", "consent": "on"}
    page = as_(cast.host).post(f"/practice/{entry.pk}/pictures/", data).content.decode()
    assert "must be a picture in JPEG, PNG or WebP format" in page
    page = as_(cast.host).post(f"/practice/{entry.pk}/pictures/", {"alternative": "A"}).content.decode()
    assert "Choose a picture" in page
    assert "Confirm the consent" in page


def test_removed_picture_stays_in_what_is_published(as_: As, cast: Cast, entry: PracticeEntry) -> None:
    picture = practised.picture(entry, by=cast.host)
    practised.publish_to_members(entry, by=cast.director)
    directory.revise(entry=entry, by=cast.host)
    as_(cast.host).post(f"/practice/{entry.pk}/pictures/{picture.pk}/remove/")
    path = picture.address(picture.picture.width)
    assert as_(cast.outsider).get(path).status_code == 200
    assert Client().get(path).status_code == 404
    directory.discard(entry=entry, by=cast.host)
    assert PracticePicture.objects.get().removed_at is None


def test_picture_of_an_entry_is_no_unused_picture(cast: Cast, entry: PracticeEntry) -> None:
    practised.picture(entry, by=cast.host)
    assert site_pictures.forget_unused(at=utc("2036-01-01 00:00")) == 0
    assert Picture.objects.count() == 1


def test_pictures_without_consent_are_not_published(cast: Cast, entry: PracticeEntry) -> None:
    practised.picture(entry, by=cast.host)
    directory.submit(entry=entry, by=cast.host)
    directory.check(entry=entry, by=cast.director)
    with pytest.raises(ValidationError, match="Confirm the consent"):
        directory.consent(entry=entry, audience=PracticeAudience.MEMBERS, pictures=False, by=cast.host)


# --- Reading ------------------------------------------------------------------------------------


def test_everybody_finds_what_is_for_everybody_alone(cast: Cast) -> None:
    practised.published(cast.host_school, by=cast.host, title="For everybody")
    members = practised.published(
        cast.far_school, by=cast.director, title="For members", audience=PracticeAudience.MEMBERS
    )
    page = Client().get("/good-practice/").content.decode()
    assert "For everybody" in page
    assert "For members" not in page
    assert Client().get(f"/good-practice/{members.pk}/").status_code == 404


def test_public_page_tells_machines_the_school_and_no_person(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    page = Client().get(f"/good-practice/{entry.pk}/").content.decode()
    assert '"@type": "Article"' in page
    assert f'"name": "{cast.host_school.name}"' in page
    assert "Assistant headteacher for English" in page
    assert not [one for one in (cast.host, cast.director) if one.name in page]
    assert f"/good-practice/{entry.pk}/" in Client().get("/sitemap.xml").content.decode()


def test_what_is_archived_leaves_the_public_site_at_once(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    directory.archive(entry=entry, reason="Old", by=cast.host)
    assert Client().get(f"/good-practice/{entry.pk}/").status_code == 404


def test_publishing_asks_for_one_pdf_of_these_words(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host)
    document = Document.objects.get(kind="practice")
    assert document.about == f"practice:{entry.pk}"
    assert document.source["what_we_did"] == entry.what_we_did
    assert not [name for name in (cast.host.name, cast.director.name) if name in str(document.source)]


def filled(cast: Cast, number: int) -> None:
    for count, school in enumerate((cast.host_school, cast.lead_school, cast.far_school)[:number]):
        entry = practised.drafted(
            school, by=cast.director, title=f"Entry {count}", themes=[make.ThemeFactory()]
        )
        practised.picture(entry, by=cast.director, alternative=f"Picture {count}")
        directory.submit(entry=entry, by=cast.director)
        directory.check(entry=entry, by=cast.director)
        directory.consent(entry=entry, audience=PracticeAudience.PUBLIC, pictures=True, by=cast.director)
        directory.publish(entry=entry, audience=PracticeAudience.PUBLIC, by=cast.director)
        directory.begin(school=school, title=f"Draft {count}", by=cast.director)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("/practice/", 14), ("/practice/desk/", 13), ("/good-practice/", 12)]
)
def test_lists_ask_the_same_for_one_and_for_three(
    as_: As, cast: Cast, number: int, path: str, queries: int, django_assert_max_num_queries: Any
) -> None:
    filled(cast, number)
    client = as_(cast.director)
    with django_assert_max_num_queries(queries) as counted:
        assert client.get(path).status_code == 200
    assert len(counted) == COUNTED.setdefault(path, len(counted))


COUNTED: dict[str, int] = {}
