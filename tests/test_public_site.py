"""The public site as a stranger meets it: nothing that is not for everybody, light, known to caches and machines.

The first test plants a word wherever the application keeps words, and then reads every page that nobody has to sign in
for. What the public may read is named below; a new model is secret until somebody decides otherwise.
"""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import DatabaseError, models, transaction
from django.test import Client
from pytest_django import Settings

from board.models import Project, Seat
from hlp import clock
from hlp.choices import PageKind
from hlp.models import FormerAddress, Page, PageVersion, Partnership, Picture, PictureSize
from hlp.site import pages
from schools.models import PracticeEdition, PracticeFile, PracticePicture, School, Theme
from schools.services.public import members_today
from tests import access_rows
from tests.conftest import As, Cast
from tests.hlp import sites
from tests.test_access import arguments

pytestmark = pytest.mark.one_engine

ROOMS = ["hlp", "schools", "peerchallenge", "scorecard", "board"]
CANARY = "canary"
# What is for everybody: the words of the site itself, of a school what the public register says, the board's seats.
FOR_EVERYBODY = {Page, PageVersion, FormerAddress, Partnership, Picture, PictureSize, School, Seat}


def open_rows(model: type[models.Model]) -> list[Any]:
    """The keys of rows that everybody may read while others of their kind are secret: good practice on the site."""
    shown = PracticeEdition.objects.for_everybody()
    open_ones: dict[type[models.Model], Any] = {
        PracticeEdition: shown,
        Theme: Theme.objects.filter(practiceeditions__in=shown),
        PracticePicture: PracticePicture.objects.filter(editions__in=shown),
        PracticeFile: PracticeFile.objects.filter(editions__in=shown),
    }
    return [row.pk for row in open_ones.get(model, ())]


UNKIND = re.compile(
    r"vulnerable|inadequate|special measures|requires improvement|outstanding|in monitoring|causing concern",
    re.I,
)
BUDGET = 130_000  # bytes of a first visit as they travel: the page, its styles, its type, its pictures
BUDGET_HTML = 16_000  # bytes of one page alone
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')


def plant() -> int:
    """Put the word into every column of text and every JSON outside the public models. Returns how many columns."""
    planted = 0
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            if model not in FOR_EVERYBODY:
                planted += sum(_planted(model, field) for field in model._meta.local_fields)
    School.objects.update(pupils=7, capacity=8)
    PracticeEdition.objects.update(provenance=CANARY)
    # Of a public project its title and its public summary are for everybody, and nothing else of the same row.
    Project.objects.public().update(title="Writing", public_summary="Children write.")
    return planted


def _planted(model: type[models.Model], field: models.Field) -> bool:
    is_text = (
        type(field) in {models.CharField, models.TextField} and not field.choices and not field.primary_key
    )
    if not is_text and not isinstance(field, models.JSONField):
        return False
    if is_text and (field.max_length or 99) < 12:
        return False
    rows = model._base_manager.exclude(pk__in=open_rows(model))
    for pk in list(rows.values_list("pk", flat=True)):
        word: object = f"{CANARY}{pk}"[: field.max_length or 99] if is_text else {CANARY: CANARY}
        try:
            with transaction.atomic():
                rows.filter(pk=pk).update(**{field.name: word})
        except DatabaseError:
            return False
    return rows.exists()


def crawl(client: Client, start: list[str]) -> Iterator[tuple[str, object]]:
    """Every page that can be reached by links without a sign-in: address and answer."""
    seen, waiting = set(start), list(start)
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        yield path, answer
        if "html" not in answer["Content-Type"]:
            continue
        for found in LINK.findall(answer.content.decode()):
            address = found.replace("&amp;", "&")
            if address not in seen and not address.startswith(("/static/", "/accounts/", "/demo/")):
                seen.add(address)
                waiting.append(address)


@pytest.fixture
def site(cast: Cast) -> Iterator[Cast]:
    """Everything that the access table knows, a handed-over report, and news of every state."""
    cache.clear()
    with time_machine.travel("2026-11-20 23:00+00:00", tick=False):
        arguments(cast)
        access_rows.hand_over(cast)
    with time_machine.travel("2026-11-23 09:00+00:00", tick=False):
        yield cast


def hide(cast: Cast) -> None:
    """A draft, a piece that waits, one that was taken off, and a page that is to come: all with the word."""
    words = sites.content(f"{CANARY} title", summary=f"{CANARY} summary", body=f"{CANARY} body")
    for slug in ("draft", "waits", "withdrawn"):
        piece = pages.create(kind=PageKind.NEWS, slug=slug, content=words, note=CANARY, by=cast.director)
        version = piece.versions.get()
        if slug == "waits":
            later = clock.now() + timedelta(hours=1)
            pages.publish(page=piece, version=version, by=cast.director, moment=later)
        if slug == "withdrawn":
            pages.publish(page=piece, version=version, by=cast.director)
            pages.withdraw(page=piece, by=cast.director)
    page = Page.objects.get(kind=PageKind.PAGE, slug="board")
    pages.save(page=page, content=words, note=CANARY, by=cast.director)


def test_no_public_page_says_what_is_not_for_everybody(site: Cast, client: Client) -> None:
    hide(site)
    assert plant() > 150
    read = {}
    for path, answer in crawl(client, ["/", "/sitemap.xml", "/robots.txt", "/news/feed.xml"]):
        text = answer.content.decode("utf-8", "replace")
        read[path] = (answer.status_code, CANARY in text.lower(), CANARY in str(answer.headers).lower())
        if path.startswith("/member-schools/"):
            assert UNKIND.findall(text) == [], path
            assert re.findall(r"\b[78] (?:pupils|places)|pupils", text) == [], path
    assert {path: found for path, found in read.items() if found != (200, False, False)} == {}
    assert {"/news/a-day-out/", "/member-schools/", "/about/board/", "/contact/"} <= set(read)
    assert len([path for path in read if re.fullmatch(r"/good-practice/\d+/", path)]) == 1
    assert len([path for path in read if re.fullmatch(r"/projects/\d+/", path)]) == 1
    assert len([path for path in read if re.fullmatch(r"/member-schools/\d+/", path)]) == 5


def test_the_word_would_be_found(site: Cast, client: Client) -> None:
    Partnership.current().save()
    Partnership.objects.update(name=CANARY)
    assert CANARY in client.get("/").content.decode()
    with transaction.atomic():
        PageVersion.objects.filter(live_on__slug="a-day-out").update(title=CANARY)
    assert CANARY in client.get("/news/").content.decode()


# --- Light, and known to caches ---------------------------------------------------------------


def travelling(client: Client, path: str) -> tuple[int, int]:
    """Bytes of the page alone and of everything that it needs, as they travel."""
    text = client.get(path).content.decode()
    alone = len(gzip.compress(text.encode(), 6))
    named = set(re.findall(r'(?:href|src)="/static/([^"]+)"', text))
    files = [finders.find(name) for name in named]
    weights = [_weight(str(file)) for file in files]
    pictures = re.findall(r'src="(/pictures/[^"]+)"', text)
    return alone, alone + sum(weights) + sum(len(client.get(picture).content) for picture in pictures)


def _weight(path: str) -> int:
    with open(path, "rb") as file:
        data = file.read()
    return len(data) if path.endswith("woff2") else len(gzip.compress(data, 6))


def test_pages_are_light_and_run_no_script(site: Cast, client: Client) -> None:
    for number in range(46):
        School.objects.create(
            urn=800000 + number, name=f"Number {number} Catholic Primary School", type="Academy converter", phase="primary",
            postcode="TW3 1AA", easting=510000 + 90 * number, northing=173000 + 53 * number,
        ).memberships.create(year=site.year)  # fmt: skip
    for path in ("/", "/news/", "/news/a-day-out/", "/about/partnership/", "/member-schools/", "/contact/"):
        alone, together = travelling(client, path)
        assert (path, alone < BUDGET_HTML, together < BUDGET) == (path, True, True)
        assert re.findall(r"<script(?! type=.application/ld)", client.get(path).content.decode()) == []


@pytest.mark.parametrize(
    "path", ["/", "/news/", "/about/board/", "/member-schools/", "/sitemap.xml", "/news/feed.xml"]
)
def test_a_page_is_everybodys_and_is_not_sent_again(site: Cast, client: Client, as_: As, path: str) -> None:
    first = client.get(path)
    assert first["Cache-Control"].startswith("public, max-age=")
    assert (first["Vary"], first.cookies) == ("Accept-Encoding", {})
    again = client.get(path, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    packed = client.get(path, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(packed.content) == first.content
    assert client.get(path, HTTP_IF_NONE_MATCH=packed["ETag"]).status_code == 304
    assert as_(site.director).get(path)["Cache-Control"] == "private, no-cache"


def test_a_change_is_a_new_page(site: Cast, client: Client) -> None:
    before = client.get("/news/")["ETag"]
    sites.piece(site.director, "second")
    answer = client.get("/news/", HTTP_IF_NONE_MATCH=before)
    assert (answer.status_code, "Second" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("path", "number"),
    [("/", 7), ("/about/board/", 7), ("/news/", 3), ("/news/a-day-out/", 4), ("/news/feed.xml", 2)],
)
def test_queries_stay_few_however_much_there_is(
    site: Cast, client: Client, path: str, number: int, django_assert_num_queries: Any
) -> None:
    for more in range(3):
        sites.piece(site.director, f"more-{more}")
    with django_assert_num_queries(number):
        client.get(path)


# --- Known to machines ------------------------------------------------------------------------


def test_the_head_says_what_the_page_is(site: Cast, client: Client) -> None:
    page = client.get("/news/a-day-out/").content.decode()
    meta = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page))
    assert (meta["description"], meta["og:title"], meta["og:type"]) == (
        "What we saw.",
        "A day out",
        "article",
    )
    assert f'<link rel="canonical" href="{settings.SITE_URL}/news/a-day-out/">' in page
    assert "robots" not in meta
    facts = [json.loads(found) for found in re.findall(r'ld\+json">(.*?)</script>', page)]
    assert [fact["@type"] for fact in facts] == ["BreadcrumbList", "NewsArticle"]
    home = re.findall(r'ld\+json">(.*?)</script>', client.get("/").content.decode())
    assert [json.loads(found)["@type"] for found in home] == ["Organization", "WebSite"]


def test_words_cannot_leave_the_structured_facts(cast: Cast, client: Client) -> None:
    words = sites.content("</script><script>alert(1)</script>")
    piece = pages.create(kind=PageKind.NEWS, slug="a", content=words, note="", by=cast.director)
    pages.publish(page=piece, version=piece.versions.get(), by=cast.director)
    assert "<script>alert" not in client.get("/news/a/").content.decode()


def test_map_feed_and_robots_name_what_is_public(site: Cast, client: Client) -> None:
    hide(site)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    listed = {
        (node.text or "").removeprefix(settings.SITE_URL) for node in tree.iter() if node.tag.endswith("loc")
    }
    schools = {f"/member-schools/{school.urn}/" for school in members_today()}
    assert len(schools) == 5
    assert {"/", "/about/board/", "/news/a-day-out/", "/privacy/", *schools} <= listed
    assert {client.get(path).status_code for path in listed} == {200}
    feed = ElementTree.fromstring(client.get("/news/feed.xml").content)
    assert [node.text for node in feed.iter("title")][1:] == ["A day out"]
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_demonstration_wants_to_be_found_by_nobody(site: Cast, client: Client, settings: Settings) -> None:
    assert "X-Robots-Tag" not in client.get("/").headers
    settings.DEMO = True
    page = client.get("/")
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "<strong>Demonstration.</strong>" in page.content.decode()


def test_what_is_not_there_is_said_in_the_dress_of_the_site(client: Client, cast: Cast, as_: As) -> None:
    page = client.get("/news/nothing/")
    assert (page.status_code, "app-site-footer" in page.content.decode()) == (404, True)
    assert "Go to your home page" in as_(cast.host).get("/news/nothing/").content.decode()
