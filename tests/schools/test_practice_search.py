"""The search of the directory: what it finds, in which order, why, and for whom."""

from typing import Any

import pytest
from django.test import Client

from schools.choices.practice import PracticeAudience
from schools.models import PracticeEdition, PracticeIndex, School, Theme
from schools.services import directory
from schools.services.directory.search import Wanted, asking, fts, rebuild, search
from tests import factories as make
from tests.conftest import As, Cast
from tests.schools import practised
from tests.schools.practice_questions import QUESTIONS, lay, reciprocal_ranks

FLOOR = 0.9  # of a mean reciprocal rank


@pytest.fixture
def keys(cast: Cast) -> dict[int, str]:
    """The entries written for the search, by the primary key of their edition."""
    return lay(cast.host_school, cast.director)


def found(keys: dict[int, str], typed: str, **filters: Any) -> list[str]:
    """The keys of what everybody finds."""
    return [keys[pk] for pk in search(None, Wanted(words=typed, **filters)).keys]


def test_questions_find_what_they_mean(keys: dict[int, str]) -> None:
    ranks = reciprocal_ranks(keys)
    assert len(ranks) == len(QUESTIONS) == 30
    worst = sorted((rank, typed) for typed, rank in ranks.items() if rank < 1)
    assert sum(ranks.values()) / len(ranks) >= FLOOR, worst


def test_beginnings_and_endings_of_words(keys: dict[int, str]) -> None:
    assert found(keys, "viol") == ["strings"]
    assert found(keys, "concerts") == ["strings"]
    assert found(keys, "timestables") == ["tables"]
    assert found(keys, "xyzzy") == []
    assert found(keys, "'; XQZW; -- & | ! :* ( \x00") == []


def test_a_slip_is_known_as_one(keys: dict[int, str]) -> None:
    results = search(None, Wanted(words="violn"))
    assert [keys[pk] for pk in results.keys] == ["strings"]
    assert results.question.slipped == ["violn"]
    assert search(None, Wanted(words="violin")).question.slipped == []


def test_the_name_of_a_theme_finds_what_bears_it(keys: dict[int, str]) -> None:
    assert set(found(keys, "numeracy")[:2]) <= {"bars", "tables", "depth"}
    assert set(found(keys, "numeracy")) >= {"bars", "tables", "depth"}


def test_without_fts5_the_same_is_found(keys: dict[int, str]) -> None:
    for typed, first in (("violin", "strings"), ("persistent absence", "gate"), ("forest sch", "woods")):
        assert keys[fts.looked_through(asking.ask(typed), every=True)[0]] == first


def test_why_says_where_and_marks_the_word(keys: dict[int, str]) -> None:
    results = search(None, Wanted(words="suspensions"))
    why = results.why(PracticeEdition.objects.get(pk=results.keys[0]))
    assert why.where == "What they did"
    assert next(text for text, marked in why.text if marked) == "Suspensions"
    assert "".join(text for text, _ in why.title) == "Calm corridors"


def test_members_entries_are_nobody_elses(cast: Cast) -> None:
    public = lay(cast.host_school, cast.director)
    members = lay(cast.far_school, cast.director, audience=PracticeAudience.MEMBERS)
    assert set(search(None, Wanted(words="violin")).keys) <= set(public)
    assert len(search(cast.host, Wanted(words="violin")).keys) == 2
    assert search(cast.stranger, Wanted(words="violin")).keys == []
    assert set(members) & set(search(None, Wanted()).keys) == set()


def test_filters_narrow(cast: Cast, keys: dict[int, str]) -> None:
    theme = Theme.objects.get(name="Attendance")
    assert sorted(found(keys, "", theme=theme)) == ["gate", "letters"]
    assert found(keys, "breakfast", theme=theme) == ["gate"]
    assert found(keys, "", kind="research") == [] == found(keys, "", visits=True) == found(keys, "", area="x")
    merged = make.ThemeFactory(name="Being here", merged_into=theme, retired_at="2026-09-01T00:00Z")
    PracticeEdition.objects.get(pk=next(iter(keys))).themes.set([merged])
    assert sorted(found(keys, "", theme=theme)) == ["gate", "letters", "sounds"]


def test_distance_is_measured_from_ones_own_school(cast: Cast, keys: dict[int, str]) -> None:
    here, own = cast.host_school, cast.far_school
    east, north = (here.easting or 0) + 3000, (here.northing or 0) + 4000
    School.objects.filter(pk=own.pk).update(easting=east, northing=north)
    own.refresh_from_db()
    assert found(keys, "violin", within=5001, near=[own]) == ["strings"]
    assert found(keys, "violin", within=4999, near=[own]) == []
    own.easting = None
    assert found(keys, "violin", within=5001, near=[own]) == []


def test_the_index_follows_what_is_published(cast: Cast) -> None:
    entry = practised.published(cast.host_school, by=cast.host, title="Otters in the classroom")
    assert search(None, Wanted(words="otters")).keys == [entry.live_id]
    assert rebuild() == 0
    directory.archive(entry=entry, reason="It is over", by=cast.director)
    assert search(cast.director, Wanted(words="otters")).keys == []
    assert not PracticeIndex.objects.exists()


def test_a_sweep_repairs_the_index(cast: Cast, keys: dict[int, str]) -> None:
    some = list(keys)
    PracticeIndex.objects.filter(pk=some[0]).delete()
    PracticeEdition.objects.filter(pk=some[1]).update(title="Walruses who write")
    assert rebuild() == 2
    assert found(keys, "walruses") == ["boys"]
    assert rebuild() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_queries_for_one_entry_and_three(
    cast: Cast, number: int, django_assert_max_num_queries: Any
) -> None:
    theme = make.ThemeFactory(name="One")
    for n in range(number):
        practised.published(cast.host_school, by=cast.host, title=f"Otters {n}", themes=[theme])
    with django_assert_max_num_queries(10):
        assert len(search(cast.director, Wanted(words="oters")).keys) == number


def test_the_page_finds_marks_and_keeps_filters(cast: Cast, as_: As, keys: dict[int, str]) -> None:
    client = as_(cast.host)
    page = " ".join(client.get("/practice/?q=violn&kind=case-study").content.decode().split())
    assert "<strong>1 entry</strong> for “violn” with 1 filter." in page
    assert "No entry uses “violn”." in page
    assert "<mark>violin</mark>" in page
    assert "Nothing fits" in client.get("/practice/?q=%3Cb%3Exyzzy").content.decode()
    assert "&lt;b&gt;xyzzy" in client.get("/practice/?q=%3Cb%3Exyzzy").content.decode()
    assert len(client.get("/practice/?q=year&page=9").context["hits"]) > 0
    assert client.get("/practice/?theme=x&kind=y&within=z&area=%00&q=%00").status_code == 200
    assert len(client.get("/practice/?within=1&q=violin").context["hits"]) == 1


def test_everybody_finds_what_is_public(client: Client, keys: dict[int, str]) -> None:
    page = " ".join(client.get("/good-practice/?q=violin").content.decode().split())
    assert "<strong>1 entry</strong> for “violin”." in page
    assert "How far from your school" not in page
    assert "Nothing fits" in client.get("/good-practice/?q=xyzzy").content.decode()
    assert len(client.get("/good-practice/").context["cards"]) == 24
