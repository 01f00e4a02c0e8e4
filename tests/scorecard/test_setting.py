"""What the score card sets in motion: themes with evidence, targets shared out in pupils, and the own measures."""

from datetime import date
from decimal import Decimal as D

import pytest
import time_machine

from hlp.transitions import StaleEdit
from peerchallenge.models import ChallengeSession, Round, ThemeReason
from scorecard.models import Measure
from scorecard.services import challenge, practice, summaries, themes
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.scorecard.carded import lay_results
from tests.scorecard.factories import figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(cast: Cast) -> Cast:
    """Phonics lies below England, reading fell; combined, maths and the higher standard are above."""
    measures = lay_results(cast)
    for number, school in enumerate((cast.host_school, cast.lead_school, cast.reviewer_school)):
        figure(measures["phonics"], school, 70 + number, cohort=30 + 10 * number)
        figure(measures["gps-exp"], school, 80, year=2023, cohort=30)
        figure(measures["gps-exp"], school, 76, cohort=30)
    figure(measures["phonics"], "england", 80)
    figure(measures["gps-exp"], "england", 73)
    summaries.refresh()
    return cast


# --- Themes -----------------------------------------------------------------------------------------


def test_what_is_below_england_or_fell_is_proposed_with_its_evidence(results: Cast) -> None:
    found = {one.name: one.reason for one in themes.proposals()}
    assert list(found) == ["Early reading and phonics", "Writing"]
    assert found["Early reading and phonics"].endswith("2024/25: 71%, 9 points below England.")
    assert "down 4 points since 2023/24" in found["Writing"]


def test_fall_over_a_break_is_no_fall(results: Cast) -> None:
    measure = Measure.objects.get(code="gps-exp")
    measure.breaks.create(year=2024, reason="Another test")
    assert [one.name for one in themes.proposals()] == ["Early reading and phonics"]


def test_theme_is_taken_up_once_with_its_reason(results: Cast) -> None:
    for _ in range(2):
        themes.accept(
            round=results.round, names=["Writing"], version=results.round.version, by=results.director
        )
    round_ = Round.objects.get()
    assert [str(theme) for theme in round_.focus_themes.all()] == ["Writing"]
    assert "down 4 points" in ThemeReason.objects.get().text
    assert round_.version == results.round.version + 1


def test_theme_is_not_taken_up_over_somebody_elses_change(results: Cast) -> None:
    Round.objects.update(version=7)
    with pytest.raises(StaleEdit):
        themes.accept(round=results.round, names=["Writing"], version=1, by=results.director)
    assert not ThemeReason.objects.exists()


def test_what_is_not_proposed_cannot_be_taken_up(results: Cast) -> None:
    assert themes.accept(round=results.round, names=["Magic"], version=1, by=results.director) == []
    assert not Round.objects.get().focus_themes.exists()


@time_machine.travel("2026-11-16 09:00+00:00", tick=False)
def test_director_takes_a_theme_up_on_the_page(results: Cast, as_: As) -> None:
    client = as_(results.director)
    data = {"round": results.round.pk, "versions": f"{results.round.pk}:{results.round.version}"}
    refused = client.post("/score-card/themes/", data)
    assert "Choose at least one theme" in refused.content.decode()
    done = client.post("/score-card/themes/", {**data, "themes": ["Writing"]}, follow=True).content.decode()
    assert "Writing: taken up into the Autumn round 2026/27." in done
    assert "Why these themes" in done
    Round.objects.update(version=9)
    stale = client.post(
        "/score-card/themes/", {**data, "themes": ["Early reading and phonics"]}
    ).content.decode()
    assert "Somebody changed this round" in stale
    assert f"{results.round.pk}:9" in stale


# --- Targets ------------------------------------------------------------------------------------------


def test_target_is_shared_out_by_name(results: Cast) -> None:
    plan = challenge.plan(Measure.objects.get(code="phonics"), D(80))
    assert plan is not None
    assert (plan.year, round(plan.baseline, 2), plan.needed, plan.pupils) == (2024, D("71.17"), 11, 120)
    assert [(str(part.school), part.contribution.pupils) for part in plan.parts] == [
        ("Ash Primary School", 3), ("Beech Primary School", 4), ("Cedar Primary School", 4),
    ]  # fmt: skip


def test_school_without_a_number_of_pupils_takes_that_of_an_earlier_year(results: Cast) -> None:
    measure = Measure.objects.get(code="gps-exp")
    figure(measure, results.far_school, 50, cohort=None)
    figure(measure, results.far_school, 55, cohort=20, year=2022)
    plan = challenge.plan(measure, D(80))
    assert plan is not None
    assert [(part.contribution.cohort, part.estimated) for part in plan.parts][-1] == (20, True)


def test_measures_of_sessions_and_schools_are_no_targets(results: Cast) -> None:
    known = {one.code: challenge.counts_pupils(one) for one in Measure.objects.all()}
    shares = ("rwm-exp", "persistent-absence", "gld")
    others = ("absence", "insp-good", "roll", "read-avg", "fsm6")
    assert [known[code] for code in (*shares, *others)] == [True] * 3 + [False] * 5


def test_proposals_aim_at_england_then_at_what_was_then_at_london(results: Cast) -> None:
    found = {one.measure.code: one for one in challenge.proposals(2026)}
    assert (found["phonics"].target, found["phonics"].due_on) == (D(80), date(2027, 9, 30))
    assert found["phonics"].why == "71% in 2024/25, 9 points below England."
    assert (found["gps-exp"].target, found["gps-exp"].why) == (
        D(80),
        "76% in 2024/25, down 4 points since 2023/24.",
    )
    assert (found["rwm-exp"].target, found["rwm-exp"].why) == (
        D(67),
        "65% in 2024/25, 2 points below London.",
    )
    assert found["rwm-exp"].plan is not None


def test_proposal_for_an_earlier_year_knows_nothing_of_later_figures(results: Cast) -> None:
    assert {one.baseline_year for one in challenge.proposals(2024)} == {2023}


def test_page_shows_what_a_target_takes_and_refuses_what_is_none(results: Cast, as_: As) -> None:
    client = as_(results.director)
    page = client.get("/score-card/challenge/", {"measure": "phonics", "target": "80"}).content.decode()
    assert "3 pupils" in page
    assert "Cedar Primary School" in page
    for target, says in (("", "Enter a target"), ("eighty", "as a number"), ("140", "between 0 and 100")):
        page = client.get("/score-card/challenge/", {"measure": "phonics", "target": target}).content.decode()
        assert says in page
    file = client.get("/score-card/challenge/", {"measure": "phonics", "target": "80", "download": "csv"})
    assert b"Ash Primary School" in b"".join(file.streaming_content)  # type: ignore[attr-defined]
    assert "80%" in client.get("/score-card/challenge/").content.decode()


# --- The own measures ---------------------------------------------------------------------------------


def test_own_measures_count_reports_on_time(cast: Cast) -> None:
    make.held(cast.session)
    at = utc("2026-11-23 09:00")
    assert practice.tables(at)[0].rows == (("Autumn round 2026/27", "0 of 1", "–", "–", "–"),)
    assert practice.tables(at)[1].rows == (("2026/27", "0 of 2", "–", "–"),)


def test_before_the_first_round_there_are_no_own_measures(cast: Cast) -> None:
    assert practice.tables(utc("2026-08-01 09:00")) == ()


def test_what_the_worker_counted_is_shown_for_an_hour(cast: Cast) -> None:
    at = utc("2026-11-23 09:00")
    make.held(cast.session)
    practice.refresh(at)
    practice.refresh(at)
    kept = practice.tables(at)
    assert kept[0].rows[0][1] == "0 of 1"
    ChallengeSession.objects.filter(pk=cast.session.pk).update(state="cancelled")
    assert practice.tables(utc("2026-11-23 09:59")) == kept
    assert practice.tables(utc("2026-11-23 10:01"))[0].rows[0][1] == "–"
