"""A project for tests, taken as far as a test needs it: proposed, with the Board, running."""

from datetime import date
from decimal import Decimal
from typing import Any

from board.choices import Verdict
from board.models import Project
from board.services.projects import deciding, proposing
from board.services.projects.deciding import Ruling
from board.services.projects.proposing import Proposal
from schools.models import Theme
from tests.board.minuted import during
from tests.conftest import Cast, utc

PROPOSED = utc("2026-11-10 09:00")
TITLE = "Writing at length"


def proposal(cast: Cast, **facts: Any) -> Proposal:
    """A complete proposal, led by the deputy of the host school."""
    words = {
        "problem": "Too few children write at length.",
        "evidence": "It came up at nine schools.",
        "approach": "Paired writing, twice a week.",
        "indicator": "children who write two pages",
        "unit": "%",
        "baseline": Decimal(40),
        "baseline_source": "sample of 200 books, October 2026",
        "target": Decimal(60),
        "lead_school": cast.host_school,
        "lead_person": cast.deputy,
        "cost": Decimal(4500),
        "starts": date(2026, 12, 7),
        "ends": date(2027, 7, 16),
        "evaluation": "The same sample again.",
        "theme": Theme.objects.get_or_create(name="Writing")[0],
    }
    return Proposal(title=TITLE, **{**words, **facts})


def proposed(cast: Cast, **facts: Any) -> Project:
    """A complete proposal of the Director."""
    return proposing.propose(proposal=proposal(cast, **facts), by=cast.director, at=PROPOSED)


def with_board(cast: Cast, **facts: Any) -> Project:
    """A proposal that the Board takes at the item of its meeting."""
    made = proposed(cast, **facts)
    return proposing.put_to_board(project=made, item=cast.board.item, by=cast.director, at=PROPOSED)


def decided(cast: Cast, verdict: Verdict = Verdict.APPROVE, reason: str = "") -> Project:
    """A proposal on which the Board decided during its meeting on 2 December 2026."""
    made = with_board(cast)
    ruling = Ruling(verdict, reason, moved_by="Cora Chair", seconded_by="Cleo Councillor")
    at = during(cast.board)
    deciding.decide(project=made, item=cast.board.item, ruling=ruling, by=cast.clerk, at=at)
    made.refresh_from_db()
    return made
