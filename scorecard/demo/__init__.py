"""The figures of the demonstration: published facts of real schools and areas, plainly invented ones of six schools."""

from datetime import datetime

from scorecard.demo import editions, inspected, invented, published, reported
from scorecard.services import catalogue, summaries

__all__ = ["seed", "seed_figures"]


def seed_figures(now: datetime) -> None:
    """Load the measures and every published figure: what schools write afterwards begins with them."""
    catalogue.load()
    published.seed(now)
    invented.seed(now)
    inspected.seed(now)


def seed(now: datetime) -> None:
    """What people do with the figures: schools report their own, the Director settles, all is summed up and published."""
    reported.seed(now)
    summaries.refresh(now)
    editions.seed(now)
