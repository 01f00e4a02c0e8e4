"""The demonstration's website: the partnership's own page, news of this term, a draft, and a visitor's question."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from hlp.choices import PageKind
from hlp.models import Page, Picture, User
from hlp.site import enquiries, pages, pictures
from hlp.site.pages import Content

FOLDER = Path(settings.BASE_DIR) / "hlp" / "data" / "demo"
BLUES = ["#12436d", "#4f83b4", "#9dbbd6", "#dbe7f1", "#1d70b8"]
# Days before the demonstration's moment on which each was published, oldest first; below zero it is still to come.
NEWS = [
    ("new-year", 84),
    ("outdoors", 63),
    ("new-headteachers", 41),
    ("two-projects", 24),
    ("autumn-visits", 6),
]
PLANNED, DRAFT, PICTURED = ("spring-dates", timedelta(days=6)), "celebration", "two-projects"
PICTURE_TEXT = "Circles in blues that overlap: groups of three and four, drawn for the demonstration"
QUESTIONS = [
    (
        3,
        "Marcus Example",
        "A visit from another borough",
        "We are eight schools in a neighbouring borough and would like to learn how you began. "
        "Could two of us talk with somebody for an hour, perhaps in January?",
    ),
    (
        19,
        "Ines Invented",
        "Broken link",
        "The link to our school’s website was wrong on your list. It is right in the register now. Thank you!",
    ),
]


def seed(now: datetime, *, director: User, administrator: User | None) -> None:
    """Fill the website around ``now``: pages as shipped, one rewritten, six pieces of news and a draft."""
    began = now - timedelta(days=400)
    pages.ensure_defaults(at=began)
    _rewrite_partnership(director, began + timedelta(days=20))
    for slug, days in NEWS:
        moment = _in_the_morning(now - timedelta(days=days))
        picture = _picture(director, moment) if slug == PICTURED else None
        piece = _write(slug, director, moment - timedelta(hours=20), picture)
        pages.publish(page=piece, version=_newest(piece), by=director, at=moment)
    slug, ahead = PLANNED
    piece = _write(slug, director, now - timedelta(days=1), None)
    pages.publish(
        page=piece, version=_newest(piece), by=director, moment=_in_the_morning(now + ahead), at=now
    )
    _write(DRAFT, director, now - timedelta(hours=5), None)
    _ask(now, administrator or director)


def _in_the_morning(moment: datetime) -> datetime:
    return moment.replace(hour=8, minute=0, second=0, microsecond=0)


def _newest(page: Page) -> "pages.PageVersion":
    return page.versions.latest("number")


def _write(slug: str, by: User, at: datetime, picture: Picture | None) -> Page:
    title, summary, body = _read(slug)
    content = Content(title, summary, body, picture, PICTURE_TEXT if picture else "")
    return pages.create(kind=PageKind.NEWS, slug=slug, content=content, note="", by=by, at=at)


def _read(slug: str) -> tuple[str, str, str]:
    title, summary, _, body = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").split("\n", 3)
    return title, summary, body


def _rewrite_partnership(by: User, at: datetime) -> None:
    page = Page.objects.select_related("newest").get(kind=PageKind.PAGE, slug="partnership")
    body = (FOLDER / "partnership.md").read_text(encoding="utf-8")
    shipped = pages.content_of(_newest(page))
    content = Content(shipped.title, shipped.summary, body)
    version = pages.save(page=page, content=content, note="How it began in Hounslow", by=by, at=at)
    pages.publish(page=page, version=version, by=by, at=at)


def _picture(by: User, at: datetime) -> Picture:
    """A picture that needs no camera: groups of circles in the partnership's blues."""
    image = Image.new("RGB", (1600, 900), "#eef4f9")
    draw = ImageDraw.Draw(image, "RGBA")
    for number, (x, y) in enumerate(
        [(360, 350), (620, 350), (490, 575), (1010, 300), (1260, 300), (1010, 550), (1260, 550)]
    ):
        red, green, blue = (int(BLUES[number % 5][place : place + 2], 16) for place in (1, 3, 5))
        draw.ellipse((x - 170, y - 170, x + 170, y + 170), fill=(red, green, blue, 205))
    file = BytesIO()
    image.save(file, "PNG")
    return pictures.keep(pictures.prepare(file, size=file.tell()), by=by, at=at)


def _ask(now: datetime, office: User) -> None:
    for days, name, about, text in QUESTIONS:
        moment = now - timedelta(days=days)
        email = f"{name.split()[0].lower()}@visitor.example"
        enquiry = enquiries.receive(
            token=f"demo-{days}", name=name, email=email, about=about, text=text, at=moment
        )
        if days > 7:
            enquiries.answer(enquiry=enquiry, by=office, at=moment + timedelta(days=1))
