"""The check for names: how well it does on 200 sentences, and what it leaves alone."""

import pytest

from peerchallenge.calculations import personal_names as rules
from peerchallenge.calculations.disagreeing import disagreement
from peerchallenge.calculations.personal_names import find_names
from tests.peerchallenge import full_report
from tests.peerchallenge.sentences import HELD_BACK, SCHOOLS, measure, sentences, warns


def test_the_file_holds_200_sentences_half_of_which_name_somebody() -> None:
    labels = [names for names, _ in sentences()]

    assert (len(labels), sum(labels)) == (200, 100)
    assert len({sentence for _, sentence in sentences()}) == 200
    assert (len(sentences(HELD_BACK)), sum(names for names, _ in sentences(HELD_BACK))) == (100, 50)


def test_what_the_page_says_is_what_was_measured() -> None:
    found = measure()

    assert (found.naming, found.found) == (rules.NAMING, rules.FOUND)
    assert (found.others, found.stopped) == (rules.OTHERS, rules.STOPPED)


@pytest.mark.parametrize("halves", [(), (HELD_BACK,)])
def test_the_check_does_not_get_worse(halves: tuple[str, ...]) -> None:
    found = measure(*halves)

    assert found.recall >= 0.95
    assert found.precision >= 0.93


def test_what_was_found_stands_where_it_says() -> None:
    for _, sentence in sentences():
        for find in find_names(sentence, schools=SCHOOLS):
            assert sentence[find.start : find.start + len(find.words)] == find.words


def test_whole_report_without_names_is_left_alone() -> None:
    texts = [*full_report.TEXTS.values(), *full_report.AREA_EVIDENCE]
    texts += [value for action in full_report.ACTIONS for value in action.values()]

    assert [find for text in texts for find in find_names(text)] == []


def test_known_staff_are_found_by_name_and_by_surname() -> None:
    for text in ("hana host said so", "We thank Hana Host.", "The plan of Oyelaran is sound."):
        assert find_names(text, staff=("Hana Host", "Bisi Oyelaran"))


def test_the_team_may_be_named_beside_their_role() -> None:
    team = ("Rita Rowe",)

    assert find_names("The second reviewer, Rita Rowe, led the book look.", team=team) == []
    assert find_names("Rita Rowe thought it was loud.", team=team)


def test_a_school_is_no_person() -> None:
    assert find_names("Oliver Road and Amelia House joined.", schools=("Oliver Road", "Amelia House")) == []


@pytest.mark.parametrize("text", ["", "   ", "’s", "A", "Mr", "\n\n- \n", "M.", "(", "Year 6"])
def test_scraps_name_nobody(text: str) -> None:
    assert find_names(text) == []
    assert not warns(text)


@pytest.mark.parametrize(
    ("overall", "areas", "told"),
    [
        ("accurate", ["accurate", "accurate", "more-positive"], ""),
        ("accurate", ["accurate", "more-positive"], "1 of 2 areas are not"),
        ("accurate", ["accurate", "more-positive", "more-cautious"], "2 of 3 areas are not"),
        ("more-positive", ["accurate", "more-positive"], ""),
        ("more-positive", ["accurate", "accurate"], "although no area is"),
        ("more-cautious", ["more-cautious", "more-positive", "more-positive"], "point the other way"),
        ("more-cautious", ["more-cautious", "more-positive"], ""),
        ("not-looked-at", ["not-looked-at"], ""),
        ("not-looked-at", ["accurate"], "No judgement overall"),
        ("accurate", ["not-looked-at", "not-looked-at"], "no area was looked at"),
        ("accurate", [], ""),
        ("", ["accurate"], ""),
    ],
)
def test_judgements_that_disagree_are_told(overall: str, areas: list[str], told: str) -> None:
    found = disagreement(overall, areas)

    assert told in found
    assert bool(found) == bool(told)
