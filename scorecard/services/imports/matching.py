"""From what a publisher's file says to our figures: which measure, which school, and what is left out or rejected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from schools.models import School
from scorecard.choices import Standard
from scorecard.models import MeasureColumn
from scorecard.services.imports.base import Reading, Reject
from scorecard.services.imports.cells import RANGES
from scorecard.services.imports.said import Passed, Rejected, Said
from scorecard.services.results import Figure

Heard = Said | Rejected | Passed
PROGRESS = Standard.PROGRESS
ANOTHER_SCHOOL, NO_MEASURE = "A school that is not in our register", "A measure that we do not have"


class Columns:
    """Our measures by the publisher's name for them."""

    def __init__(self, kind: str) -> None:
        self.by_key: dict[str, list[MeasureColumn]] = defaultdict(list)
        for column in MeasureColumn.objects.filter(source=kind).select_related("measure"):
            self.by_key[column.column.casefold()].append(column)

    def headings(self) -> dict[str, str]:
        """Each publisher's name with that of the column that holds its cohort."""
        rows = [column for columns in self.by_key.values() for column in columns]
        return {column.column: column.cohort_column for column in rows}

    def measure_of(self, said: Said, *, by_group: bool) -> MeasureColumn | None:
        """The column of a figure in its year; with ``by_group`` the measure must look at the same pupils."""
        for column in self.by_key.get(said.key.casefold(), []):
            early = column.year_from is not None and said.year < column.year_from
            late = column.year_to is not None and said.year > column.year_to
            if not early and not late and (not by_group or column.measure.group == said.group):
                return column
        return None


def ours(
    heard: Iterable[Heard], columns: Columns, reading: Reading, *, by_group: bool = False
) -> Iterator[Heard]:
    """What is said of our measures; the rest is counted as left out."""
    for item in heard:
        if isinstance(item, Said) and columns.measure_of(item, by_group=by_group) is None:
            reading.left[NO_MEASURE] += 1
        else:
            yield item


def figures(
    heard: Iterable[Heard], columns: Columns, reading: Reading, *, by_group: bool = False
) -> Iterator[Figure]:
    """The figures, noting in the reading what was taken, left out and rejected."""
    schools: dict[int, int] | None = None
    for item in heard:
        if isinstance(item, Rejected):
            reading.reject(Reject(item.row, item.column, "", _sentence(item.why)))
            continue
        if isinstance(item, Passed):
            reading.left[item.why] += 1
            continue
        column = columns.measure_of(item, by_group=by_group)
        if item.urn is not None and schools is None:
            schools = dict(School.objects.values_list("urn", "pk"))
        school = schools.get(item.urn) if schools and item.urn is not None else None
        if column is None or (item.urn is not None and school is None):
            reading.left[ANOTHER_SCHOOL if column else NO_MEASURE] += 1
            continue
        if why := _beyond(item, column):
            reading.reject(Reject(item.row, item.column, f"{item.value:f}", why))
            continue
        reading.taken[item.area.label] += 1
        reading.found[column.measure.code] += 1
        if item.reason:
            reading.codes[item.reason] += 1
        yield Figure(
            measure=column.measure_id,
            year=item.year,
            value=item.value,
            reason=item.reason,
            cohort=item.cohort,
            area=item.area,
            school=school,
            la_code=item.la_code,
            status=item.status or "",
        )


def _beyond(said: Said, column: MeasureColumn) -> str:
    """Why a figure cannot be in the unit of its measure; nothing where it can."""
    measure = column.measure
    least, most = RANGES[PROGRESS if measure.standard == PROGRESS else measure.unit]
    if said.value is None or least <= said.value <= most:
        return ""
    return f"This must lie between {least} and {most:,}."


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:]}."
