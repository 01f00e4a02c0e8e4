"""A website in the making: pieces of news, pages and pictures."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hlp.choices import PageKind
from hlp.models import Page, User
from hlp.site import pages, pictures
from hlp.site.pages import Content


def content(title: str = "A day out", **words: object) -> Content:
    """What a version says."""
    return Content(title=title, **{"summary": "What we saw.", "body": "Much.", **words})  # type: ignore[arg-type]


def piece(
    by: User, slug: str = "a-day-out", *, published: bool = True, kind: PageKind = PageKind.NEWS
) -> Page:
    """A piece of news (or a page), published unless told otherwise."""
    title = slug.replace("-", " ").capitalize()
    made = pages.create(kind=kind, slug=slug, content=content(title), note="", by=by)
    return pages.publish(page=made, version=made.versions.get(), by=by) if published else made


def photograph(
    kind: str = "JPEG", *, size: tuple[int, int] = (1200, 800), name: str = "a.jpg"
) -> SimpleUploadedFile:
    """A picture as a camera writes it, with the place where it was taken."""
    image = Image.new("RGB", size, "#4f83b4")
    facts = Image.Exif()
    facts[0x010F] = "Secret Camera"
    file = BytesIO()
    image.save(file, kind, exif=facts) if kind == "JPEG" else image.save(file, kind)
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg")


def picture(by: User) -> "pictures.Picture":
    """A picture that is kept."""
    file = photograph()
    return pictures.keep(pictures.prepare(file, size=file.size or 0), by=by)
