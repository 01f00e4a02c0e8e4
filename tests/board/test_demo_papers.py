"""The demonstration's papers, played on the meeting of the cast."""

from datetime import UTC, datetime

import pytest
import time_machine

from board.demo import papers
from board.models import Paper
from tests.conftest import Cast

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_the_coming_meeting_has_a_pack_an_addendum_and_a_refused_paper(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        papers.play(cast.board.clerk, NOW)
    first, second = cast.board.meeting.packs.order_by("version")
    assert (first.is_published, second.is_published) == (True, True)
    assert [change["kind"] for change in second.changes] == ["added"]
    assert sorted(set(Paper.objects.values_list("state", flat=True))) == ["asked", "ready", "refused"]
    assert "protected by a password" in Paper.objects.get(state="refused").versions.get().refusal
    assert first.openings.exists()
