"""Calibration: agreement, kappa with its interval, small numbers said to be small, and no school named."""

import json

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hlp import papers
from hlp.models import Document
from peerchallenge.services.qa import calibration, sending
from peerchallenge.services.qa.calibration import Pair, kappa, line
from peerchallenge.services.qa.papers import digest, sources
from tests.conftest import BEFORE, As, Cast, utc
from tests.peerchallenge import assured

judgements = st.tuples(st.integers(0, 2), st.integers(0, 2))


def many(*counts: tuple[int, int, int]) -> list[Pair]:
    """Pairs: the peers' place, the QA reviewer's, how often."""
    return [Pair("Inclusion", "Autumn", peers, qa) for peers, qa, times in counts for _ in range(times)]


def test_kappa_is_what_the_books_say() -> None:
    # 20 of 25 agree on two values, by chance 12.8 would: (0.8 - 0.512) / (1 - 0.512)
    found = kappa([(1, 1)] * 15 + [(2, 2)] * 5 + [(1, 2)] * 2 + [(2, 1)] * 3)
    assert found is not None
    observed, chance = 20 / 25, (17 * 18 + 8 * 7) / 625
    assert found[0] == pytest.approx((observed - chance) / (1 - chance))
    assert found[1] < found[0] < found[2]


def test_a_step_counts_half_of_a_jump() -> None:
    base = [(0, 0)] * 10 + [(1, 1)] * 10 + [(2, 2)] * 10
    near, far = kappa([*base, (0, 1)]), kappa([*base, (0, 2)])
    assert near is not None
    assert far is not None
    assert near[0] > far[0]


def test_where_all_say_the_same_kappa_is_not_defined() -> None:
    assert kappa([(1, 1)] * 30) is None
    assert line("Inclusion", many((1, 1, 30)))["kappa"] == "not defined: all say the same"


@given(st.lists(judgements, min_size=1, max_size=60))
def test_kappa_lies_between_its_bounds(pairs: list[tuple[int, int]]) -> None:
    found = kappa(pairs)
    if found is not None:
        value, low, high = found
        assert -1 <= low <= value + 1e-9 <= high + 2e-9 <= 1 + 3e-9


@pytest.mark.parametrize(
    ("number", "agreement", "text"), [(4, "too few to say", ""), (5, "100%", "too few to say")]
)
def test_few_pairs_are_said_to_be_few(number: int, agreement: str, text: str) -> None:
    found = line("Inclusion", many((1, 1, number)))
    assert (found["agreement"], found["kappa"]) == (agreement, text)


def test_the_direction_of_disagreement() -> None:
    found = line("Inclusion", many((1, 1, 6), (1, 2, 3), (2, 1, 1)))
    assert found["direction"] == "peers kinder 3, stricter 1"
    assert (found["agreement"], found["peers"], found["qa"]) == ("60%", "90%", "70%")


def test_only_what_both_judged_and_sent_is_counted(cast: Cast) -> None:
    assured.reported(cast)
    review = assured.judged(cast)
    assert calibration.pairs() == []
    assured.fill(cast, review)
    sending.send(review=review, by=cast.qa_reviewer)
    assert calibration.pairs() == [
        Pair("", str(cast.round), 1, 1),
        Pair("Inclusion", str(cast.round), 1, 1),
        Pair("Curriculum and teaching", str(cast.round), 1, 1),
    ]


def test_the_papers_name_no_school_and_nobody(cast: Cast) -> None:
    review = assured.assured(cast)
    names = [cast.host_school.name, *(person.name for person in cast.people().values()), assured.SECRET]
    for source in sources():
        assert not source.restricted
        document = papers.draw(source, at=utc("2026-11-25 10:00"))
        printed = json.dumps(document.source, ensure_ascii=False)
        assert [name for name in names if name in printed] == []
    assert review.data["school"] == cast.host_school.name


@time_machine.travel("2026-11-25 10:00+00:00", tick=False)
def test_the_digest_counts(cast: Cast) -> None:
    assured.assured(cast)
    found = digest(utc("2026-11-25 10:00"))
    assert (found["groups"], found["done"], found["percent"], found["number"]) == (2, 1, 50, 1)
    assert (found["late"], found["report_time"], found["verdicts"]) == (
        "too few to say",
        "too few to say",
        [],
    )


def test_the_papers_are_printed(cast: Cast) -> None:
    assured.assured(cast)
    for source in sources():
        document = papers.draw(source, at=utc("2026-11-25 10:00"))
        assert papers.build(document.source, lambda percent, stage: None).startswith(b"%PDF")


@time_machine.travel(BEFORE, tick=False)
def test_the_director_draws_a_paper_and_nobody_else_downloads_it(cast: Cast, as_: As) -> None:
    client = as_(cast.director)
    assert "Nothing to compare yet" in client.get("/qa/calibration/").content.decode()
    assert client.post("/qa/calibration/", {"paper": "qa-digest"})["Location"] == "/qa/calibration/"
    assert "is being made" in client.get("/qa/calibration/").content.decode()
    document = Document.objects.get(about="paper:qa-digest")
    assert client.get(f"/qa/calibration/{document.pk}/").status_code == 404
    assert as_(cast.administrator).get(f"/qa/calibration/{document.pk}/").status_code == 404
