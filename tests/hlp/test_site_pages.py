"""Pages and news: written in versions, shown by the clock, never overwritten unseen."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client

from hlp import clock
from hlp.choices import PageKind, PageState
from hlp.models import AuditEntry, FormerAddress, Page
from hlp.site import pages, reading
from hlp.site.defaults import DEFAULTS
from hlp.transitions import StaleEdit
from tests.conftest import Cast
from tests.hlp import sites

HOUR = timedelta(hours=1)


def titles() -> list[str]:
    return [piece.title for piece in reading.latest_news()]


def test_the_site_stands_before_anything_is_in_the_database(client: Client, db: None) -> None:
    for default in DEFAULTS:
        page = reading.read_page(default.slug)
        assert page is not None
        assert (page.title, len(page.body) > 200) == (default.title, True)
        assert client.get(page.href).status_code == 200
    assert [page.slug for page in reading.all_pages()] == [default.slug for default in DEFAULTS]


def test_shipping_the_pages_again_leaves_an_edited_one_alone(cast: Cast) -> None:
    assert pages.ensure_defaults() == len(DEFAULTS)
    page = Page.objects.get(slug="board")
    version = pages.save(page=page, content=sites.content("Our board"), note="", by=cast.director)
    pages.publish(page=page, version=version, by=cast.director)
    assert pages.ensure_defaults() == 0
    assert reading.read_page("board").title == "Our board"


def test_a_draft_is_seen_by_nobody(cast: Cast, client: Client) -> None:
    piece = sites.piece(cast.director, published=False)
    assert (titles(), reading.read_news(piece.slug)) == ([], None)
    assert client.get(piece.get_absolute_url()).status_code == 404
    assert piece.state_at(clock.now()) == PageState.DRAFT


def test_a_newer_draft_leaves_what_is_shown_as_it_was(cast: Cast) -> None:
    piece = sites.piece(cast.director)
    pages.save(page=piece, content=sites.content("Better"), note="", by=cast.director)
    piece = Page.objects.select_related("newest", "live", "next").get()
    assert (titles(), piece.state_at(clock.now())) == (["A day out"], PageState.CHANGED)


def test_what_waits_is_shown_from_its_moment_on_without_any_worker(cast: Cast) -> None:
    with time_machine.travel("2026-11-20 09:00+00:00", tick=False):
        piece = sites.piece(cast.director, published=False)
        pages.publish(page=piece, version=piece.versions.get(), by=cast.director, moment=clock.now() + HOUR)
        assert (titles(), piece.__class__.objects.get().state_at(clock.now())) == ([], PageState.PLANNED)
    with time_machine.travel("2026-11-20 09:59:59+00:00", tick=False):
        assert titles() == []
    with time_machine.travel("2026-11-20 10:00+00:00", tick=False):
        assert titles() == ["A day out"]
        assert reading.read_news("a-day-out").dated_at == clock.now()


def test_a_planned_change_replaces_what_is_shown_and_then_is_what_is_shown(cast: Cast) -> None:
    with time_machine.travel("2026-11-20 09:00+00:00", tick=False):
        piece = sites.piece(cast.director)
        later = pages.save(page=piece, content=sites.content("Later"), note="", by=cast.director)
        pages.publish(page=piece, version=later, by=cast.director, moment=clock.now() + HOUR)
        assert titles() == ["A day out"]
    with time_machine.travel("2026-11-20 11:00+00:00", tick=False):
        assert titles() == ["Later"]
        last = pages.save(page=piece, content=sites.content("Last"), note="", by=cast.director)
        pages.publish(page=piece, version=last, by=cast.director, moment=clock.now() + HOUR)
        assert titles() == ["Later"]
        pages.cancel_plan(page=piece, by=cast.director)
    with time_machine.travel("2026-11-20 13:00+00:00", tick=False):
        assert titles() == ["Later"]
        assert reading.latest_news()[0].dated_at == clock.now() - 4 * HOUR


def test_taken_off_the_site_it_is_gone_and_can_come_back(cast: Cast, client: Client) -> None:
    piece = sites.piece(cast.director)
    pages.withdraw(page=piece, by=cast.director)
    assert client.get(piece.get_absolute_url()).status_code == 404
    pages.publish(page=piece, version=piece.versions.get(), by=cast.director)
    assert client.get(piece.get_absolute_url()).status_code == 200
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        *("page.created", "page.published", "page.withdrawn", "page.published")
    ]


def test_a_page_that_always_stands_is_not_taken_off(cast: Cast) -> None:
    pages.ensure_defaults()
    with pytest.raises(ValidationError):
        pages.withdraw(page=Page.objects.get(slug="privacy"), by=cast.director)


def test_saving_over_a_version_that_was_not_seen_is_refused_and_the_same_words_change_nothing(
    cast: Cast,
) -> None:
    piece = sites.piece(cast.director, published=False)
    second = pages.save(page=piece, content=sites.content("Two"), note="", by=cast.director, started_from=1)
    again = pages.save(page=piece, content=sites.content("Two "), note="", by=cast.director, started_from=1)
    assert (again.pk, piece.versions.count()) == (second.pk, 2)
    with pytest.raises(StaleEdit):
        pages.save(page=piece, content=sites.content("Three"), note="", by=cast.director, started_from=1)


def test_an_earlier_version_comes_back_as_the_newest_with_its_picture(cast: Cast) -> None:
    picture = sites.picture(cast.director)
    words = sites.content(picture=picture, picture_text="A blue wall")
    piece = pages.create(kind=PageKind.NEWS, slug="a", content=words, note="", by=cast.director)
    pages.save(page=piece, content=sites.content("Without"), note="", by=cast.director)
    made = pages.restore(page=piece, version=piece.versions.get(number=1), by=cast.director)
    assert (made.number, pages.content_of(made), made.note) == (3, words, "As in version 1")


def test_an_old_address_leads_to_the_page_for_good(cast: Cast, client: Client) -> None:
    piece = sites.piece(cast.director)
    moved = pages.place(page=piece, slug="a-day-inside", in_menu=False, position=1, by=cast.director)
    answer = client.get("/news/a-day-out/")
    assert (answer.status_code, answer["Location"]) == (301, "/news/a-day-inside/")
    with pytest.raises(ValidationError):
        pages.create(kind=PageKind.NEWS, slug="a-day-out", content=sites.content(), note="", by=cast.director)
    assert reading.free_slug(PageKind.NEWS, "a-day-out") == "a-day-out-2"
    pages.place(page=moved, slug="a-day-out", in_menu=False, position=1, by=cast.director)
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["a-day-inside"]


def test_a_page_of_its_own_joins_the_menu(cast: Cast, client: Client) -> None:
    page = sites.piece(cast.director, "our-values", kind=PageKind.PAGE)
    pages.place(page=page, slug=page.slug, in_menu=True, position=1, by=cast.director)
    menu = client.get("/about/our-values/").context["site"].menu
    assert [entry["label"] for entry in menu][:2] == ["Our values", "The partnership"]
    assert [entry["label"] for entry in menu if entry["current"]] == ["Our values"]


def test_home_is_parted_at_its_headings_and_numbered_lists_become_steps(db: None) -> None:
    home = reading.read_page("home")
    assert [(part.title != "", part.has_steps) for part in home.sections] == [
        *[(True, False), (True, True), (True, False)]
    ]


@pytest.mark.parametrize(
    ("slug", "words"),
    [("board", "No minutes are published yet"), ("performance-challenge", "not published yet")],
)
def test_a_page_that_lives_from_the_rooms_says_that_nothing_is_there_yet(
    client: Client, db: None, slug: str, words: str
) -> None:
    assert words in client.get(f"/about/{slug}/").content.decode()


def test_what_stands_for_a_page_elsewhere_is_a_file_that_we_have() -> None:
    assert finders.find("img/share.png") is not None
