"""Tidy files of Explore education statistics: a row for each period, place and group of pupils, a column each measure.

A row counts where every filter says all pupils, or exactly one says a group that we know. A filter is whatever column
holds words; so a filter that was added since leaves rows out rather than mixing groups up.
"""

from collections.abc import Iterator
from dataclasses import replace

from scorecard.choices import Area, PupilGroup, Status
from scorecard.services.imports import written
from scorecard.services.imports.said import Passed, Rejected, Said
from scorecard.services.imports.tables import Row, Table, plain

WHAT = "a data file of Explore education statistics"
WANTED = ("time_period", "time_identifier", "geographic_level")
IDENTIFIERS = {
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code"),
    *("region_name", "old_la_code", "new_la_code", "la_name", "lad_code", "lad_name", "version"),
    *("school_urn", "school_name", "school_laestab", "school_estab", "school_postcode"),
    *("opportunity_area_code", "opportunity_area_name", "pcon_code", "pcon_name"),
}
TOTALS = {"total", "all", "all pupils", "all children", "both", "boys and girls", "all characteristics"}
GROUPS = {
    "girls": PupilGroup.GIRLS,
    "female": PupilGroup.GIRLS,
    "boys": PupilGroup.BOYS,
    "male": PupilGroup.BOYS,
    "disadvantaged": PupilGroup.DISADVANTAGED,
    "disadvantaged pupils": PupilGroup.DISADVANTAGED,
    "not known to be disadvantaged": PupilGroup.OTHER,
    "all other pupils": PupilGroup.OTHER,
    "known or believed to be other than english": PupilGroup.EAL,
    "sen support": PupilGroup.SEN_SUPPORT,
    "ehc plan": PupilGroup.EHCP,
    "education, health and care plan": PupilGroup.EHCP,
}
# The words that name a filter beside the group that it tells: ``First language``, ``Known or believed …``.
TOPICS = {"first language", "sen provision", "disadvantage", "disadvantage status", "gender", "sex"}
NATIONAL, REGIONAL, LA, SCHOOL = "national", "regional", "local authority", "school"
STATUSES = {
    "provisional": Status.PROVISIONAL,
    "revised": Status.REVISED,
    "final": Status.FINAL,
}


class Reader:
    """Reads one table; ``columns`` are the headings of the measures that we have, each with that of its cohort."""

    def __init__(self, table: Table, columns: dict[str, str]) -> None:
        self.table = table
        self.columns = {head: cohort for head, cohort in columns.items() if table.has(head)}
        known = IDENTIFIERS | {plain(head) for head in (*columns, *columns.values())}
        self.others = [heading for heading in table.headings if heading and plain(heading) not in known]

    def said(self) -> Iterator[Said | Rejected | Passed]:
        """What each row says of each of our measures."""
        for number, row in self.table.rows:
            try:
                yield from self._row(number, row)
            except ValueError as error:
                yield Rejected(number, "", str(error))

    def _row(self, number: int, row: Row) -> Iterator[Said | Rejected | Passed]:
        place, group = self._place(row), self._group(row)
        if place is None or group is None:
            yield Passed("Another group of pupils" if place else "Another kind of area")
            return
        area, la, urn = place
        year = written.period(self.table.cell(row, "time_period"))
        status = STATUSES.get(self.table.cell(row, "version").casefold())
        for head, cohort in self.columns.items():
            told = Said(number, head, head, year, area, la, urn, status=status, group=group)
            figure = self._figure(row, told, cohort)
            if figure:
                yield figure

    def _figure(self, row: Row, told: Said, cohort: str) -> Said | Rejected | None:
        heading = told.column
        try:
            value = written.reading(self.table.cell(row, heading))
            heading = cohort
            pupils = written.whole(self.table.cell(row, cohort)) if cohort else None
        except ValueError as error:
            return Rejected(told.row, heading, str(error))
        return replace(told, value=value.value, reason=value.reason, cohort=pupils) if value else None

    def _place(self, row: Row) -> tuple[Area, str, int | None] | None:
        """The area, the authority's code and the school's URN; None for another kind of area. Raises ValueError."""
        level = self.table.cell(row, "geographic_level").casefold()
        if level == NATIONAL:
            return Area.ENGLAND, "", None
        if level == REGIONAL and self.table.cell(row, "region_name").casefold() == "london":
            return Area.LONDON, "", None
        code = self.table.cell(row, "old_la_code").removesuffix(".0")
        if level == LA and code:
            return Area.LA, code.zfill(3), None
        if level == SCHOOL:
            return Area.SCHOOL, "", written.urn(self.table.cell(row, "school_urn"))
        return None

    def _group(self, row: Row) -> PupilGroup | None:
        """The group of pupils; None for one that is none of ours."""
        found = set()
        for heading in self.others:
            word = self.table.cell(row, heading).casefold()
            if _is_figure(word) or word in TOTALS or word in TOPICS:
                continue
            if word not in GROUPS:
                return None
            found.add(GROUPS[word])
        if len(found) > 1:
            return None
        return found.pop() if found else PupilGroup.ALL


def _is_figure(word: str) -> bool:
    """Whether a cell is a figure or a code, and so no filter."""
    try:
        written.reading(word)
    except written.Unreadable:
        return False
    return True
