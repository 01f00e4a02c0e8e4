"""What a round found about a theme, as plain facts that a proposal keeps. They name no school."""

from typing import Any

from hlp import clock
from peerchallenge.models import Round
from peerchallenge.services.themes import boards
from schools.models import Theme


def theme_facts(round: Round, theme: Theme) -> dict[str, Any]:
    """The counts of a theme in a round as its published theme board shows them; nothing before it is published.

    What the theme board hides is not in them.
    """
    found = boards.shown_counts(round).get(theme.pk)
    if found is None:
        return {}
    name, counts = found
    return {
        "theme": name,
        "round": str(round),
        "as_of": clock.day(clock.today()),
        "words": boards.evidence(round, counts),
        "counts": {kind or "any": boards.told(count) for kind, count in counts.items()},
        "of": counts[""].of,
    }
