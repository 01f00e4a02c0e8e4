"""What there is of a year, by measure and by school: figures, codes in their place, and nothing at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schools.models import School
from scorecard.choices import Status
from scorecard.models import Measure, Result
from scorecard.services.desk.scope import Scope, expects


@dataclass(frozen=True)
class Cell:
    """One school's figure of one measure: the row, or None where nothing was published or reported."""

    school: School
    measure: Measure
    result: Result | None

    @property
    def state(self) -> str:
        """``figure``, ``reported``, ``hidden`` (suppressed), ``none`` (another code), or ``missing``."""
        if self.result is None:
            return "missing"
        if self.result.value is None:
            return "hidden" if self.result.is_suppressed else "none"
        return "reported" if self.result.status == Status.REPORTED else "figure"

    @property
    def label(self) -> str:
        """The state in words."""
        return LABELS[self.state]


LABELS = {
    "figure": "Published",
    "reported": "Reported by the school",
    "hidden": "Suppressed by the publisher",
    "none": "No figure, with a reason",
    "missing": "Missing",
}


@dataclass
class Cover:
    """One measure with its schools, or one school with its measures."""

    of: School | Measure
    cells: list[Cell] = field(default_factory=list)

    def number(self, *states: str) -> int:
        """How many cells stand in these states."""
        return sum(cell.state in states for cell in self.cells)

    @property
    def figures(self) -> int:
        """Those that are figures."""
        return self.number("figure", "reported")

    @property
    def coded(self) -> int:
        """Those with a publisher's code instead."""
        return self.number("hidden", "none")

    @property
    def missing(self) -> list[Cell]:
        """Those of which there is nothing."""
        return [cell for cell in self.cells if cell.state == "missing"]

    @property
    def share(self) -> int:
        """What is there, code or figure, in whole per cent, rounded down: 100 only where nothing is missing."""
        return 100 * (len(self.cells) - len(self.missing)) // len(self.cells) if self.cells else 0


def cells(scope: Scope) -> list[Cell]:
    """Each expected figure of the year."""
    found = scope.of_schools()
    return [Cell(school, one, found.get((school.pk, one.pk))) for school, one in scope.expected()]


def by_measure(scope: Scope) -> list[Cover]:
    """What there is of each measure, in the order of the score card."""
    covers = {one.pk: Cover(one) for one in scope.measures}
    for cell in cells(scope):
        covers[cell.measure.pk].cells.append(cell)
    return [cover for cover in covers.values() if cover.cells]


def by_school(scope: Scope) -> list[Cover]:
    """What there is of each school, by name."""
    covers = {school.pk: Cover(school) for school in scope.schools}
    for cell in cells(scope):
        covers[cell.school.pk].cells.append(cell)
    return list(covers.values())


def narrowed(covers: Iterable[Cover], schools: Iterable[School]) -> list[Cover]:
    """The measures with the figures of these schools alone; a measure of which none has the pupils is left out."""
    keys = {school.pk for school in schools}
    found = [Cover(one.of, [cell for cell in one.cells if cell.school.pk in keys]) for one in covers]
    return [cover for cover in found if cover.cells]


def of_measure(scope: Scope, measure: Measure) -> Cover:
    """One measure with every school that has the pupils."""
    found = scope.of_schools()
    expecting = (school for school in scope.schools if expects(school, measure))
    return Cover(measure, [Cell(school, measure, found.get((school.pk, measure.pk))) for school in expecting])


def of_school(scope: Scope, school: School) -> Cover:
    """One school with every measure of which it has pupils."""
    found = scope.of_schools()
    measures = (one for one in scope.measures if expects(school, one))
    return Cover(school, [Cell(school, one, found.get((school.pk, one.pk))) for one in measures])


def total(covers: Iterable[Cover]) -> Cover:
    """All of them as one."""
    all_ = list(covers)
    return Cover(all_[0].of, [cell for cover in all_ for cell in cover.cells]) if all_ else Cover(School())
