"""The annual performance challenge: drafted, set by a decision, published, measured, closed."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from board.choices import Outcome, TargetOutcome
from board.models import Challenge
from board.services import challenges, decisions, papers, progress
from board.services.challenges import Ending
from board.services.decisions import Terms
from board.services.progress import share
from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from schools.choices import Phase
from scorecard.models import PartnershipFigure
from tests.board import minuted, set_challenge
from tests.board.minuted import AFTER, NEXT
from tests.conftest import As, Cast


def published(cast: Cast) -> Challenge:
    """The challenge of 2026/27, set by a decision and published."""
    made = set_challenge.drafted(cast)
    challenges.set_by(challenge=made, decision=minuted.decide(cast.board), by=cast.director, at=AFTER)
    return challenges.publish(challenge=made, by=cast.director, at=AFTER)


def test_challenge_is_set_by_what_was_agreed_and_then_stays(cast: Cast) -> None:
    made = set_challenge.drafted(cast)
    deferred = decisions.record_decision(
        item=cast.board.item, terms=Terms("Later", Outcome.DEFERRED), by=cast.board.clerk
    )
    with pytest.raises(ValidationError):
        challenges.set_by(challenge=made, decision=deferred, by=cast.director)
    with pytest.raises(WrongMove):
        challenges.publish(challenge=made, by=cast.director)
    with pytest.raises(StaleEdit):
        challenges.change(challenge=made, title="A", text="B", version=4, by=cast.director)
    decision = minuted.decide(cast.board)
    challenges.set_by(challenge=made, decision=decision, by=cast.director)
    challenges.set_by(challenge=made, decision=decision, by=cast.director)
    with pytest.raises(WrongMove):
        challenges.aim(challenge=made, goal=set_challenge.goal(), by=cast.director)


def test_publishing_tells_every_headteacher_once(cast: Cast) -> None:
    challenges.publish(challenge=published(cast), by=cast.director, at=AFTER)
    told = Message.objects.filter(kind="challenge-published").values_list("person__name", flat=True)
    assert set(told) == {"Hana Host", "Leo Lead", "Rita Reviewer", "Otto Outsider"}


def test_one_challenge_a_year(cast: Cast) -> None:
    made = set_challenge.drafted(cast)
    same = {"year": 2026, "title": made.title, "text": made.text, "by": cast.director}
    assert challenges.draft(**same) == made
    with pytest.raises(ValidationError):
        challenges.draft(**{**same, "title": "Another"})


@pytest.mark.parametrize(
    ("baseline", "target", "value", "gone"),
    [(60, 70, 65, 50), (60, 70, 50, 0), (60, 70, 75, 100), (20, 10, 15, 50)],
)
def test_share_of_the_way_in_either_direction(baseline: int, target: int, value: int, gone: int) -> None:
    assert share(Decimal(baseline), Decimal(target), Decimal(value)) == gone


def test_progress_is_the_newest_figure_after_the_baseline(cast: Cast) -> None:
    made = published(cast)
    assert progress.lines(made)[0]["words"] == "No newer figure is published yet"
    for year, value in ((2025, 60), (2026, 64)):
        PartnershipFigure.objects.create(measure=set_challenge.measure(), year=year, value=Decimal(value))

    line = progress.lines(made)[0]
    assert (line["now"], line["share"], line["words"]) == ("64%", 40, "40% of the way")
    assert papers.challenge(NEXT)["lines"][0]["words"] == "40% of the way"


def test_closing_needs_an_ending_of_every_target(cast: Cast) -> None:
    made = published(cast)
    target = made.targets.get()
    with pytest.raises(ValidationError):
        challenges.close(challenge=made, outcome="Good", endings={}, by=cast.director)
    endings = {target.pk: Ending(TargetOutcome.CLOSER, Decimal(66))}
    challenges.close(challenge=made, outcome="Nearly", endings=endings, by=cast.director)
    challenges.close(challenge=made, outcome="Nearly", endings={}, by=cast.director)

    made.refresh_from_db()
    line = progress.lines(made)[0]
    assert (made.state, line["now"], line["words"]) == ("closed", "66%", "Closer, not met")


@time_machine.travel(NEXT, tick=False)
def test_the_score_card_shows_what_was_set_of_its_figures(as_: As, cast: Cast) -> None:
    for part in ({}, {"scope": "primary", "phase": Phase.PRIMARY}):
        facts: dict[str, Any] = {
            "measure": set_challenge.measure(),
            "year": 2026,
            "value": Decimal(64),
            **part,
        }
        PartnershipFigure.objects.create(**facts)
    address = reverse("scorecard:partnership-read")
    made = set_challenge.drafted(cast)
    assert made.title not in as_(cast.host).get(address).content.decode()
    published(cast)
    page = as_(cast.host).get(address).content.decode()
    assert "What follows from it" in page
    assert made.title in page
    assert "40% of the way" in page
    assert made.title not in as_(cast.host).get(address, {"scope": "primary"}).content.decode()


def test_schools_and_public_see_it_once_published(as_: As, cast: Cast, client: object) -> None:
    made = set_challenge.drafted(cast)
    address = made.get_absolute_url()
    assert as_(cast.host).get(address).status_code == 404
    assert "Every child reads" not in client.get("/about/performance-challenge/").content.decode()  # type: ignore[attr-defined]
    published(cast)

    assert "Every child reads" in as_(cast.host).get("/home/").content.decode()
    assert as_(cast.host).get(address).status_code == 200
    own, other = cast.host_school.get_absolute_url(), cast.far_school.get_absolute_url()
    shown = ["Every child reads" in as_(cast.host).get(path).content.decode() for path in (own, other)]
    assert shown == [True, False]
    assert as_(cast.stranger).get(address).status_code == 404
    assert "Every child reads" in client.get("/about/performance-challenge/").content.decode()  # type: ignore[attr-defined]


@time_machine.travel(NEXT, tick=False)
def test_challenge_is_made_on_pages(as_: As, cast: Cast) -> None:
    measure, client = set_challenge.measure(), as_(cast.director)
    client.post("/board/challenges/new/", {"year": "2026", "title": "Every child reads", "text": "We read."})
    made = Challenge.objects.get()
    target = {"measure": measure.pk, "baseline": "60", "baseline_year": "2025", "target": "60"}
    day = {"due_on_0": "31", "due_on_1": "8", "due_on_2": "2027"}
    address = f"{made.get_absolute_url()}targets/"
    assert "must differ" in client.post(address, {**target, **day}).content.decode()
    client.post(address, {**target, **day, "target": "70"})
    decision = minuted.decide(cast.board)
    client.post(f"{made.get_absolute_url()}set/", {"decision": decision.pk})
    client.post(f"{made.get_absolute_url()}publish/")
    pk = made.targets.get().pk
    ending = {f"outcome_{pk}": "met", f"result_{pk}": "71", "outcome": "Reached."}
    client.post(f"{made.get_absolute_url()}close/", ending)

    made.refresh_from_db()
    assert made.state == "closed"
