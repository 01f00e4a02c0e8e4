"""The vocabulary: themes change and nothing is lost of what they were."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hlp import clock
from hlp.transitions import StaleEdit
from schools.models import Theme
from schools.services import themes
from tests import factories as make
from tests.conftest import Cast, utc

RENAMED = utc("2026-06-01 10:00")


def words(theme: Theme) -> list[str]:
    return list(theme.synonyms.values_list("words", flat=True))


def kinds(theme: Theme) -> list[str]:
    return list(theme.changes.order_by("pk").values_list("kind", flat=True))


def rename(theme: Theme, name: str, cast: Cast, **facts: object) -> Theme:
    facts = {"description": "", "synonyms": [], "version": theme.version, "at": RENAMED, **facts}
    return themes.change_theme(theme=theme, name=name, by=cast.director, **facts)


def test_a_theme_is_added_with_its_words_each_once(cast: Cast) -> None:
    synonyms = ["phonics", "Phonics", "", "letter  sounds"]
    theme = themes.add_theme(name="  Early   reading ", synonyms=synonyms, by=cast.director)
    assert (theme.name, words(theme), kinds(theme)) == (
        "Early reading",
        ["letter sounds", "phonics"],
        ["added"],
    )


def test_a_renamed_theme_says_what_it_was_called(cast: Cast) -> None:
    theme = rename(make.ThemeFactory(name="Pupil premium"), "Disadvantaged pupils", cast)
    theme = rename(theme, "Closing the gap", cast, at=RENAMED + timedelta(days=100))
    days = (-1, 1, 101)
    assert [theme.name_at(RENAMED + timedelta(days=day)) for day in days] == [
        "Pupil premium",
        "Disadvantaged pupils",
        "Closing the gap",
    ]
    assert kinds(theme) == ["renamed", "renamed"]


def test_the_same_again_changes_nothing_and_a_stale_edit_is_told(cast: Cast) -> None:
    theme = make.ThemeFactory(name="Reading")
    first = rename(theme, "Early reading", cast)
    assert rename(theme, "Early reading", cast).version == first.version
    with pytest.raises(StaleEdit):
        rename(theme, "Phonics", cast)


@pytest.mark.parametrize(
    ("make_other", "said"),
    [
        (lambda cast: make.ThemeFactory(name="reading"), "There is a theme called ‘reading’ already"),
        (lambda cast: make.ThemeFactory(name="Reading", retired_at=RENAMED), "‘Reading’ is retired."),
        (
            lambda cast: make.ThemeFactory(
                name="Reading", retired_at=RENAMED, merged_into=make.ThemeFactory(name="Literacy")
            ),
            "‘Reading’ was merged into ‘Literacy’.",
        ),
    ],
)
def test_a_name_is_given_once(cast: Cast, make_other: Callable[[Cast], Theme], said: str) -> None:
    make_other(cast)
    with pytest.raises(ValidationError, match=said):
        themes.add_theme(name="Reading", by=cast.director)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"name": "A", "description": "b" * 601}, "description"),
        ({"name": "A", "synonyms": ["c" * 81]}, "synonyms"),
        ({"name": "A", "synonyms": [str(n) for n in range(61)]}, "synonyms"),
    ],
)
def test_what_is_too_long_or_missing_is_said_at_its_box(
    cast: Cast, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        themes.add_theme(by=cast.director, **facts)
    assert set(refusal.value.message_dict) == {field}


def test_a_merged_theme_hands_on_its_words_and_stays_on_record(cast: Cast) -> None:
    theme, other = make.ThemeFactory(name="Marking"), make.ThemeFactory(name="Feedback")
    make.SynonymFactory(theme=theme, words="purple pen")
    for _ in range(2):
        themes.merge_themes(theme=theme, into=other, version=1, by=cast.director)
    theme.refresh_from_db()
    assert (theme.survivor, theme.is_in_use, words(other)) == (other, False, ["Marking", "purple pen"])
    assert (kinds(theme), kinds(other)) == (["merged"], ["merged"])
    assert list(Theme.objects.in_use()) == [other]
    with pytest.raises(ValidationError, match="cannot be taken up again"):
        themes.restore_theme(theme=theme, by=cast.director)


def test_the_core_a_retired_theme_and_itself_are_not_merged(cast: Cast) -> None:
    theme = make.ThemeFactory()
    core, gone = make.ThemeFactory(is_core=True), make.ThemeFactory(retired_at=clock.now())
    for one, into in ((theme, theme), (core, theme), (theme, gone)):
        with pytest.raises(ValidationError):
            themes.merge_themes(theme=one, into=into, version=1, by=cast.director)


def test_a_theme_is_split_once(cast: Cast) -> None:
    theme = make.ThemeFactory(name="Literacy")
    made = [
        themes.split_theme(theme=theme, names=["Reading", "Writing"], version=1, by=cast.director)
        for _ in "ab"
    ]
    assert [[one.name for one in row] for row in made] == [["Reading", "Writing"]] * 2
    assert (themes.parts_of(theme), kinds(theme)) == (made[0], ["split", "split"])


def test_a_theme_is_retired_and_taken_up_again(cast: Cast) -> None:
    theme: Theme = make.ThemeFactory()  # type: ignore[assignment]
    for act in (themes.retire_theme, themes.retire_theme, themes.restore_theme, themes.restore_theme):
        theme = act(theme=theme, by=cast.director)
    assert (theme.is_in_use, kinds(theme)) == (True, ["retired", "restored"])
    with pytest.raises(ValidationError, match="core"):
        themes.retire_theme(theme=make.ThemeFactory(is_core=True), by=cast.director)
