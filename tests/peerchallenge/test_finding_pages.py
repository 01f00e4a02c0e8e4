"""Pages of findings: what one reads, what is confirmed on them, and what a stale page is told."""

import pytest
from pytest_django import DjangoAssertNumQueries

from peerchallenge.models import Finding, FindingTheme
from peerchallenge.services import findings
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge.found import FindingFactory, confirmed, found, proposed

REPORT, QUEUE, LIST = "/sessions/{}/findings/", "/findings/rounds/{}/", "/findings/"


def answer(row: Finding, *themes: int, **more: object) -> dict[str, object]:
    """What a page sends of one finding."""
    name = f"f{row.pk}"
    return {
        "shown": [row.pk],
        f"{name}-revision": row.revision,
        f"{name}-themes": list(themes),
        **{f"{name}-{key}": value for key, value in more.items()},
    }


def tags() -> set[tuple[str, str, bool]]:
    rows = FindingTheme.objects.select_related("finding", "theme")
    return {(row.finding.text, row.theme.name, row.confirmed) for row in rows}


def test_the_lead_confirms_changes_and_rejects_on_one_page(cast: Cast, as_: As) -> None:
    reading, writing, play = (make.ThemeFactory(name=name) for name in ("Reading", "Writing", "Play"))
    kept, changed, later = (
        proposed(found(cast.session, text), reading) for text in ("A b c", "D e f", "G h i")
    )
    sent = {
        **answer(kept, reading.pk),
        **answer(changed, one=writing.pk, two=play.pk),
        **answer(later, reading.pk, later="on"),
    }
    page = as_(cast.lead).post(REPORT.format(cast.session.pk), sent, follow=True)

    assert "The themes of 2 findings are confirmed." in page.content.decode()
    assert tags() == {
        ("A b c", "Reading", True),
        ("D e f", "Writing", True),
        ("D e f", "Play", True),
        ("G h i", "Reading", False),
    }


def test_a_stale_page_is_told_and_loses_nothing(cast: Cast, as_: As) -> None:
    reading, writing = make.ThemeFactory(name="Reading"), make.ThemeFactory(name="Writing")
    first, second = found(cast.session, "A b c"), found(cast.session, "D e f")
    findings.confirm(finding=first, themes=[writing], revision=1, by=cast.director)
    sent = {**answer(first, reading.pk), **answer(second, reading.pk)}
    page = as_(cast.lead).post(REPORT.format(cast.session.pk), sent)

    text = page.content.decode()
    assert ("Nothing was overwritten" in text, "A b c" in text, "D e f" in text) == (True, True, False)
    assert tags() == {("A b c", "Writing", True), ("D e f", "Reading", True)}
    again = as_(cast.lead).post(REPORT.format(cast.session.pk), answer(second, reading.pk))
    assert again.status_code == 302


def test_a_theme_that_nobody_knows_confirms_nothing(cast: Cast, as_: As) -> None:
    row = found(cast.session)
    page = as_(cast.lead).post(REPORT.format(cast.session.pk), answer(row, 999))
    assert "Nothing was overwritten" in page.content.decode()
    assert not Finding.objects.settled().exists()


def test_a_reader_sees_what_counts_and_what_is_only_proposed(cast: Cast, as_: As) -> None:
    theme = make.ThemeFactory(name="Reading")
    confirmed(found(cast.session, "A b c"), make.ThemeFactory(name="Writing"))
    proposed(found(cast.session, "D e f"), theme)
    text = as_(cast.host).get(REPORT.format(cast.session.pk)).content.decode()
    assert ("Writing" in text, 'Reading <span class="app-theme__then">proposed' in text) == (True, True)
    assert "Confirm the themes" not in text


def test_the_queue_holds_what_waits_in_the_round_and_nothing_else(cast: Cast, as_: As) -> None:
    theme = make.ThemeFactory()
    rows = [found(cast.session, f"Waiting number {n}") for n in range(14)]
    confirmed(found(cast.session, "Settled long ago"), theme)
    director = as_(cast.director)
    text = director.get(QUEUE.format(cast.round.pk)).content.decode()
    assert ("14 findings of this round wait" in text, "Settled long ago" in text) == (True, False)
    assert text.count("<fieldset") == 12

    sent: dict[str, object] = {}
    for row in rows[:12]:
        sent |= answer(row, theme.pk)
    sent["shown"] = [row.pk for row in rows[:12]]
    text = director.post(QUEUE.format(cast.round.pk), sent, follow=True).content.decode()
    assert "2 findings of this round wait." in text


def test_the_list_is_found_by_school_theme_and_standing(cast: Cast, as_: As) -> None:
    theme = make.ThemeFactory(name="Reading")
    confirmed(found(cast.session, "A b c"), theme)
    FindingFactory(text="D e f", school__name="Elm Tree Primary School")
    director = as_(cast.director)

    def shown(query: str) -> list[bool]:
        text = director.get(LIST + query).content.decode()
        return [words in text for words in ("A b c", "D e f")]

    assert shown("") == [True, True]
    assert shown("?school=elm+tree") == [False, True]
    assert shown(f"?theme={theme.pk}") == [True, False]
    assert shown("?themes=waiting") == [False, True]
    assert b"A b c" in b"".join(director.get(LIST + "?download=csv").streaming_content)  # type: ignore[attr-defined]


def test_home_asks_the_lead_and_the_director_until_all_is_confirmed(cast: Cast, as_: As) -> None:
    row = found(cast.session)
    words = "Confirm the themes of 1 finding: "

    def asked() -> list[bool]:
        return [
            words in as_(person).get("/home/").content.decode()
            for person in (cast.lead, cast.director, cast.host)
        ]

    assert asked() == [True, True, False]
    findings.confirm(finding=row, themes=[], revision=1, by=cast.lead)
    assert asked() == [False, False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_queries(cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    for place in range(number):
        row = found(cast.session, f"Waiting number {place}")
        proposed(row, make.ThemeFactory())
    director = as_(cast.director)
    for path, queries in (
        (LIST, 11),
        (QUEUE.format(cast.round.pk), 10),
        (REPORT.format(cast.session.pk), 13),
    ):
        director.get(path)
        with django_assert_num_queries(queries):
            director.get(path)
