"""The themes of a round: counted, published once, quoted without names, taken up into the coming round."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry, Message
from hlp.transitions import StaleEdit
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession, Finding, Round, ThemeBoard, ThemeRule
from peerchallenge.services.themes import boards, publishing, quotes
from peerchallenge.services.themes.facts import Filters
from peerchallenge.services.themes.gathering import gather, readiness
from schools.choices import TermName
from schools.models import Theme
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge import themed
from tests.peerchallenge.found import found

URL = "/rounds/{}/themes/"


@pytest.fixture
def board(cast: Cast) -> ThemeBoard:
    return themed.themed_board(cast)


@pytest.fixture
def reading(board: ThemeBoard) -> Theme:
    return Theme.objects.get(name=themed.READING)


def numbers(board: boards.Board) -> dict[str, list[int | str]]:
    return {line.name: [boards.told(count) for count in line.counts] for line in board.lines}


def test_a_theme_is_counted_by_schools_and_kinds(board: ThemeBoard) -> None:
    found_board = boards.board_of(board.round)
    assert (found_board.of, numbers(found_board)) == (13, {themed.READING: [10, 3, 7]})
    assert themed.ATTENDANCE in [line.name for line in found_board.hidden]
    assert [line.name for line in found_board.lines if line.proposed] == [themed.READING]


def test_a_part_that_would_tell_two_schools_is_hidden_with_the_rest(cast: Cast, board: ThemeBoard) -> None:
    """Six of seven and four of six have it: one and two have not."""
    for collaborative in (cast.collaborative, cast.other_collaborative):
        part = boards.board_of(board.round, Filters(collaborative=str(collaborative.pk)))
        assert numbers(part) == {}
        assert themed.READING in [line.name for line in part.hidden]


def test_nothing_hidden_is_kept_in_what_is_published(board: ThemeBoard) -> None:
    attendance = Theme.objects.get(name=themed.ATTENDANCE)
    assert board.facts["themes"][str(attendance.pk)] == {
        "name": themed.ATTENDANCE,
        "cells": {},
        "quotes": {},
    }


def test_it_is_published_when_the_last_report_is_final(cast: Cast) -> None:
    round_ = themed.themed_round(cast)
    last = ChallengeSession.objects.filter(round=round_, state=SessionState.CLOSED).first()
    ChallengeSession.objects.filter(pk=last.pk).update(state=SessionState.REPORTED)
    assert readiness(round_).waiting == 1
    with pytest.raises(ValidationError, match="last report is final"):
        publishing.publish_board(round=round_, by=cast.director)
    ChallengeSession.objects.filter(pk=last.pk).update(state=SessionState.CLOSED)
    first = publishing.publish_board(round=round_, by=cast.director)
    assert publishing.publish_board(round=round_, by=cast.director) == first
    told = Message.objects.filter(kind=publishing.KIND)
    assert {message.person for message in told} >= {cast.host, cast.lead_headteacher, cast.director}
    assert not told.filter(person__in=[cast.la_officer, cast.qa_reviewer]).exists()
    assert AuditEntry.objects.filter(action="themes.published").count() == 1


def test_a_round_without_confirmed_themes_is_not_published(cast: Cast) -> None:
    ChallengeSession.objects.filter(pk=cast.session.pk).update(state=SessionState.CANCELLED)
    themed.closed_session(cast.round, make.SchoolFactory(), cast.group)
    with pytest.raises(ValidationError, match="No theme"):
        publishing.publish_board(round=cast.round, by=cast.director)


def test_what_is_published_does_not_change_with_a_later_finding(cast: Cast, board: ThemeBoard) -> None:
    session = ChallengeSession.objects.filter(
        round=board.round, findings=None, state=SessionState.CLOSED
    ).first()
    found(session, "Read more.", Theme.objects.get(name=themed.READING), by=cast.director)
    assert len(gather(board.round).having(Theme.objects.get(name=themed.READING).pk)["", ""]) == 11
    assert numbers(boards.board_of(board.round)) == {themed.READING: [10, 3, 7]}


def test_a_proposed_theme_counts_for_nothing(cast: Cast) -> None:
    round_ = themed.themed_round(cast)
    Finding.objects.first().tags.update(confirmed=False, by=None)
    assert len(gather(round_).tagged) == 11


def test_a_merged_theme_counts_as_what_it_became(cast: Cast) -> None:
    round_ = themed.themed_round(cast)
    reading = Theme.objects.get(name=themed.READING)
    Theme.objects.filter(name=themed.ATTENDANCE).update(merged_into=reading, retired_at=themed.MADE)
    assert len(gather(round_).having(reading.pk)["", ""]) == 11


def test_texts_are_quoted_without_names_and_gone_when_sealed(reading: Theme, board: ThemeBoard) -> None:
    page = boards.theme_of(board.round, reading.pk)
    assert page is not None
    assert sorted(page.quoted) == ["better", "strength"]
    told = quotes.quotes(page.quoted["better"], quotes.known_names())
    assert told[0].text == "Give pupils at [school] books that they want to read, 0 a week."
    assert len(told) == 7
    Finding.objects.filter(pk=told[0].finding).delete()
    assert len(quotes.quotes(page.quoted["better"], quotes.known_names())) == 6


def test_a_text_is_withheld_and_shown_again(cast: Cast, reading: Theme, board: ThemeBoard) -> None:
    page = boards.theme_of(board.round, reading.pk)
    assert page is not None
    finding = Finding.objects.get(pk=page.quoted["better"][0])
    for _ in range(2):
        quotes.withhold(finding=finding, by=cast.director)
    names = quotes.known_names()
    assert len(quotes.quotes(page.quoted["better"], names)) == 6
    assert [one.withheld for one in quotes.quotes(page.quoted["better"], names, withheld=True)].count(
        True
    ) == 1
    quotes.show_again(finding=finding, by=cast.director)
    assert len(quotes.quotes(page.quoted["better"], names)) == 7


def test_the_rule_of_the_year_decides_what_is_proposed(board: ThemeBoard) -> None:
    ThemeRule.objects.create(year=board.round.year, percent=60, schools=6)
    assert [line.proposed for line in boards.board_of(board.round).lines] == [False]
    ThemeRule.objects.update(percent=50, schools=8)
    assert [line.proposed for line in boards.board_of(board.round).lines] == [False]
    ThemeRule.objects.update(schools=7)
    assert [line.proposed for line in boards.board_of(board.round).lines] == [True]


@pytest.fixture
def spring(cast: Cast) -> Round:
    return make.RoundFactory(
        year=cast.year, term=TermName.SPRING, opens=date(2027, 1, 11), closes=date(2027, 3, 19)
    )


def test_a_theme_goes_into_the_coming_round_with_its_evidence(
    cast: Cast, board: ThemeBoard, reading: Theme, spring: Round
) -> None:
    take = {"found_in": board.round, "into": spring, "themes": [reading.pk], "by": cast.director}
    with pytest.raises(StaleEdit):
        publishing.take_up(**take, version=spring.version + 1)
    assert publishing.take_up(**take, version=spring.version) == [themed.READING]
    assert spring.theme_reasons.get().text == (
        "Autumn round 2026/27: found at 10 of 13 schools (77 per cent),"
        " as something to work on at 7 of 13 schools (54 per cent)."
    )


def test_earlier_rounds_stand_beside(cast: Cast, board: ThemeBoard, reading: Theme, spring: Round) -> None:
    themed.themed_round(cast, round=spring)
    later = publishing.publish_board(round=spring, by=cast.director, at=themed.MADE)
    line = next(one for one in boards.board_of(later.round).lines if one.pk == reading.pk)
    assert line.before is not None
    assert line.before.number == 10
    page = boards.theme_of(later.round, reading.pk)
    assert page is not None
    assert [row.round for row in page.trend] == [spring, board.round]


# --- Pages ----------------------------------------------------------------------------------


def test_the_preview_is_the_directors_alone(cast: Cast, as_: As) -> None:
    round_ = themed.themed_round(cast)
    page = as_(cast.director).get(URL.format(round_.pk))
    assert "Only you see this preview" in page.content.decode()
    for person in (cast.administrator, cast.host, cast.lead_headteacher):
        assert as_(person).get(URL.format(round_.pk)).status_code == 404


def test_filters_that_the_address_makes_up_are_left_out(cast: Cast, as_: As, board: ThemeBoard) -> None:
    page = as_(cast.host).get(URL.format(board.round_id) + "?collaborative=9999&phase=x&group=<b>")
    assert page.context["board"].of == 13


def test_the_file_hides_what_the_page_hides(cast: Cast, as_: As, board: ThemeBoard) -> None:
    address = URL.format(board.round_id) + f"?collaborative={cast.collaborative.pk}&download=csv"
    reply = as_(cast.host).get(address)
    body = b"".join(reply.streaming_content) if reply.streaming else reply.content
    line = next(row for row in body.decode("utf-8-sig").splitlines() if row.startswith(themed.READING))
    assert line.split(",")[1:4] == ["hidden"] * 3


def test_a_board_asks_as_often_for_three_themes_as_for_one(
    cast: Cast, as_: As, board: ThemeBoard, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(cast.host)
    client.get(URL.format(board.round_id))
    themes = board.facts["themes"]
    shown = next(row for row in themes.values() if row["cells"])
    for more in ({}, {"90001": shown, "90002": shown}):
        facts = {**board.facts, "themes": {**themes, **more}}
        ThemeBoard.objects.filter(pk=board.pk).update(facts=facts)
        with django_assert_num_queries(11):
            page = client.get(URL.format(board.round_id))
    assert len(page.context["board"].lines) == 3


def test_the_director_takes_a_theme_up_on_the_page(
    cast: Cast, as_: As, board: ThemeBoard, reading: Theme, spring: Round
) -> None:
    client = as_(cast.director)
    address = URL.format(board.round_id) + "next-round/"
    assert "Choose at least one theme" in client.post(address, {"into": spring.pk}).content.decode()
    data = {"into": spring.pk, "themes": [reading.pk], f"version_{spring.pk}": spring.version + 5}
    stale = client.post(address, data, follow=True)
    assert "Choose again" in stale.content.decode()
    assert list(spring.focus_themes.all()) == []
    data[f"version_{spring.pk}"] = spring.version
    assert client.post(address, data).headers["Location"] == spring.get_absolute_url()
    assert list(spring.focus_themes.values_list("name", flat=True)) == [themed.READING]


def test_the_list_asks_as_often_for_three_rounds_as_for_one(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    themed.themed_round(cast)
    client = as_(cast.director)
    client.get("/rounds/themes/")
    for term in ("", TermName.SPRING, TermName.SUMMER):
        if term:
            later = make.RoundFactory(
                year=cast.year, term=term, opens=date(2027, 2, 1), closes=date(2027, 2, 9)
            )
            themed.closed_session(later, make.SchoolFactory(), cast.group)
        with django_assert_num_queries(9):
            page = client.get("/rounds/themes/")
    assert len(page.context["previews"]) == 3


def test_a_project_is_proposed_beside_a_theme(cast: Cast, as_: As, board: ThemeBoard, reading: Theme) -> None:
    address = f"{URL.format(board.round_id)}{reading.pk}/"
    assert "Propose a project" in as_(cast.director).get(address).content.decode()
