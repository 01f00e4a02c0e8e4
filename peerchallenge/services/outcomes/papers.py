"""The summary of outcomes as a paper for the Board: the newest that is published, for part I."""

from datetime import datetime
from typing import Any

from hlp.papers import PaperSource
from peerchallenge.choices import OutcomesState
from peerchallenge.models import OutcomesSummary
from peerchallenge.services.outcomes.publishing import TEMPLATE, printed


def sources() -> list[PaperSource]:
    """The newest published summary. It names nobody."""
    return [PaperSource("outcomes", "Outcomes of the peer challenges", False, TEMPLATE, newest)]


def newest(at: datetime) -> dict[str, Any]:
    """The summary that was published last, with its frozen numbers; without sections where there is none yet."""
    rows = OutcomesSummary.objects.filter(state=OutcomesState.PUBLISHED, published_at__lte=at)
    found = rows.select_related("round__year").order_by("-round__opens").first()
    return printed(found) if found else {"round": "", "sections": []}
