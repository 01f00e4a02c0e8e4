"""The demonstration's themes: boards and summaries of rounds that are over."""

from datetime import timedelta

import pytest
import time_machine

from peerchallenge.choices import OutcomesState
from peerchallenge.demo import themes
from peerchallenge.demo.stage import Stage
from peerchallenge.models import OutcomesSummary, ThemeBoard
from tests.conftest import Cast
from tests.peerchallenge import themed
from tests.peerchallenge.found import MADE

AFTER = MADE + timedelta(days=60)


@pytest.mark.one_engine
@time_machine.travel(AFTER, tick=False)
def test_a_round_that_is_over_is_published_with_its_summary(cast: Cast) -> None:
    round_ = themed.themed_round(cast)
    stage = Stage(
        now=AFTER,
        director=cast.director,
        administrator=cast.administrator,
        assurers=[],
        themes={},
        posts={},
        lead_headteachers=set(),
        trained=frozenset(),
    )
    themes.play(stage)
    board = ThemeBoard.objects.get(round=round_)
    assert board.published_at < AFTER
    summary = OutcomesSummary.objects.get()
    assert (summary.state, summary.text_of("next")) == (OutcomesState.PUBLISHED, themes.NEXT)
