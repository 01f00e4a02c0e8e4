"""Published figures of a local authority, worked out again from those of its schools.

School figures are rounded and some are hidden, so the two seldom agree to the last place. For each measure this says how far
they lie apart and what explains it: rounding, or what the pupils of the hidden schools must have reached for the
published figure to hold. What neither explains is open, and a sign of a wrong import.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from scorecard.choices import Area, Standard, Unit
from scorecard.models import Measure, Result
from scorecard.services import results

# Between which figures a group of pupils can lie: per cent, scaled scores, and points of progress and of key stage 1.
SCALES = {Unit.PERCENT: (0, 100), Unit.SCORE: (80, 120), Unit.POINTS: (0, 120)}
OTHER_SCALES = {"progress": (-40, 40), "cohort-ks1": (0, 30)}


class Cause(StrEnum):
    """What explains a difference."""

    NONE = "none"
    ROUNDING = "rounding"
    HIDDEN = "hidden schools"
    OPEN = "not explained"


@dataclass(frozen=True)
class Check:
    """One measure: as published, and as the pupil-weighted mean of what is published of the schools.

    ``known`` of ``cohort`` pupils are in schools with a figure; ``implied`` is what the others, in ``hidden`` schools,
    must have reached.
    """

    measure: Measure
    published: Decimal
    found: Decimal
    cohort: int
    known: int
    hidden: int
    implied: Decimal | None
    cause: Cause

    @property
    def difference(self) -> Decimal:
        """How far the schools' mean lies above what was published."""
        return self.found - self.published

    @property
    def explanation(self) -> str:
        """What explains the difference, in a sentence."""
        if self.cause == Cause.NONE:
            return "The same."
        if self.cause == Cause.ROUNDING:
            return "Within what rounding of the schools’ figures and of this one allows."
        implied = "" if self.implied is None else f" at {self.implied:.1f}"
        rest = f"{self.cohort - self.known:,} pupils of {self.hidden} schools without a figure"
        if self.cause == Cause.HIDDEN:
            return f"Explained by {rest}, who stand{implied}."
        return f"Not explained: {rest} would have to stand{implied}."


def of_authority(la_code: str, year: int) -> list[Check]:
    """A check for each measure that is published of an authority and of its schools in a year, as measures are ordered."""
    published = results.current(areas=[Area.LA], years=[year]).filter(la_code=la_code, value__isnull=False)
    rows: dict[int, list[Result]] = defaultdict(list)
    of_schools = Result.objects.current().filter(area=Area.SCHOOL, year=year, school__la_code=la_code)
    for row in of_schools.only("measure_id", "value", "reason", "cohort"):
        rows[row.measure_id].append(row)
    checks = [
        _check(one, rows[one.measure_id])
        for one in published.order_by("measure__order")
        if one.cohort and one.measure.unit in SCALES
    ]
    return [check for check in checks if check]


def _check(published: Result, schools: list[Result]) -> Check | None:
    """Compare one published figure with the mean of the schools; None where no school has one."""
    counted = [(row.value, row.cohort) for row in schools if row.value is not None and row.cohort]
    if not counted or published.value is None or not published.cohort:
        return None
    known, total = sum(of for _, of in counted), published.cohort
    weighted = sum((value * of for value, of in counted), Decimal(0))
    missing = total - known
    implied = (published.value * total - weighted) / missing if missing > 0 else None
    found = weighted / known
    hidden = sum(row.value is None for row in schools)
    check = Check(published.measure, published.value, found, total, known, hidden, implied, Cause.NONE)
    return replace(check, cause=_cause(check))


def _cause(check: Check) -> Cause:
    """Half a unit of rounding on either side; beyond it, the hidden pupils must stand where pupils can."""
    half = Decimal(1).scaleb(-check.measure.decimals) / 2
    if not check.difference:
        return Cause.NONE
    if abs(check.difference) <= 2 * half:
        return Cause.ROUNDING
    if check.implied is None:
        return Cause.OPEN
    least, most = _scale(check.measure)
    slack = half * (check.cohort + check.known) / (check.cohort - check.known)
    return Cause.HIDDEN if least - slack <= check.implied <= most + slack else Cause.OPEN


def _scale(measure: Measure) -> tuple[int, int]:
    if measure.standard == Standard.PROGRESS:
        return OTHER_SCALES["progress"]
    return OTHER_SCALES.get(measure.code, SCALES[Unit(measure.unit)])


def table(checks: list[Check]) -> list[str]:
    """The differences as lines of text."""
    head = f"{'Measure':48} {'Published':>9} {'Schools':>8} {'Apart':>6} {'Pupils known':>15}  Why"
    lines = [head, "-" * len(head)]
    for one in checks:
        known = f"{one.known:,}/{one.cohort:,}"
        lines.append(
            f"{one.measure.short_name[:48]:48} {one.published.normalize():>9f} {one.found:8.2f} {one.difference:+6.2f}"
            f" {known:>15}  {one.explanation}"
        )
    causes = [check.cause for check in checks]
    counted = ", ".join(f"{cause.value}: {causes.count(cause)}" for cause in Cause)
    return [*lines, f"{len(checks)} measures. {counted}."]
