"""A project proposed on the theme board keeps the counts of that moment, and no school's name."""

import json

import pytest

from board.models import Project
from board.services.projects.evidence import theme_facts
from peerchallenge.models import Finding, ThemeBoard
from schools.models import School, Theme
from tests.conftest import As, Cast
from tests.peerchallenge import themed


@pytest.fixture
def published(cast: Cast) -> ThemeBoard:
    """The published themes of a round."""
    return themed.themed_board(cast)


def test_counts_are_frozen_with_the_proposal(cast: Cast, as_: As, published: ThemeBoard) -> None:
    theme = Theme.objects.get(name=themed.READING)
    address = f"/board/projects/new/?round={published.round_id}&theme={theme.pk}"
    client = as_(cast.director)
    assert "These counts are kept" in client.get(address).content.decode()
    answer = client.post(address, {"title": "Reading", "rhythm": "termly", "theme": theme.pk})
    made = Project.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert made.evidence_facts == theme_facts(published.round, theme)
    told = json.dumps(made.evidence_facts)
    assert not [name for name in School.objects.values_list("name", flat=True) if name in told]
    before = made.evidence_facts
    Finding.objects.all().delete()
    made.refresh_from_db()
    assert made.evidence_facts == before
