"""The partnership's texts: shipped once, published in versions, never overwritten unseen."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hlp import texts
from hlp.models import AuditEntry, Text
from hlp.transitions import StaleEdit
from tests import factories as make
from tests.conftest import As, Cast

URL = "/texts/code-of-conduct/"
EDIT = "/texts/code-of-conduct/edit/"


def test_every_text_that_ships_has_a_body(db: None) -> None:
    assert texts.ensure_defaults() == 8
    assert all(
        text.current and len(text.current.body) > 500 for text in Text.objects.select_related("current")
    )


def test_creating_the_defaults_again_leaves_an_edited_text_alone(cast: Cast) -> None:
    code = make.text("code-of-conduct", "Ours.")
    assert (texts.ensure_defaults(), texts.ensure_defaults()) == (7, 0)
    assert code.versions.count() == 1


def test_publishing_adds_a_version_and_says_who_and_why(cast: Cast) -> None:
    code = make.text("code-of-conduct")
    version = texts.publish(text=code, body="Be honest.", note="Clearer", by=cast.director, started_from=1)
    code.refresh_from_db()
    assert (code.current, version.number, version.note, version.by) == (version, 2, "Clearer", cast.director)
    assert AuditEntry.objects.get().about == "text:code-of-conduct"


def test_the_same_words_again_are_no_new_version(cast: Cast) -> None:
    code = make.text("code-of-conduct", "Be kind.")
    assert texts.publish(text=code, body="Be kind. \r\n", note="", by=cast.director).number == 1


def test_publishing_over_a_version_that_was_not_seen_is_refused(cast: Cast) -> None:
    code = make.text("code-of-conduct")
    texts.publish(text=code, body="Second.", note="", by=cast.director, started_from=1)
    with pytest.raises(StaleEdit):
        texts.publish(text=code, body="Third.", note="", by=cast.director, started_from=1)
    code.refresh_from_db()
    assert code.current is not None
    assert code.current.body == "Second."


def test_everybody_who_is_signed_in_reads_and_nobody_else(cast: Cast, as_: As) -> None:
    make.text("code-of-conduct", "## Kind\n\nBe **kind**.")
    page = as_(cast.stranger).get(URL)
    assert "<strong>kind</strong>" in page.content.decode()
    assert As()(cast.lead).get("/texts/nothing/").status_code == 404


def test_an_old_version_says_that_it_was_replaced(cast: Cast, as_: As) -> None:
    code = make.text("code-of-conduct", "First words.")
    texts.publish(text=code, body="Second words.", note="", by=cast.director)
    page = as_(cast.lead).get(f"{URL}1/").content.decode()
    assert "First words." in page
    assert "which has been replaced" in page


@pytest.mark.parametrize("who", ["administrator", "lead", "stranger"])
def test_only_the_director_edits(cast: Cast, as_: As, who: str) -> None:
    make.text("code-of-conduct")
    assert as_(cast.people()[who]).get(EDIT).status_code == 403


def test_a_preview_publishes_nothing_and_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    code = make.text("code-of-conduct")
    sent = {"number": 1, "body": "## New\n\n<script>x</script>", "note": "", "preview": "1"}
    page = as_(cast.director).post(EDIT, sent).content.decode()
    assert '<h2 class="govuk-heading-m">New</h2>' in page
    assert "<script>x" not in page
    assert "There is a problem" not in page
    assert code.versions.count() == 1


def test_publishing_leads_to_the_text(cast: Cast, as_: As) -> None:
    code = make.text("code-of-conduct")
    sent = {"number": 1, "body": "Be bold.", "note": "Bolder", "publish": "1"}
    page = as_(cast.director).post(EDIT, sent, follow=True)
    assert page.redirect_chain == [(reverse("hlp:text-detail", args=[code.slug]), 302)]
    assert "version 2, is published" in page.content.decode()


def test_publishing_without_saying_why_is_told_and_keeps_the_text(cast: Cast, as_: As) -> None:
    code = make.text("code-of-conduct")
    page = as_(cast.director).post(EDIT, {"number": 1, "body": "Be bold.", "note": "", "publish": "1"})
    assert "Be bold." in page.content.decode()
    assert page.context["form"].errors == {"note": ["Answer the question ‘What did you change, and why?’"]}
    assert code.versions.count() == 1


def test_a_stale_edit_is_told_with_both_texts_and_may_then_be_published(cast: Cast, as_: As) -> None:
    code = make.text("code-of-conduct")
    texts.publish(text=code, body="Theirs.", note="", by=cast.director)
    client = as_(cast.director)
    page = client.post(EDIT, {"number": 1, "body": "Mine.", "note": "Mine", "publish": "1"})
    told = page.content.decode()
    assert ("Theirs." in told, "Mine." in told, "Nothing was overwritten" in told) == (True, True, True)
    assert code.versions.count() == 2
    client.post(EDIT, {**page.context["form"].initial, "publish": "1"})
    assert [version.body for version in code.versions.all()] == ["Mine.", "Theirs.", "Be kind."]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_with_more_texts(
    cast: Cast, as_: As, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        make.text(f"text-{n}")
    client = as_(cast.director)
    client.get("/texts/")
    with django_assert_num_queries(6):
        client.get("/texts/")
