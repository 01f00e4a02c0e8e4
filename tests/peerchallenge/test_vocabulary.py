"""The vocabulary and the findings: a merge moves tags, a split offers them, and the past says what it was called."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from peerchallenge.models import FindingTheme, Round
from peerchallenge.services.findings import sort_tags
from schools.models import Theme
from schools.services import themes
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge.found import confirmed, found, proposed


def tags() -> list[tuple[str, str, str, bool]]:
    rows = FindingTheme.objects.order_by("finding__position", "pk")
    return list(rows.values_list("finding__text", "theme__name", "named", "confirmed"))


def test_a_merge_moves_tags_and_keeps_who_confirmed_them(cast: Cast) -> None:
    marking, feedback = make.ThemeFactory(name="Marking"), make.ThemeFactory(name="Feedback")
    confirmed(found(cast.session, "A"), marking, by=cast.lead)
    proposed(confirmed(found(cast.session, "B"), marking, by=cast.lead), feedback)
    proposed(found(cast.session, "C"), marking)
    themes.merge_themes(theme=marking, into=feedback, version=1, by=cast.director)

    assert tags() == [
        ("A", "Feedback", "Marking", True),
        ("B", "Feedback", "Marking", True),
        ("C", "Feedback", "Marking", False),
    ]
    assert {tag.by for tag in FindingTheme.objects.confirmed()} == {cast.lead}


def test_a_merge_leaves_what_is_over_and_moves_what_is_to_come(cast: Cast) -> None:
    marking, feedback = make.ThemeFactory(name="Marking"), make.ThemeFactory(name="Feedback")
    over = make.RoundFactory(year=cast.year, term="autumn")
    ahead = make.RoundFactory(
        year=cast.year, term="spring", opens=date(2099, 1, 11), closes=date(2099, 3, 19)
    )
    for one in (over, ahead):
        one.focus_themes.add(marking)
    held = make.held(cast.session)
    held.focus = marking
    held.save()
    themes.merge_themes(theme=marking, into=feedback, version=1, by=cast.director)

    assert [list(row.focus_themes.all()) for row in Round.objects.order_by("opens")] == [
        [marking],
        [feedback],
    ]
    held.refresh_from_db()
    assert held.focus == marking


def test_a_session_says_what_its_focus_was_called(cast: Cast, as_: As) -> None:
    theme = make.ThemeFactory(name="Pupil premium")
    cast.session.focus = theme
    cast.session.save()
    facts = {"description": "", "synonyms": [], "version": 1, "by": cast.director}
    themes.change_theme(theme=theme, name="Disadvantaged pupils", **facts, at=make.moment("2099-01-01 10:00"))
    page = as_(cast.host).get(cast.session.get_absolute_url()).content.decode()
    assert "Pupil premium (today Disadvantaged pupils)" in page


def test_a_split_offers_the_findings_of_the_theme(cast: Cast, as_: As) -> None:
    theme = make.ThemeFactory(name="Literacy")
    for text in ("A", "B", "C"):
        confirmed(found(cast.session, text), theme, by=cast.lead)
    director = as_(cast.director)
    sent = {"first": "Reading", "second": "Writing", "third": "", "version": "1"}
    page = director.post(f"/findings/vocabulary/{theme.pk}/split/", sent, follow=True)
    assert page.content.decode().count("<fieldset") == 3

    reading = Theme.objects.get(name="Reading")
    first, second, _ = FindingTheme.objects.order_by("pk")
    page = director.post(
        f"/findings/vocabulary/{theme.pk}/sort/",
        {f"tag{first.pk}": reading.pk, f"tag{second.pk}": ""},
        follow=True,
    )
    assert "1 finding moved." in page.content.decode()
    assert [row[1:3] for row in tags()] == [
        ("Reading", "Literacy"),
        ("Literacy", "Literacy"),
        ("Literacy", "Literacy"),
    ]
    elsewhere = make.ThemeFactory()
    assert sort_tags(theme=theme, moves={second.pk: elsewhere.pk}, by=cast.director) == 0


def test_the_director_keeps_the_vocabulary(cast: Cast, as_: As) -> None:
    director = as_(cast.director)
    sent = {"name": "Oracy", "description": "Talk.", "synonyms": "talk\r\ndebate\r\n"}
    page = director.post("/findings/vocabulary/new/", sent, follow=True).content.decode()
    assert ("‘Oracy’ is part of the vocabulary." in page, "debate, talk" in page) == (True, True)
    theme = Theme.objects.get(name="Oracy")
    again = director.post("/findings/vocabulary/new/", sent).content.decode()
    assert "There is a theme called ‘Oracy’ already" in again

    stale = {**sent, "name": "Talk", "version": "7"}
    page = director.post(f"/findings/vocabulary/{theme.pk}/edit/", stale).content.decode()
    assert ("Error:" in page, 'value="Talk"' in page) == (True, True)
    director.post(f"/findings/vocabulary/{theme.pk}/retire/")
    assert "No longer in use" in director.get("/findings/vocabulary/").content.decode()
    director.post(f"/findings/vocabulary/{theme.pk}/restore/")
    assert Theme.objects.in_use().filter(pk=theme.pk).exists()
    itself = director.post(f"/findings/vocabulary/{theme.pk}/merge/", {"into": theme.pk, "version": "1"})
    assert "Select a valid choice" in itself.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries(cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    theme = make.ThemeFactory()
    themes.split_theme(theme=theme, names=["Part"], version=1, by=cast.director)
    for place in range(number):
        make.SynonymFactory(theme=make.ThemeFactory())
        confirmed(found(cast.session, f"Number {place}"), theme)
    director = as_(cast.director)
    for path, queries in (
        ("/findings/vocabulary/", 7),
        (f"/findings/vocabulary/{theme.pk}/", 10),
        (f"/findings/vocabulary/{theme.pk}/sort/", 9),
    ):
        director.get(path)
        with django_assert_num_queries(queries):
            director.get(path)
