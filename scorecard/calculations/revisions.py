"""What changed since a figure was first published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scorecard.calculations.figures import Figure

SCHOOLS_OWN = "reported"
SETTLED = (SCHOOLS_OWN, "provisional", "revised", "final")  # from the least settled


@dataclass(frozen=True)
class Issue:
    """A figure as it was published once: its status (provisional, revised, final, reported) and day."""

    figure: Figure
    status: str
    published_on: date | None
    loaded: int


@dataclass(frozen=True)
class Revision:
    """What was said first and what stands now. ``value`` is the difference where both are figures."""

    before: Issue
    now: Issue

    @property
    def value(self) -> Decimal | None:
        """The difference in the measure's unit, unrounded."""
        old, new = self.before.figure.value, self.now.figure.value
        return None if old is None or new is None else new - old


def revision(issues: Iterable[Issue]) -> Revision | None:
    """What changed from the first provisional figure to the one that stands; None where nothing did.

    The Department publishes key stage 2 provisionally in September and revised in December, after schools have checked
    their pupils, and files may be loaded in any order. A school's own figure is of another kind, and only counts as the
    first where nothing else was out.
    """
    order = sorted(issues, key=_place)
    official = [issue for issue in order if issue.status != SCHOOLS_OWN]
    found = official if len(official) > 1 else order
    if len(found) < 2:
        return None
    before, now = found[0], found[-1]
    same = (before.figure.value, before.figure.reason) == (now.figure.value, now.figure.reason)
    return None if same else Revision(before, now)


def _place(issue: Issue) -> tuple[int, date, int]:
    return SETTLED.index(issue.status), issue.published_on or date.min, issue.loaded
