"""A real browser for the journeys: Debian's Chromium, CSP on, any console error fails, axe on each page."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Error, Locator, Page, Playwright, Position, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hlp.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 45_000  # milliseconds; on a busy machine the first page takes long
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

expect.set_options(timeout=PATIENCE)

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Checking = Callable[..., Look]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        yield _launch(playwright)


def _launch(playwright: Playwright) -> Browser:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture
def page_as(transactional_db: None, live_server: LiveServer, chromium: Browser) -> Iterator[PageAs]:
    """``page_as(user, narrow=True, javascript=False)``: a page signed in as that person (None: nobody).

    The test fails at its end if any page logged an error to the console or raised one, but for errors that hold the
    words ``ignoring``.
    """
    troubles: list[str] = []
    contexts = []

    def make(
        user: User | None = None,
        *,
        narrow: bool = False,
        javascript: bool = True,
        ignoring: str = "",
        **extra: Any,
    ) -> Page:
        def note(words: str) -> None:
            if not ignoring or ignoring not in words:
                troubles.append(f"{page.url}: {words}")

        context = chromium.new_context(
            base_url=live_server.url,
            viewport=NARROW if narrow else WIDE,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            **extra,
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([sign_in_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: note(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def sign_in_cookie(user: User, url: str) -> Any:
    """The cookie of a person's sign-in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def drag(one: Locator, to: Locator, *, grip: Position | None = None, at: Position | None = None) -> None:
    """Drag as a hand does: take hold once the page is at rest, move on over the place, and let go there.

    ``grip`` and ``at`` are places within the two, in pixels from their upper left corner.
    """
    page = one.page
    busy = ".htmx-request, .htmx-swapping, .htmx-settling, [aria-busy=true]"
    page.wait_for_function("busy => !document.querySelector(busy)", arg=busy)
    one.hover(position=grip)
    page.mouse.down()
    to.hover(position=at)
    to.hover(position=at)  # a browser tells of what is dragged over a place at the second move
    page.mouse.up()


def fits(page: Page) -> bool:
    """Does a narrow screen show the page without moving it sideways?"""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"])


def reload(page: Page) -> None:
    """Load a page anew. One that does so by itself at this very moment, as where something is made, has done it."""
    try:
        page.reload()
    except Error as problem:
        if "ERR_ABORTED" not in problem.message:
            raise
        page.wait_for_load_state()


@pytest.fixture(scope="session")
def check_accessibility() -> Callable[[Page], None]:
    """``check_accessibility(page)``: no violation of WCAG 2.2 AA nor of axe's best practice."""
    source = AXE.read_text()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        page.evaluate(source)
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
        found = [
            (rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in result["violations"]
        ]
        assert found == [], f"{page.url}\n{json.dumps(found, indent=1)}"

    return check


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """``look(page, "name")`` keeps a picture under SCREENSHOTS, where that is set, for people to look at."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    return keep


@pytest.fixture
def checking(look: Look, check_accessibility: Callable[[Page], None]) -> Checking:
    """``check = checking("support", javascript)``: ``check(page, "empty")`` keeps a picture and asks axe.

    Axe needs the page's scripts; pictures without them are called ``plain``.
    """

    def about(noun: str, javascript: bool = True) -> Look:
        def check(page: Page, name: str) -> None:
            look(page, f"{noun}-{name}{'' if javascript else '-plain'}")
            if javascript:
                check_accessibility(page)

        return check

    return about
