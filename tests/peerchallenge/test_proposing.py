"""Proposed themes: from the vocabulary's words, from what people confirmed, and never over a person's decision."""

import subprocess
import sys

import pytest

from peerchallenge.models import Finding, FindingTheme
from peerchallenge.services import findings
from peerchallenge.services.findings import proposing
from peerchallenge.services.findings.learning import Lesson, Proposer, Topic, digest_of
from schools.models import Theme
from tests import factories as make
from tests.bench.findings import judged, labelled, lessons, vocabulary
from tests.conftest import Cast
from tests.peerchallenge.found import FindingFactory

MATHS = Topic(1, "Mathematics", ("arithmetic", "times tables"), "Number facts and problem solving.")
PHONICS = Topic(2, "Early reading", ("phonics", "blending"), "Children learn letters and sounds.")
PLAY = Topic(3, "Early years", ("nursery", "outdoor play"), "Play indoors and outdoors.")
TOPICS = [MATHS, PHONICS, PLAY]


def proposed(text: str, *told: Lesson) -> list[int]:
    return [guess.theme for guess in Proposer(TOPICS, told).propose([text])[0]]


# --- Learning -----------------------------------------------------------------------------------


def test_the_words_of_the_vocabulary_are_enough() -> None:
    assert proposed("Phonics is taught at a brisk pace.") == [2]


def test_synonyms_count_and_so_do_their_neighbours() -> None:
    assert proposed("Arithmetic was quick and accurate.") == [1]
    assert proposed("Arithmetical slips are put right at once.") == [1]


def test_wording_that_the_vocabulary_does_not_contain_is_learned_from_what_people_confirmed() -> None:
    text = "Fractions are compared with bars and strips."
    told = [
        Lesson("Fractions are shown with strips of paper.", frozenset({1})),
        Lesson("Bars help to compare fractions.", frozenset({1})),
        Lesson("Governors visit twice a term.", frozenset()),
    ]
    assert (proposed(text), proposed(text, *told)) == ([], [1])


def test_a_finding_may_have_several_themes_or_none() -> None:
    assert set(proposed("In the nursery children practise blending during outdoor play.")) == {2, 3}
    assert proposed("The roof was mended in August.") == []


def test_the_same_lessons_give_the_same_answers_in_any_order() -> None:
    told = lessons()
    first, second = Proposer(vocabulary(), told), Proposer(vocabulary(), told[::-1])
    texts = [text for text, _ in labelled()][:20]
    assert first.digest == second.digest
    assert first.scores(texts) == second.scores(texts)


def test_one_more_synonym_is_another_digest() -> None:
    more = Topic(1, "Mathematics", ("arithmetic", "times tables", "fractions"), MATHS.description)
    assert digest_of(TOPICS, []) != digest_of([more, PHONICS, PLAY], [])


def test_a_vocabulary_of_one_theme_proposes_by_its_words() -> None:
    guesses = Proposer([MATHS], []).propose(["Arithmetic is quick.", "Play is rich."])
    assert [[guess.theme for guess in row] for row in guesses] == [[1], []]


def test_proposals_are_right_more_often_than_not_on_findings_that_nobody_learned_from() -> None:
    """The bench prints the figures; this only tells when proposing has stopped working."""
    texts = {text for text, _ in labelled()}
    assert len(texts) == 100
    assert not texts & {lesson.text for lesson in lessons()}
    right, wrong, missed = judged(Proposer(vocabulary(), lessons()))
    assert right > 3 * wrong
    assert right > missed


def test_pages_never_import_the_learning_machine() -> None:
    code = (
        "import django, sys; django.setup(); import hlp.urls, peerchallenge.tasks; "
        "sys.exit('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- In the worker ------------------------------------------------------------------------------


@pytest.fixture
def phonics(db: None) -> Theme:
    """A theme with a synonym, and another one beside it."""
    theme = make.ThemeFactory(name="Early reading", description="Children learn letters and sounds.")
    make.SynonymFactory(theme=theme, words="phonics")
    make.ThemeFactory(name="Mathematics", description="Number and calculation.")
    return theme


def test_what_waits_is_proposed_once_and_again_when_the_vocabulary_changes(phonics: Theme) -> None:
    row = FindingFactory(text="Phonics is brisk.")
    assert [proposing.propose_waiting(), proposing.propose_waiting()] == [1, 0]
    tag = FindingTheme.objects.get()
    assert (tag.finding, tag.theme, tag.confirmed, tag.by, tag.named) == (
        row,
        phonics,
        False,
        None,
        "Early reading",
    )
    assert (tag.score or 0) >= 0.4

    make.SynonymFactory(theme=Theme.objects.get(name="Mathematics"), words="brisk")
    assert proposing.propose_waiting() == 1
    assert FindingTheme.objects.count() == 2


def test_a_finding_that_a_person_settled_is_left_alone(cast: Cast, phonics: Theme) -> None:
    row = findings.confirm(
        finding=FindingFactory(text="Phonics is brisk."), themes=[], revision=1, by=cast.lead
    )
    assert proposing.propose_waiting() == 0
    assert not row.tags.exists()


def test_the_core_theme_and_retired_themes_are_not_proposed(phonics: Theme) -> None:
    make.ThemeFactory(name="Teaching and learning", is_core=True)
    phonics.retired_at = FindingFactory(text="Phonics lessons: teaching and learning.").made_at
    phonics.save()
    proposing.propose_waiting()
    assert not FindingTheme.objects.exists()


def test_proposals_are_settled_by_a_revision_that_a_reader_can_be_told_of(phonics: Theme) -> None:
    row = FindingFactory(text="Phonics is brisk.")
    proposing.propose_waiting()
    assert Finding.objects.get(pk=row.pk).revision == 2
