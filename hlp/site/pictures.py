"""Pictures as they come in: checked by what they are, made smaller, written anew without what cameras add."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import IO, Any

from django.db import transaction
from django.db.models import ForeignObjectRel, Q, QuerySet
from PIL import Image, ImageFile, ImageOps

from hlp import clock
from hlp.models import Blob, Picture, PictureSize, User
from hlp.models.picture import WIDTHS

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 40_000_000
SMALLEST_WIDTH = 300  # pixels
FORMATS = ["JPEG", "PNG", "WEBP"]
QUALITY = 80
UNUSED_FOR = timedelta(days=7)


class Refused(Exception):
    """A file that is no picture we can use; the text says why in one sentence."""


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be kept: its sizes as (width in pixels, JPEG), smallest first."""

    width: int
    height: int
    sizes: list[tuple[int, bytes]]


def prepare(file: IO[bytes], *, size: int) -> Prepared:
    """Read an uploaded picture of ``size`` bytes and write it anew in each width that it fills.

    Only the picture itself is taken over: place, camera, time and everything else that a file may carry is left
    behind. Raises Refused.
    """
    if size > LARGEST_FILE:
        raise Refused(
            f"The picture must be smaller than {LARGEST_FILE // 1024 // 1024} MB. Save it smaller and try again"
        )
    image = _flat(_opened(file))
    if image.width < SMALLEST_WIDTH:
        raise Refused(
            f"The picture must be at least {SMALLEST_WIDTH} pixels wide. This one has {image.width}"
        )
    largest = min(image.width, max(WIDTHS))
    widths = sorted({*(width for width in WIDTHS if width < largest), largest})
    made = [(width, _narrowed(image, width)) for width in widths]
    return Prepared(largest, made[-1][1].height, [(width, _as_jpeg(picture)) for width, picture in made])


def _opened(file: IO[bytes]) -> Image.Image:
    """The picture in a file, whatever the file's name says. Raises Refused."""
    try:
        image = Image.open(file, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise Refused("The picture has too many pixels. Save it at most 6,000 pixels wide and try again")
        image.draft("RGB", (max(WIDTHS), max(WIDTHS)))
        with _whole():
            image.load()
    except Refused:
        raise
    except Exception as error:  # Pillow raises many kinds for damaged files
        raise Refused("The file must be a picture in JPEG, PNG or WebP format that is not damaged") from error
    return image


@contextmanager
def _whole() -> Iterator[None]:
    """Pillow refuses what breaks off, also where WeasyPrint, which allows it for all, is in the same process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _flat(image: Image.Image) -> Image.Image:
    """The picture upright, in plain colours, with white where nothing was."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return upright.convert("RGB")


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _as_jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.info.clear()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


@transaction.atomic
def keep(prepared: Prepared, *, by: User | None, at: datetime | None = None) -> Picture:
    """Keep a prepared picture: the picture, and a file for each of its sizes."""
    picture = Picture.objects.create(
        width=prepared.width, height=prepared.height, at=at or clock.now(), by=by
    )
    for width, data in prepared.sizes:
        PictureSize.objects.create(picture=picture, width=width, blob=Blob.keep(data))
    return picture


def read_size(pk: int, width: int, *, at: datetime | None = None) -> bytes | None:
    """The JPEG of one size of a picture that stands on a page which everybody sees, or None."""
    on_page = Q(picture__versions__live_on__isnull=False) | Q(
        picture__versions__next_on__next_at__lte=at or clock.now()
    )
    found = PictureSize.objects.filter(on_page, picture=pk, width=width).select_related("blob").first()
    return bytes(found.blob.data) if found else None


def read_draft(pk: int, width: int, *, user: User) -> bytes | None:
    """The JPEG of one size of a picture for whoever writes the site, or None for others."""
    seen = Picture.objects.visible_to(user)
    found = (
        PictureSize.objects.filter(picture__in=seen, picture=pk, width=width).select_related("blob").first()
    )
    return bytes(found.blob.data) if found else None


@transaction.atomic
def forget_unused(*, at: datetime | None = None) -> int:
    """Remove pictures of a week ago that nothing shows, and their bytes. Returns how many pictures."""
    unused = _shown_nowhere().filter(at__lt=(at or clock.now()) - UNUSED_FOR)
    digests = list(PictureSize.objects.filter(picture__in=unused).values_list("blob_id", flat=True))
    number = unused.count()
    unused.delete()
    Blob.objects.filter(pk__in=digests).exclude(pk__in=PictureSize.objects.values("blob_id")).exclude(
        documents__isnull=False
    ).delete()
    return number


def _shown_nowhere() -> QuerySet[Picture]:
    """The pictures to which no version, and nothing of another room, refers."""
    found = Picture.objects.all()
    for relation in Picture._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if isinstance(relation, ForeignObjectRel) and model is not PictureSize:
            name = relation.field.name
            found = found.exclude(pk__in=model._base_manager.exclude(**{name: None}).values(name))
    return found
