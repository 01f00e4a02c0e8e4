"""The drawn figures of a live card: asked for when the page is opened, shown as soon as a worker has drawn them."""

from collections import defaultdict
from dataclasses import dataclass

from hlp import drawings
from hlp.models import Drawing
from scorecard.calculations.facts import CardFacts
from scorecard.packs.figures import GAPS, SPREAD, figures

AS_BARS = frozenset({SPREAD, GAPS})  # what the page shows by bars and dots of its own, at once


@dataclass(frozen=True)
class Shown:
    """A figure with its heading."""

    heading: str
    drawing: Drawing


def drawn(card: CardFacts) -> dict[str, list[Shown]]:
    """The lines over the years of a card by their part; what is not drawn yet is asked for and left out."""
    wanted = [one for one in figures(card) if one.part not in AS_BARS]
    found: dict[str, list[Shown]] = defaultdict(list)
    for one, drawing in zip(wanted, drawings.ask(each.spec for each in wanted), strict=True):
        if drawing.is_drawn:
            found[one.part].append(Shown(one.heading, drawing))
    return found
