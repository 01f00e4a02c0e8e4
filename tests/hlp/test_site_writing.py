"""The Director writes in the browser: preview, draft, publish, pictures, mistakes and somebody else's newer words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hlp import clock
from hlp.models import Page, Picture
from hlp.site import pages, reading
from hlp.site.defaults import DEFAULTS
from tests.conftest import As, Cast
from tests.hlp import sites

NEW = "/site/new/news/"


@pytest.fixture
def director(cast: Cast, as_: As) -> Client:
    """The Director's browser."""
    return as_(cast.director)


def words(**more: Any) -> dict[str, Any]:
    return {"title": "Reading week", "summary": "Books everywhere.", "body": "## Why\n\nBecause.", **more}


def test_news_is_written_previewed_and_published(director: Client, client: Client) -> None:
    seen = director.post(NEW, words(preview="1", body="# Why\n\n<script>x</script>")).content.decode()
    assert '<h2 class="govuk-heading-m">Why</h2>' in seen
    assert ("<script>x" in seen, Page.objects.count(), "There is a problem" in seen) == (False, 0, False)
    answer = director.post(NEW, words(publish="1"), follow=True)
    assert "‘Reading week’ is published." in answer.content.decode()
    public = client.get("/news/reading-week/").content.decode()
    assert ('<h2 class="govuk-heading-m">Why</h2>' in public, "Books everywhere." in public) == (True, True)


def test_a_draft_stays_a_draft_and_is_seen_in_the_dress_of_the_site_by_its_writer(
    director: Client, client: Client
) -> None:
    director.post(NEW, words(save="1"))
    page = Page.objects.get()
    assert client.get(page.get_absolute_url()).status_code == 404
    shown = director.get(f"/site/{page.pk}/1/")
    assert ("Only you see this" in shown.content.decode(), "no-store" in shown["Cache-Control"]) == (
        True,
        True,
    )


def test_the_part_beside_the_text_is_what_the_page_will_say(director: Client) -> None:
    part = director.post("/site/preview/", words(body="**Bold** [x](javascript:alert(1))")).content.decode()
    assert ("<strong>Bold</strong>" in part, 'href="javascript' in part, "<html" in part) == (
        True,
        False,
        False,
    )


def test_a_picture_without_words_is_refused_and_not_lost(director: Client) -> None:
    page = director.post(NEW, words(publish="1", picture=sites.photograph()))
    assert page.context["form"].errors == {
        "picture_text": ["Say what the picture shows, for those who cannot see it"]
    }
    kept = Picture.objects.get()
    assert f'name="kept" value="{kept.pk}"' in page.content.decode()
    director.post(NEW, words(publish="1", kept=kept.pk, picture_text="A blue wall"))
    assert Page.objects.get().live.picture == kept


def test_a_preview_keeps_the_picture(director: Client) -> None:
    page = director.post(NEW, words(preview="1", picture=sites.photograph())).content.decode()
    kept = Picture.objects.get()
    assert (f'name="kept" value="{kept.pk}"' in page, kept.middle in page) == (True, True)


def test_a_file_that_is_no_picture_is_told(director: Client) -> None:
    file = sites.photograph()
    file.file.truncate(500)
    page = director.post(NEW, words(publish="1", picture=file, picture_text="A"))
    assert page.context["form"].errors == {
        "picture": ["The file must be a picture in JPEG, PNG or WebP format that is not damaged"]
    }


def test_a_picture_is_taken_away(cast: Cast, director: Client) -> None:
    picture = sites.picture(cast.director)
    piece = sites.piece(cast.director)
    version = pages.save(
        page=piece, content=sites.content(picture=picture, picture_text="A wall"), note="", by=cast.director
    )
    sent = words(number=version.number, kept=picture.pk, no_picture="on", publish="1")
    director.post(f"/site/{piece.pk}/edit/", sent)
    assert Page.objects.get().live.picture is None


def test_a_stale_edit_is_told_with_both_texts_and_may_then_be_saved(cast: Cast, director: Client) -> None:
    piece = sites.piece(cast.director, published=False)
    pages.save(page=piece, content=sites.content("Theirs"), note="", by=cast.director)
    edit = f"/site/{piece.pk}/edit/"
    page = director.post(edit, words(number=1, save="1"))
    told = page.content.decode()
    assert ("Theirs" in told, "Reading week" in told, "Nothing was overwritten" in told) == (True, True, True)
    assert piece.versions.count() == 2
    director.post(edit, {**words(), "number": page.context["form"].initial["number"], "save": "1"})
    assert [version.title for version in piece.versions.all()] == ["Reading week", "Theirs", "A day out"]


def test_publishing_at_a_time_and_what_is_wrong_with_times(cast: Cast, director: Client) -> None:
    piece = sites.piece(cast.director, published=False)
    address = f"/site/{piece.pk}/publish/"
    moment = clock.local(clock.now() + timedelta(days=3))
    boxes = {"moment_0": moment.day, "moment_1": moment.month, "moment_2": moment.year, "moment_3": "8am"}
    wrong = [
        ({}, "Enter the day and time from which it is to be seen"),
        ({**boxes, "moment_2": 2020}, "The day and time must lie ahead"),
        ({**boxes, "moment_1": 13}, ""),
    ]
    for sent, sentence in wrong:
        page = director.post(address, {"when": "later", **sent})
        assert (page.status_code, sentence in page.content.decode()) == (200, True)
    director.post(address, {"when": "later", **boxes})
    piece.refresh_from_db()
    assert (piece.live, clock.clock_time(piece.next_at)) == (None, "8am")
    director.post(f"/site/{piece.pk}/cancel/")
    piece.refresh_from_db()
    assert (piece.next, piece.dated_at) == (None, None)


def test_bringing_back_taking_off_and_moving(cast: Cast, director: Client) -> None:
    piece = sites.piece(cast.director)
    pages.save(page=piece, content=sites.content("Newer"), note="", by=cast.director)
    director.post(f"/site/{piece.pk}/1/restore/")
    assert [version.title for version in piece.versions.all()] == ["A day out", "Newer", "A day out"]
    assert "off the website?" in director.get(f"/site/{piece.pk}/withdraw/").content.decode()
    director.post(f"/site/{piece.pk}/withdraw/")
    assert reading.latest_news() == []
    director.post(f"/site/{piece.pk}/place/", {"slug": "Another-Day"})
    assert Page.objects.get().slug == "another-day"


def test_an_address_that_is_taken_is_told(cast: Cast, director: Client) -> None:
    sites.piece(cast.director, "first")
    second = sites.piece(cast.director, "second")
    page = director.post(f"/site/{second.pk}/place/", {"slug": "first"})
    assert page.context["form"].errors == {
        "slug": ["Another page has the address ‘first’. Choose a different one"]
    }


def test_two_pieces_with_one_title_get_two_addresses(director: Client) -> None:
    for _ in range(2):
        director.post(NEW, words(save="1"))
    assert sorted(Page.objects.values_list("slug", flat=True)) == ["reading-week", "reading-week-2"]


def test_the_pages_that_ship_are_there_to_be_edited_without_anybody_setting_them_up(director: Client) -> None:
    for _ in range(2):
        assert "How peer challenge works" in director.get("/site/").content.decode()
    assert Page.objects.filter(fixed=True).count() == len(DEFAULTS)


def test_an_impossible_kind_is_not_found(director: Client) -> None:
    assert director.get("/site/new/poem/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_more(
    cast: Cast, director: Client, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        sites.piece(cast.director, f"piece-{n}")
    director.get("/site/")
    with django_assert_num_queries(9):
        director.get("/site/")
