"""Pictures: checked by what they are, written anew, and seen by nobody before they stand on a page."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hlp.choices import PageKind
from hlp.models import Blob, Picture, PictureSize
from hlp.site import keeping, pages, pictures
from tests.conftest import As, Cast
from tests.hlp import sites


def refused(name: str, data: bytes) -> str:
    with pytest.raises(pictures.Refused) as told:
        pictures.prepare(SimpleUploadedFile(name, data), size=len(data))
    return str(told.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_written_anew_in_the_sizes_that_it_fills(kind: str) -> None:
    file = sites.photograph(kind)
    made = pictures.prepare(file, size=file.size or 0)
    opened = [Image.open(BytesIO(data)) for _, data in made.sizes]
    assert [
        (width, image.size, image.format) for (width, _), image in zip(made.sizes, opened, strict=True)
    ] == [*[(480, (480, 320), "JPEG"), (960, (960, 640), "JPEG"), (1200, (1200, 800), "JPEG")]]


def test_nothing_but_the_picture_is_taken_over() -> None:
    file = sites.photograph()
    assert b"Secret Camera" in file.read()
    file.seek(0)
    made = pictures.prepare(file, size=file.size or 0)
    assert [b"Secret" in data or b"Exif" in data for _, data in made.sizes] == [False, False, False]


def test_what_was_transparent_becomes_white_and_what_lay_on_its_side_stands() -> None:
    file = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(file, "PNG")
    made = pictures.prepare(file, size=10)
    assert Image.open(BytesIO(made.sizes[0][1])).getpixel((5, 5)) == (255, 255, 255)
    turned, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (800, 400), "red").save(turned, "JPEG", exif=exif)
    assert (pictures.prepare(turned, size=10).width, pictures.prepare(turned, size=10).height) == (400, 800)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG or WebP"),
        ("a.jpg", b"GIF89a" + b"\0" * 50, "JPEG, PNG or WebP"),
        ("a.jpg", b"", "JPEG, PNG or WebP"),
        ("a.jpg", sites.photograph().read()[:900], "not damaged"),
        ("a.png", sites.photograph("PNG", size=(200, 200)).read(), "at least 300 pixels wide"),
    ],
)
def test_what_is_no_picture_for_us_is_refused_in_a_sentence(name: str, data: bytes, sentence: str) -> None:
    assert sentence in refused(name, data)


def test_a_small_file_that_would_become_huge_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert "picture" in refused("a.png", b"\x89PNG\r\n\x1a\n" + chunk)


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    with pytest.raises(pictures.Refused, match="smaller than 10 MB"):
        pictures.prepare(BytesIO(b""), size=pictures.LARGEST_FILE + 1)


def test_everybody_sees_a_picture_once_it_stands_on_a_page(cast: Cast, as_: As, client: Client) -> None:
    picture = sites.picture(cast.director)
    address = picture.address(480)
    assert (client.get(address).status_code, as_(cast.administrator).get(address).status_code) == (404, 404)
    mine = as_(cast.director).get(address)
    assert (mine.status_code, mine["Cache-Control"]) == (200, "private, no-store")
    words = sites.content(picture=picture, picture_text="A blue wall")
    piece = pages.create(kind=PageKind.NEWS, slug="a", content=words, note="", by=cast.director)
    assert client.get(address).status_code == 404
    pages.publish(page=piece, version=piece.versions.get(), by=cast.director)
    seen = client.get(address)
    assert (seen.status_code, seen["Content-Type"], "immutable" in seen["Cache-Control"]) == (
        200,
        "image/jpeg",
        True,
    )
    page = client.get(piece.get_absolute_url()).content.decode()
    assert f'srcset="{address} 480w, {picture.address(960)} 960w, {picture.address(1200)} 1200w"' in page
    assert 'alt="A blue wall"' in page
    assert client.get(picture.address(481)).status_code == 404


def test_pictures_on_no_page_are_forgotten_after_a_week_and_others_kept(cast: Cast) -> None:
    used, unused = sites.picture(cast.director), sites.picture(cast.director)
    words = sites.content(picture=used, picture_text="A blue wall")
    pages.create(kind=PageKind.NEWS, slug="a", content=words, note="", by=cast.director)
    keeping.tidy()
    assert Picture.objects.count() == 2
    Picture.objects.update(at="2026-01-01T00:00Z")
    keeping.tidy()
    assert list(Picture.objects.all()) == [used]
    assert Blob.objects.count() == PictureSize.objects.count() == 3
    assert unused.pk is not None
