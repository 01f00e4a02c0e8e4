"""Figures in a light form, for comparing a million of them: what stands, and what a source says."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from scorecard.choices import STATUS_RANK
from scorecard.models import Result, SourceFile

EXACT = Decimal("0.0001")  # as a figure is kept
# The columns of a current figure that another is compared with.
STANDING = (
    *("pk", "measure", "year", "area", "school", "la_code"),
    *("value", "reason", "cohort", "status", "published_on", "source__kind"),
)

Place = tuple[int, int, str, int | None, str]


class Standing(NamedTuple):
    """A current figure, in the order of ``STANDING``. A million of them are compared, so they are no model instances."""

    pk: int
    measure: int
    year: int
    area: str
    school: int | None
    la_code: str
    value: Decimal | None
    reason: str
    cohort: int | None
    status: str
    published_on: date | None
    kind: str

    @property
    def place(self) -> Place:
        """What it is the current figure for."""
        return self.measure, self.year, self.area, self.school, self.la_code

    def as_result(self) -> Result:
        """It as a row, to be shown."""
        cells: list[Any] = [self.pk, *self.place, *self[6:10], None, self.published_on]
        return Result(*cells)


class Said(NamedTuple):
    """A figure as a source says it."""

    place: Place
    value: Decimal | None
    reason: str
    cohort: int | None
    status: str
    published_on: date | None

    def confirms(self, before: Standing) -> bool:
        """Whether it says the same, however settled."""
        return (self.value, self.reason, self.cohort) == (before.value, before.reason, before.cohort)

    def outranks(self, before: Standing) -> bool:
        """The more settled figure counts; of two equally settled ones that which was published, or else loaded, later."""
        ranks = STATUS_RANK[self.status], STATUS_RANK[before.status]
        if ranks[0] != ranks[1]:
            return ranks[0] > ranks[1]
        return not (self.published_on and before.published_on and self.published_on < before.published_on)

    def as_result(self, source: SourceFile, now: datetime, current: bool) -> Result:
        """It as a row; the fields in their order, which is the quick way to make many."""
        cells: list[Any] = [None, *self.place, *self[1:5], source.pk, self.published_on, now, current]
        return Result(*cells)
