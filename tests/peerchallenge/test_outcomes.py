"""The summary of outcomes: drafted from the data, edited without loss, checked for names, frozen, corrected."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hlp import documents, papers
from hlp.models import Document, Message
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import OutcomesState
from peerchallenge.models import OutcomesSummary, ThemeBoard
from peerchallenge.services.outcomes import publishing, writing
from peerchallenge.services.outcomes.facts import facts_of, lines
from peerchallenge.services.themes.publishing import publish_board
from schools.choices import TermName
from tests import factories as make
from tests.conftest import As, Cast
from tests.peerchallenge import themed


@pytest.fixture
def draft(cast: Cast) -> OutcomesSummary:
    board = themed.themed_board(cast)
    return writing.start_draft(round=board.round, by=cast.director, at=themed.MADE)


def publish(cast: Cast, draft: OutcomesSummary, **told: object) -> OutcomesSummary:
    newest = OutcomesSummary.objects.get(pk=draft.pk)
    told = {"version": newest.version, "at": themed.MADE, **told}
    return publishing.publish(summary=newest, by=cast.director, **told)  # type: ignore[arg-type]


def test_it_is_drafted_from_the_data(cast: Cast, draft: OutcomesSummary) -> None:
    assert "13 of 13 sessions of the Autumn round 2026/27 are held" in draft.text_of("glance")
    assert f"**{themed.READING}** (7 of 13 schools, 54 per cent)" in draft.text_of("themes")
    assert "> Pupils with SEND talk about books" in draft.text_of("strengths")
    assert themed.ATTENDANCE not in str(draft.sections)
    assert writing.start_draft(round=draft.round, by=cast.director) == draft


def test_small_numbers_are_left_out_with_their_complement() -> None:
    assert [row["number"] for row in lines({"In time": 11, "Late": 2})] == [None, None]
    assert [row["percent"] for row in lines({"In time": 9, "Late": 3})] == [75, 25]


def test_themes_are_told_only_once_they_are_published(cast: Cast) -> None:
    round_ = themed.themed_round(cast)
    draft = writing.start_draft(round=round_, by=cast.director)
    assert draft.text_of("themes") == "The themes of this round are not published yet."
    with pytest.raises(ValidationError, match="Publish the themes"):
        publish(cast, draft)
    publish_board(round=round_, by=cast.director)
    assert publish(cast, draft).state == OutcomesState.PUBLISHED


def test_a_stale_edit_is_told_and_other_sections_do_not_disturb(cast: Cast, draft: OutcomesSummary) -> None:
    change = {"summary": draft, "by": cast.director, "revision": 1}
    writing.write(section="next", text="Ask about reading.", **change)
    writing.write(section="support", text="Three schools were helped.", **change)
    with pytest.raises(StaleEdit):
        writing.write(section="next", text="Ask about writing.", **change)
    draft.refresh_from_db()
    assert draft.text_of("next") == "Ask about reading."


def test_a_section_is_drawn_anew_and_the_words_come_back(cast: Cast, draft: OutcomesSummary) -> None:
    writing.write(summary=draft, section="next", text="Mine.", revision=1, by=cast.director)
    for _ in range(2):
        writing.redraw(summary=draft, section="next", by=cast.director)
    draft.refresh_from_db()
    assert draft.text_of("next").startswith("We suggest asking about Reading for meaning")
    writing.bring_back(summary=draft, section="next", by=cast.director)
    draft.refresh_from_db()
    assert draft.text_of("next") == "Mine."
    writing.bring_back(summary=draft, section="next", by=cast.director)
    draft.refresh_from_db()
    assert draft.text_of("next").startswith("We suggest")


def test_names_stop_the_publication_until_they_may_stay(cast: Cast, draft: OutcomesSummary) -> None:
    text = f"Visit {cast.host_school.name}, where {cast.host.name} leads."
    writing.write(summary=draft, section="next", text=text, revision=1, by=cast.director)
    draft.refresh_from_db()
    ((title, found),) = publishing.names_in(draft)
    assert (title, found[0]) == ("What comes next", cast.host_school.name)
    with pytest.raises(ValidationError, match="seems to name"):
        publish(cast, draft)
    assert publish(cast, draft, names_stay=True).state == OutcomesState.PUBLISHED


def test_what_is_published_is_frozen_and_told_once(cast: Cast, draft: OutcomesSummary) -> None:
    told = publish(cast, draft)
    assert publish(cast, draft) == told
    assert told.document.source["sections"][0]["title"] == "The round at a glance"
    people = {message.person for message in Message.objects.filter(kind=publishing.KIND)}
    assert people >= {cast.host, cast.la_officer, cast.director}
    assert cast.qa_reviewer not in people
    with pytest.raises(WrongMove):
        writing.write(summary=told, section="next", text="Later.", revision=1, by=cast.director)
    with pytest.raises(ValidationError, match="Correct it instead"):
        writing.start_draft(round=told.round, by=cast.director)


def test_a_correction_is_a_new_version(cast: Cast, draft: OutcomesSummary) -> None:
    first = publish(cast, draft)
    start = {"summary": first, "reason": "A number was wrong.", "by": cast.director}
    second = writing.start_correction(**start)
    assert writing.start_correction(**start) == second
    assert second.text_of("themes") == first.text_of("themes")
    publish(cast, second)
    first.refresh_from_db()
    assert (first.state, second.number) == (OutcomesState.REPLACED, 2)
    with pytest.raises(WrongMove):
        writing.start_correction(**start)


def test_the_board_is_offered_the_newest(cast: Cast, draft: OutcomesSummary) -> None:
    paper = papers.source("outcomes")
    assert paper.facts(themed.MADE)["sections"] == []
    told = publish(cast, draft)
    assert paper.facts(themed.MADE)["sections"] == told.document.source["sections"]
    assert not paper.restricted


def test_the_pdf_is_made(cast: Cast, draft: OutcomesSummary) -> None:
    document = publish(cast, draft).document
    assert documents.build(document.pk)
    assert documents.read(Document.objects.get(pk=document.pk))[:5] == b"%PDF-"


# --- Pages ----------------------------------------------------------------------------------


@pytest.fixture
def director(cast: Cast, as_: As) -> Client:
    return as_(cast.director)


def test_a_stale_text_stays_in_the_box_beside_what_is_saved(
    cast: Cast, draft: OutcomesSummary, director: Client
) -> None:
    address = f"/outcomes/{draft.pk}/sections/next/"
    writing.write(summary=draft, section="next", text="Theirs.", revision=1, by=cast.director)
    page = director.post(address, {"text": "Mine.", "revision": 1})
    body = page.content.decode()
    assert "Not saved" in body
    assert "Theirs." in body
    assert page.context["form"]["text"].value() == "Mine."
    assert director.post(address, {"text": "Both.", "revision": 2}).status_code == 302


def test_the_page_asks_about_names(cast: Cast, draft: OutcomesSummary, director: Client) -> None:
    text = f"Visit {cast.host_school.name}."
    writing.write(summary=draft, section="next", text=text, revision=1, by=cast.director)
    address = f"/outcomes/{draft.pk}/publish/"
    data = {"version": OutcomesSummary.objects.get(pk=draft.pk).version}
    assert "Take the names out" in director.post(address, data).content.decode()
    assert director.post(address, {**data, "names_stay": "on"}).status_code == 302
    assert director.get(f"/outcomes/{draft.pk}/file/").status_code == 404  # not made yet


def test_a_draft_is_the_directors_alone(cast: Cast, as_: As, draft: OutcomesSummary) -> None:
    for person in (cast.administrator, cast.host, cast.la_officer):
        assert as_(person).get(f"/outcomes/{draft.pk}/").status_code == 404


def test_a_round_is_drafted_on_the_page_once(cast: Cast, director: Client) -> None:
    board: ThemeBoard = themed.themed_board(cast)
    for _ in range(2):
        reply = director.post(f"/outcomes/of-round/{board.round_id}/")
    assert reply["Location"] == OutcomesSummary.objects.get().get_absolute_url()
    assert facts_of(board.round, themed.MADE)["quality"] == {"groups": 2, "done": 0, "reports": 0}


def test_the_list_asks_as_often_for_three_as_for_one(
    cast: Cast, director: Client, draft: OutcomesSummary, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for term in ("", TermName.SPRING, TermName.SUMMER):
        if term:
            further = make.RoundFactory(
                year=cast.year, term=term, opens=date(2027, 2, 1), closes=date(2027, 2, 9)
            )
            told = {"started_at": themed.MADE, "started_by": cast.director}
            OutcomesSummary.objects.create(round=further, **told)
        director.get("/outcomes/")
        with django_assert_num_queries(8):
            page = director.get("/outcomes/")
    assert len(page.context["drafts"]) == 3
