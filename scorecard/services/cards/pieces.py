"""Pieces of both score cards: figures as they are read, values, lines beside each other, findings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from scorecard.calculations import comparing, words
from scorecard.calculations.facts import Break, Line, SourceFact, Value
from scorecard.calculations.figures import Figure
from scorecard.choices import Area, PupilGroup, Topic, year_label
from scorecard.models import Measure, Result, SourceFile

YEARS = 10  # academic years that a card looks back
# The order of lines in every picture: one's own, then from the nearest to the widest.
BESIDE = (Area.PARTNERSHIP, Area.LA, Area.LONDON, Area.ENGLAND, Area.NEIGHBOURS)
PLACES: dict[str, str] = {
    Area.SCHOOL: "School",
    Area.PARTNERSHIP: "Partnership",
    Area.LA: "Local authority",
    Area.LONDON: "London",
    Area.ENGLAND: "England",
    Area.NEIGHBOURS: "Similar authorities",
}
APART = frozenset({Topic.CONTEXT, Topic.INSPECTION})  # topics that have a part of their own on the card
# What a headteacher or a member of the Board looks for first; a partnership that edits its measures gets the first
# of each topic where none of these is left.
HEADLINES = ("gld", "phonics", "mtc-mean", "rwm-exp", "rwm-high", "absence", "persistent-absence")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with its status and the file it comes from (primary key)."""

    figure: Figure
    status: str = ""
    source: int | None = None


Series = dict[int, Stated]  # by academic year
Table = dict[int, Series]  # by measure (primary key)


def shown_measures(year: int) -> list[Measure]:
    """The active measures of a year in the order of the card, with their breaks."""
    rows = Measure.objects.active().in_year(year).select_related("counterpart").prefetch_related("breaks")
    return list(rows)


def is_main(measure: Measure) -> bool:
    """Whether a measure stands on the card by itself: of all pupils, and neither context nor inspection."""
    return measure.group == PupilGroup.ALL and measure.topic not in APART


def headlines(measures: Iterable[Measure]) -> list[str]:
    """The codes of the measures that stand first: those of ``HEADLINES``, else the first of each topic."""
    main = [measure for measure in measures if is_main(measure)]
    named = [code for code in HEADLINES if any(measure.code == code for measure in main)]
    first = {measure.topic: measure.code for measure in reversed(main)}
    return named or list(reversed(first.values()))


def place_table(rows: QuerySet[Result]) -> dict[str, Table]:
    """Current figures by area, measure and year."""
    found: dict[str, Table] = defaultdict(lambda: defaultdict(dict))
    fields = ("area", "measure", "year", "value", "reason", "cohort", "status", "source")
    for area, measure, year, value, reason, cohort, status, source in rows.order_by().values_list(*fields):
        found[area][measure][year] = Stated(Figure(value, reason, cohort), status, source)
    return found


def beside(measures: Iterable[Measure], first: int, last: int) -> dict[str, Table]:
    """The figures of the local authority, London, England and similar authorities."""
    wide = Q(area__in=[Area.LONDON, Area.ENGLAND, Area.NEIGHBOURS])
    rows = Result.objects.current().filter(
        wide | Q(area=Area.LA, la_code=settings.LA_CODE),
        school=None,  # the index of areas alone holds few rows
        measure__in=list(measures),
        year__range=(first, last),
    )
    return place_table(rows)


def line(place: str, series: Mapping[int, Stated], sources: "Sources", label: str = "") -> Line:
    """One place over the years, the earliest first."""
    values = tuple(_value(year, series[year], sources) for year in sorted(series))
    return Line(place, label or PLACES[place], values)


def _value(year: int, stated: Stated, sources: "Sources") -> Value:
    figure = stated.figure
    return Value(
        year=year,
        value=None if figure.value is None else float(figure.value),
        reason=figure.reason,
        cohort=figure.cohort,
        status=stated.status,
        source=sources.title(stated.source),
    )


def breaks(measure: Measure) -> tuple[Break, ...]:
    """The breaks in a measure's series."""
    return tuple(Break(one.year, one.reason) for one in measure.breaks.all())


def figures_of(series: Mapping[int, Stated]) -> dict[int, Figure]:
    """The bare figures of a series."""
    return {year: stated.figure for year, stated in series.items()}


def change_words(measure: Measure, series: Mapping[int, Stated], year: int) -> str:
    """``up 4 points since 2023/24``; why not, where the series broke; nothing where there is no earlier figure."""
    years = [one.year for one in measure.breaks.all()]
    found = comparing.change(figures_of(series), year, years)
    if found is not None:
        return words.moved(found, measure.unit, measure.decimals, year_label(found.first))
    now, earlier = (
        series.get(year),
        [one for one, stated in series.items() if one < year and stated.figure.shown],
    )
    if now and now.figure.shown and earlier:
        return "not comparable with earlier years"
    return ""


def finding(measure: Measure, value: Decimal | None, comparators: Mapping[str, Decimal], change: str) -> str:
    """``69%, 7 points above England and 2 points below London; up 4 points since 2023/24.``"""
    if value is None:
        return ""
    told = [
        words.beside(value, comparators[area], measure.unit, measure.decimals, PLACES[area])
        for area in (Area.ENGLAND, Area.LONDON)
        if area in comparators
    ]
    sentence = measure.shown(value) + (f", {' and '.join(told)}" if told else "")
    return f"{sentence}; {change}." if change else f"{sentence}."


def comparators(tables: Mapping[str, Table], measure: Measure, year: int) -> dict[str, Decimal]:
    """The figures of other places in a year, by area, where there are any."""
    found = {}
    for area, table in tables.items():
        stated = table.get(measure.pk, {}).get(year)
        if stated is not None and stated.figure.value is not None:
            found[area] = stated.figure.value
    return found


class Sources:
    """The files that figures come from, read once; ``used`` are those that were asked for."""

    def __init__(self, keys: Iterable[int | None]) -> None:
        self._rows = SourceFile.objects.in_bulk([key for key in set(keys) if key is not None])
        self._used: dict[int, SourceFile] = {}

    def title(self, key: int | None) -> str:
        """What a file is, in one line; nothing where none is named."""
        row = self._rows.get(key) if key is not None else None
        if row is None:
            return ""
        self._used[row.pk] = row
        return row.title

    def facts(self) -> tuple[SourceFact, ...]:
        """The files that were used, the newest first, the same in words once."""
        rows = sorted(self._used.values(), key=lambda row: (-(row.year or 0), row.title, -row.pk))
        found = {row.title: _source(row) for row in reversed(rows)}
        return tuple(reversed(found.values()))


def _source(row: SourceFile) -> SourceFact:
    return SourceFact(
        title=row.title,
        publisher=row.publisher,
        published_on=row.published_on.isoformat() if row.published_on else "",
        status=row.get_status_display(),
    )


def source_keys(*tables: Mapping[Any, Mapping[int, Stated]]) -> set[int | None]:
    """The files of all figures in tables by measure and year."""
    return {stated.source for table in tables for series in table.values() for stated in series.values()}
