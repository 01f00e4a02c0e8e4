from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hlp import documents
from hlp.models import AuditEntry, Document, Drawing, Message
from hlp.transitions import StaleEdit, WrongMove
from scorecard.choices import EDITION_STEPS, EditionState
from scorecard.models import Card, Edition, Erratum
from scorecard.services.editions import drafting, freezing, publishing
from tests.conftest import Cast
from tests.scorecard import published as stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_a_draft_is_begun_once_and_starts_with_every_measure(cast: Cast) -> None:
    stage.with_results(cast)
    first = drafting.start_draft(year=2024, by=cast.director)
    again = drafting.start_draft(year=2024, by=cast.director)
    assert (first, first.number, first.measures) == (again, 1, ["rwm-exp", "gld"])
    assert AuditEntry.objects.filter(action="score-card.draft").count() == 1


def test_the_next_year_begins_with_the_measures_of_the_last(cast: Cast) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    drafting.choose(edition=draft, codes=["gld"], version=draft.version, by=cast.director)
    draft.refresh_from_db()
    stage.out(draft, cast)
    assert drafting.start_draft(year=2025, by=cast.director).measures == ["gld"]


def test_a_stale_draft_is_not_overwritten(cast: Cast) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    with pytest.raises(StaleEdit):
        drafting.write(edition=draft, part="headline", text="Other words", version=1, by=cast.director)
    with pytest.raises(StaleEdit):
        drafting.choose(edition=draft, codes=["gld"], version=1, by=cast.director)
    with pytest.raises(ValidationError):
        drafting.choose(edition=draft, codes=["unheard"], version=draft.version, by=cast.director)
    draft.refresh_from_db()
    assert draft.commentary == {"headline": "We rose."}


def test_a_published_year_is_corrected_and_not_begun_again(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    with pytest.raises(ValidationError, match="2024/25 is published"):
        drafting.start_draft(year=2024, by=cast.director)
    with pytest.raises(WrongMove):
        drafting.write(
            edition=edition, part="headline", text="Changed", version=edition.version, by=cast.director
        )
    correction = drafting.start_correction(edition=edition, reason="Wrong table", by=cast.director)
    assert correction.number == 2
    assert correction.commentary == {"headline": "We rose."}
    assert drafting.start_correction(edition=edition, reason="Again", by=cast.director) == correction


def test_a_dropped_draft_stays_on_record(cast: Cast) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    drafting.drop(edition=draft, by=cast.director)
    drafting.drop(edition=draft, by=cast.director)
    draft.refresh_from_db()
    assert draft.state == EditionState.DROPPED
    assert draft.events.count() == 2
    assert drafting.start_draft(year=2024, by=cast.director).number == 2


@pytest.mark.parametrize("from_state", EditionState.values)
@pytest.mark.parametrize("to_state", EditionState.values)
def test_every_step_is_decided(from_state: str, to_state: str) -> None:
    allowed = {
        ("draft", "publishing"),
        ("draft", "dropped"),
        ("publishing", "published"),
        ("publishing", "draft"),
        ("published", "replaced"),
    }
    assert (to_state in EDITION_STEPS[from_state]) == ((from_state, to_state) in allowed)


# --- Publishing ---------------------------------------------------------------------------------


def test_publishing_freezes_every_school_twice_and_the_partnership_once(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    assert edition.cards.count() == 2 * 5 + 1
    assert edition.cards.filter(school=None).count() == 1
    assert not Drawing.objects.filter(pk__in=freezing.figure_names(edition), drawn_at=None).exists()
    assert edition.sha256 == freezing.seal_of(edition)
    assert edition.progress == 100
    card = edition.cards.get(school=cast.host_school, full=True)
    facts = freezing.read(card)
    own = facts.measures[0].own
    assert own is not None
    assert [value.value for value in own.values] == [69.0, 70.0, 71.0]
    assert card.sha256 == freezing.checksum([card.facts, card.figures])


def test_what_is_frozen_does_not_follow_later_figures(cast: Cast) -> None:
    measures = stage.with_results(cast)
    edition = stage.published(cast)
    before = {card.pk: card.sha256 for card in edition.cards.all()}
    stage.correct_figure(cast, measures["rwm"], cast.host_school, 75)
    assert {card.pk: freezing.checksum([card.facts, card.figures]) for card in edition.cards.all()} == before
    assert freezing.seal_of(edition) == edition.sha256


def test_a_frozen_card_is_never_changed_or_deleted(cast: Cast) -> None:
    stage.with_results(cast)
    card = stage.published(cast).cards.all()[0]
    with pytest.raises(TypeError):
        card.save()
    with pytest.raises(TypeError):
        card.delete()


def test_everybody_concerned_is_told_once_and_nothing_is_said(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    told = Message.objects.filter(kind="score-card-published")
    assert {row.person for row in told} == {
        *(cast.host, cast.lead, cast.reviewer, cast.outsider),
        *(cast.director, cast.administrator, cast.la_officer),
        *(cast.lead_headteacher, cast.other_lead_headteacher),
    }
    paths = {row.person: row.context["path"] for row in told}
    assert paths[cast.host] == f"/score-card/published/{edition.pk}/schools/{cast.host_school.urn}/"
    assert paths[cast.director] == edition.get_absolute_url()


def test_two_pages_a_school_and_one_paper_of_the_partnership_are_asked_for(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    asked = Document.objects.filter(kind="score-card")
    assert asked.count() == 6
    titles = set(asked.values_list("title", flat=True))
    assert "Score card 2024/25: Ash Primary School" in titles
    assert not asked.filter(source__draft=True).exists()
    named = edition.cards.get(school=None)
    assert documents.newest("score-card", f"score-card:{named.pk}") is not None


def test_asking_twice_publishes_once(cast: Cast) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    for _ in range(2):
        publishing.publish(edition=draft, version=draft.version, by=cast.director)
    with stage.figures_at_hand():
        assert publishing.work(draft.pk)
    assert not publishing.work(draft.pk)
    publishing.publish(edition=draft, version=draft.version, by=cast.director)
    assert Edition.objects.get().events.count() == 3
    assert Message.objects.filter(kind="score-card-published").count() == 9


def test_a_draft_changed_since_is_not_published(cast: Cast) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    with pytest.raises(StaleEdit):
        publishing.publish(edition=draft, version=draft.version - 1, by=cast.director)


def test_figures_that_come_in_while_others_are_gathered_are_gathered_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = stage.with_results(cast)
    draft = stage.drafted(cast)
    gather, late = freezing.gather, [True]

    def slowly(edition: Edition) -> Any:
        yield from gather(edition)
        if late.pop() if late else False:
            stage.correct_figure(cast, measures["rwm"], cast.host_school, 75)

    monkeypatch.setattr(freezing, "gather", slowly)
    edition = stage.out(draft, cast)
    own = freezing.read(edition.cards.get(school=cast.host_school, full=True)).measures[0].own
    assert own is not None
    assert own.values[-1].value == 75.0
    assert edition.cards.count() == 11


def test_figures_that_never_settle_are_not_published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    measures = stage.with_results(cast)
    draft = stage.drafted(cast)
    gather, values = freezing.gather, iter(range(70, 99))

    def restlessly(edition: Edition) -> Any:
        yield from gather(edition)
        stage.correct_figure(cast, measures["rwm"], cast.host_school, next(values))

    monkeypatch.setattr(freezing, "gather", restlessly)
    publishing.publish(edition=draft, version=draft.version, by=cast.director)
    assert not publishing.work(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.cards.count()) == (EditionState.DRAFT, 0)


class Killed(BaseException):
    """The worker dies: no ``except Exception`` sees it."""


@pytest.mark.parametrize("where", ["freeze", "draw", "tell"])
def test_a_killed_worker_leaves_what_is_done_and_the_next_goes_on(
    cast: Cast, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    publishing.publish(edition=draft, version=draft.version, by=cast.director)
    _die_at(where, monkeypatch)
    with pytest.raises(Killed):
        publishing.work(draft.pk)
    monkeypatch.undo()
    assert not publishing.work(draft.pk), "its lease still runs"
    assert Message.objects.filter(kind="score-card-published").count() == 0
    Edition.objects.filter(pk=draft.pk).update(claimed_until=None)
    frozen = list(Card.objects.values_list("pk", flat=True))
    assert len(frozen) == (0 if where == "freeze" else 11)
    assert publishing.resume() == 1
    with stage.figures_at_hand():
        assert publishing.work(draft.pk)
    if frozen:
        assert list(Card.objects.values_list("pk", flat=True)) == frozen
    assert Edition.objects.get().state == EditionState.PUBLISHED
    assert Message.objects.filter(kind="score-card-published").count() == 9
    assert publishing.resume() == 0


def _die_at(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    places: dict[str, tuple[Any, str]] = {
        "freeze": (publishing.freezing, "freeze"),
        "draw": (publishing.drawings, "draw"),
        "tell": (publishing.notices, "tell"),
    }
    monkeypatch.setattr(*places[where], die)


def test_what_cannot_be_drawn_goes_back_to_the_draft_and_nothing_is_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.with_results(cast)
    draft = stage.drafted(cast)
    publishing.publish(edition=draft, version=draft.version, by=cast.director)
    monkeypatch.setattr(publishing.drawings, "draw", lambda *args: 0)
    assert not publishing.work(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, Card.objects.count()) == (EditionState.DRAFT, 0)
    assert "nothing went out" in draft.notice
    monkeypatch.undo()
    stage.out(draft, cast)


def test_the_database_holds_one_published_version_a_year(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.published(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            year=2024,
            number=9,
            state="published",
            sha256="x",
            created_by=cast.director,
            created_at=stage.AT,
            published_at=stage.AT,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(sha256="")


# --- Corrections -----------------------------------------------------------------------------------


def test_a_correction_lists_what_changed_and_replaces(cast: Cast) -> None:
    measures = stage.with_results(cast)
    edition = stage.corrected(cast, lambda: stage.correct_figure(cast, measures["rwm"], cast.host_school, 75))
    assert edition.corrects is not None
    edition.corrects.refresh_from_db()
    assert edition.corrects.state == EditionState.REPLACED
    own = Erratum.objects.filter(edition=edition, school=cast.host_school, full=True)
    assert [(row.what, row.year, row.before, row.after) for row in own] == [
        ("Reading, writing and maths", 2024, "71%", "75%")
    ]
    assert own[0].why == "Amended by its publisher"
    whole = Erratum.objects.filter(edition=edition, school=None)
    assert [(row.place, row.before, row.after, row.why) for row in whole.filter(code="rwm-exp")] == [
        ("Partnership", "67%", "68%", "Worked out again from the figures of the schools")
    ]
    assert not Erratum.objects.filter(edition=edition, school=cast.lead_school).exists()


def test_what_a_school_is_compared_with_stands_on_the_partnerships_list(cast: Cast) -> None:
    measures = stage.with_results(cast)
    edition = stage.corrected(cast, lambda: stage.correct_figure(cast, measures["rwm"], "england", 63))
    rows = Erratum.objects.filter(edition=edition)
    assert [(row.school, row.place, row.before, row.after) for row in rows] == [
        (None, "England", "62%", "63%")
    ]


def test_only_those_whose_figures_changed_are_told_of_a_correction(cast: Cast) -> None:
    stage.with_results(cast)

    def inspected() -> None:
        from tests.scorecard import factories as make

        make.InspectionFactory(school=cast.lead_school, date=stage.AT.date())

    edition = stage.corrected(cast, inspected)
    told = Message.objects.filter(kind="score-card-corrected")
    assert [row.person for row in told] == [cast.lead]
    assert set(Erratum.objects.filter(edition=edition).values_list("school", "before")) == {
        (cast.lead_school.pk, "not shown")
    }


def test_a_correction_without_changes_lists_none_and_tells_nobody(cast: Cast) -> None:
    stage.with_results(cast)
    stage.corrected(cast, lambda: None)
    assert not Erratum.objects.exists()
    assert not Message.objects.filter(kind="score-card-corrected").exists()


def test_only_what_is_published_is_corrected(cast: Cast) -> None:
    stage.with_results(cast)
    edition = stage.corrected(cast, lambda: None)
    assert edition.corrects is not None
    with pytest.raises(WrongMove):
        drafting.start_correction(edition=edition.corrects, reason="Late", by=cast.director)
