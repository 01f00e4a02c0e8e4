"""The score card of the partnership, or of one of its collaboratives or phases, as facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Max

from hlp import clock
from schools.choices import Phase
from scorecard.calculations import words
from scorecard.calculations.comparing import alike, newest_full
from scorecard.calculations.facts import (
    PARTNERSHIP,
    CardFacts,
    Good,
    GroupValue,
    Line,
    MeasureFacts,
    TableFacts,
)
from scorecard.calculations.figures import Figure
from scorecard.choices import Area, year_label, year_of
from scorecard.models import Measure, PartnershipFigure
from scorecard.services import practice
from scorecard.services.cards import pieces
from scorecard.services.cards.gaps import gap_facts
from scorecard.services.cards.pieces import Sources, Stated, Table
from scorecard.services.cards.spreads import spread_of

Rows = dict[int, dict[int, PartnershipFigure]]  # by measure and year


def years_of() -> list[int]:
    """The academic years in which the partnership has figures, the newest first."""
    rows = PartnershipFigure.objects.whole().exclude(measure__topic__in=pieces.APART).filter(counted__gt=0)
    return sorted(rows.order_by().values_list("year", flat=True).distinct(), reverse=True)


def latest_year() -> int | None:
    """The newest academic year in which enough schools have results (``newest_full``); None where there are none yet."""
    rows = PartnershipFigure.objects.whole().exclude(measure__topic__in=pieces.APART)
    counts = rows.order_by().values_list("year").annotate(most=Max("counted"))
    return newest_full(dict(counts))


def scopes() -> list[tuple[str, str]]:
    """The groups that have figures: key and name, collaboratives before phases, by name."""
    rows = PartnershipFigure.objects.of_groups()
    seen = rows.order_by().values_list("scope", "phase", "collaborative__name").distinct()
    names = {scope: (not name, name or Phase(phase).label) for scope, phase, name in seen}
    return [(scope, name) for scope, (_, name) in sorted(names.items(), key=lambda one: one[1])]


def partnership_card(*, year: int | None = None, scope: str = "") -> CardFacts:
    """All that the partnership's score card says in one academic year (the newest); ``scope`` names a part of it.

    It names no school. Means are weighted by pupils and say how many schools are not in them (``summaries``).
    """
    year = year or latest_year() or year_of(clock.today())
    first = year - pieces.YEARS + 1
    measures = pieces.shown_measures(year)
    rows = _rows(measures, first, year, scope)
    tables: dict[str, Table] = {Area.PARTNERSHIP: _table(rows), **pieces.beside(measures, first, year)}
    sources = Sources([*pieces.source_keys(*tables.values()), *_keys(rows)])
    groups = {} if scope else _groups(measures, year)
    name = dict(scopes()).get(scope, "") if scope else ""
    facts = [
        _measure(measure, year, tables, rows[measure.pk], groups.get(measure.pk, ()), sources, name)
        for measure in measures
        if pieces.is_main(measure) and measure.pk in rows
    ]
    return CardFacts(
        kind=PARTNERSHIP,
        year=year,
        title=name or "The partnership",
        scope=scope,
        measures=tuple(facts),
        gaps=gap_facts(
            measures, year, _ordered(tables), Area.PARTNERSHIP, name or pieces.PLACES[Area.PARTNERSHIP]
        ),
        cautions=tuple(_cautions(facts, year)),
        tables=(*_tables(facts, measures), *(() if scope else practice.tables())),
        sources=sources.facts(),
    )


def _rows(measures: list[Measure], first: int, last: int, scope: str) -> Rows:
    found: Rows = defaultdict(dict)
    rows = PartnershipFigure.objects.filter(measure__in=measures, year__range=(first, last), scope=scope)
    for row in rows:
        found[row.measure_id][row.year] = row
    return found


def _table(rows: Rows) -> Table:
    return {
        measure: {
            year: Stated(Figure(row.value, "", row.pupils or None), row.status, next(iter(row.sources), None))
            for year, row in series.items()
            if row.value is not None
        }
        for measure, series in rows.items()
    }


def _keys(rows: Rows) -> Iterable[int]:
    return (key for series in rows.values() for row in series.values() for key in row.sources)


def _ordered(tables: Mapping[str, Table]) -> dict[str, Table]:
    return {area: tables[area] for area in pieces.BESIDE if area in tables}


def _groups(measures: list[Measure], year: int) -> dict[int, tuple[GroupValue, ...]]:
    """By measure: the collaboratives and phases of the year by name, never in an order of their figures."""
    rows = PartnershipFigure.objects.of_groups().filter(measure__in=measures, year=year)
    found: dict[int, list[GroupValue]] = defaultdict(list)
    for row in rows.select_related("collaborative"):
        kind = "collaborative" if row.collaborative_id else "phase"
        value = None if row.value is None else float(row.value)
        found[row.measure_id].append(GroupValue(kind, row.scope_name, value, row.counted, row.hidden))
    return {
        measure: tuple(sorted(groups, key=lambda one: (one.kind, one.label)))
        for measure, groups in found.items()
    }


def _measure(
    measure: Measure,
    year: int,
    tables: Mapping[str, Table],
    rows: Mapping[int, PartnershipFigure],
    groups: tuple[GroupValue, ...],
    sources: Sources,
    name: str,
) -> MeasureFacts:
    row = rows.get(year)
    own = tables[Area.PARTNERSHIP].get(measure.pk, {})
    beside = pieces.comparators({k: v for k, v in tables.items() if k != Area.PARTNERSHIP}, measure, year)
    like = alike({one: found.schools for one, found in rows.items()}, year)
    change = pieces.change_words(measure, {one: own[one] for one in own if one in like or one == year}, year)
    return MeasureFacts(
        code=measure.code,
        name=measure.name,
        short_name=measure.short_name,
        topic=measure.topic,
        unit=measure.unit,
        direction=measure.direction,
        decimals=measure.decimals,
        lines=_lines(measure, tables, sources, name),
        breaks=pieces.breaks(measure),
        spread=spread_of(row),
        hidden=row.suppressed + row.left_out if row else 0,
        cautions=tuple(_measure_cautions(row)),
        finding=pieces.finding(measure, row.value if row else None, beside, change),
        change=change,
        schools=row.schools if row else 0,
        pupils=row.pupils if row else 0,
        left_out=row.left_out if row else 0,
        weighted=row.weighted if row else True,
        as_good=_as_good(row),
        groups=groups,
    )


def _lines(measure: Measure, tables: Mapping[str, Table], sources: Sources, name: str) -> tuple[Line, ...]:
    found = [(area, tables.get(area, {}).get(measure.pk, {})) for area in pieces.BESIDE]
    return tuple(
        pieces.line(area, series, sources, name if area == Area.PARTNERSHIP else "")
        for area, series in found
        if series
    )


def _as_good(row: PartnershipFigure | None) -> tuple[Good, ...]:
    if row is None:
        return ()
    return tuple(
        Good(area, pieces.PLACES[area], row.as_good[area], row.counted)
        for area in pieces.BESIDE
        if area in row.as_good
    )


def _measure_cautions(row: PartnershipFigure | None) -> Iterable[str]:
    if row is None or not (row.counted or row.suppressed or row.left_out):
        return
    if row.hidden:
        yield "Not shown: too few schools stand behind it, or a smaller group would follow from it."
        return
    if row.suppressed:
        yield f"{_schools(row.suppressed, 'has', 'have')} no published figure, which is not counted as nought."
    if row.left_out:
        yield (
            f"{_schools(row.left_out, 'is', 'are')} left out: five pupils or fewer, a figure that would tell them, "
            "or fewer than three schools that reported their own."
        )
    if not row.weighted and row.counted:
        yield "For most schools the number of pupils is not known, so each school counts once."
    elif row.counted > row.schools:
        yield f"{_schools(row.counted - row.schools, 'has', 'have')} no known number of pupils and cannot be weighed."


def _schools(number: int, one: str, many: str) -> str:
    return f"1 school {one}" if number == 1 else f"{number} schools {many}"


def _cautions(facts: list[MeasureFacts], year: int) -> Iterable[str]:
    """What to bear in mind about the whole card."""
    statuses = {value.status for one in facts if one.own for value in [one.own.at(year)] if value}
    if statuses & {"provisional", "reported"}:
        yield f"Some figures of {year_label(year)} are provisional, or were reported by schools, and may still change."
    later = sorted(one for one in years_of() if one > year)
    if later:
        yield f"Figures of {words.listed([*map(year_label, later)])} are coming in; few schools have them yet."


def _tables(facts: list[MeasureFacts], measures: list[Measure]) -> Iterable[TableFacts]:
    """Headline measures by collaborative and by phase, by name."""
    by_code = {one.code: one for one in facts}
    shown = [by_code[code] for code in pieces.headlines(measures) if code in by_code]
    known = {measure.code: measure for measure in measures}
    for kind, title in (("collaborative", "By collaborative"), ("phase", "By phase")):
        names = sorted({group.label for one in shown for group in one.groups if group.kind == kind})
        rows = tuple((name, *(_cell(known[one.code], one, kind, name) for one in shown)) for name in names)
        if rows:
            yield TableFacts(title, ("", *(one.short_name for one in shown)), rows)


def _cell(measure: Measure, one: MeasureFacts, kind: str, name: str) -> str:
    group = next((group for group in one.groups if (group.kind, group.label) == (kind, name)), None)
    if group is None or (group.value is None and not group.hidden):
        return "–"
    return "hidden" if group.value is None else measure.shown(Decimal(str(group.value)))
