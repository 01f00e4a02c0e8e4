"""The score card of one school as facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, Max, OuterRef, When

from hlp import clock
from schools.models import School
from scorecard.calculations import comparing, words
from scorecard.calculations.cohorts import guarded, is_careful, one_pupil
from scorecard.calculations.facts import (
    SCHOOL,
    CardFacts,
    Change,
    ContextFact,
    InspectionFacts,
    Line,
    MeasureFacts,
    TableFacts,
)
from scorecard.calculations.figures import Figure
from scorecard.calculations.revisions import Issue, Revision, revision
from scorecard.choices import Area, PupilGroup, Status, Topic, Unit, year_label, year_of
from scorecard.models import Measure, PartnershipFigure, Result
from scorecard.services import inspections
from scorecard.services.cards import pieces
from scorecard.services.cards.gaps import gap_facts
from scorecard.services.cards.pieces import Series, Sources, Stated, Table
from scorecard.services.cards.spreads import spread_of
from scorecard.services.summaries import family_of

WITHOUT_TABLES = (2019, 2020)  # no assessments of primary schools were published: coronavirus


def latest_year(school: School, *, full: bool) -> int | None:
    """The academic year that a school's card opens with: the newest in which England's figures stand beside the school's.

    Where England has none the newest with results that are neither context nor inspection; None without any.
    """
    own = _of_school(school, full=full).with_values().exclude(measure__topic__in=pieces.APART)
    nation = (
        Result.objects.current()
        .with_values()
        .filter(area=Area.ENGLAND, measure=OuterRef("measure"), year=OuterRef("year"))
    )
    rows = (
        own.order_by().values_list("year").annotate(beside=Max(Case(When(Exists(nation), then=1), default=0)))
    )
    found = dict(rows)
    return max((year for year, beside in found.items() if beside), default=max(found, default=None))


def years_of(school: School, *, full: bool) -> list[int]:
    """The academic years with such results, the newest first."""
    rows = _of_school(school, full=full).exclude(measure__topic__in=pieces.APART)
    return sorted(rows.order_by().values_list("year", flat=True).distinct(), reverse=True)


def school_card(school: School, *, full: bool, year: int | None = None) -> CardFacts:
    """All that a school's score card says in one academic year (the newest): measures, gaps, context, inspections.

    ``full`` is what the school itself and the Director read: everything. Others read what was published, and no figure
    of five pupils or fewer nor one from which it would follow (``cohorts.guarded``).
    """
    year = year or latest_year(school, full=full) or year_of(clock.today())
    first = year - pieces.YEARS + 1
    measures = pieces.shown_measures(year)
    own = _own(school, measures, first, year, full=full)
    tables: dict[str, Table] = {Area.SCHOOL: own, **pieces.beside(measures, first, year)}
    summaries = _summaries(measures, year)
    sources = Sources(pieces.source_keys(*tables.values()))
    facts = [
        _measure(measure, year, tables, summaries.get(measure.pk), sources)
        for measure in measures
        if pieces.is_main(measure) and any(stated.figure.shown for stated in own.get(measure.pk, {}).values())
    ]
    return CardFacts(
        kind=SCHOOL,
        year=year,
        title=school.name,
        urn=school.urn,
        phase=school.get_phase_display(),
        measures=tuple(facts),
        gaps=gap_facts(measures, year, _for_gaps(tables), Area.SCHOOL, "School"),
        context=_context(measures, year, tables),
        inspections=_inspections(school, year),
        changes=_changes(school, year, measures, own, full=full),
        cautions=tuple(_cautions(year, own, facts)),
        tables=_groups(measures, year, tables),
        sources=sources.facts(),
    )


def _of_school(school: School, *, full: bool) -> Any:
    rows = Result.objects.current().filter(school=school)
    return rows if full else rows.exclude(status=Status.REPORTED)


def _own(school: School, measures: list[Measure], first: int, last: int, *, full: bool) -> Table:
    rows = _of_school(school, full=full).filter(measure__in=measures, year__range=(first, last))
    table: Table = pieces.place_table(rows).get(Area.SCHOOL, {})
    return table if full else _guarded(table, measures)


def _guarded(table: Table, measures: list[Measure]) -> Table:
    """The figures without those of few pupils: each year's figures of one thing are looked at together."""
    families: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for measure in measures:
        for year in table.get(measure.pk, {}):
            families[(year, *family_of(measure))][measure.group] = measure.pk
    kept: Table = {pk: dict(series) for pk, series in table.items()}
    for (year, *_), groups in families.items():
        shown = guarded({group: table[pk][year].figure for group, pk in groups.items()})
        for group, pk in groups.items():
            was = table[pk][year]
            kept[pk][year] = Stated(shown[group], was.status, was.source)
    return kept


def _summaries(measures: list[Measure], year: int) -> dict[int, PartnershipFigure]:
    """The partnership's figures of the year by measure."""
    rows = PartnershipFigure.objects.whole().filter(measure__in=measures, year=year)
    return {row.measure_id: row for row in rows}


def _for_gaps(tables: Mapping[str, Table]) -> dict[str, Table]:
    """The school first, then the others, as the pictures have them."""
    places = [area for area in (Area.SCHOOL, *pieces.BESIDE) if area != Area.PARTNERSHIP]
    return {area: tables[area] for area in places if area in tables}


# --- One measure -----------------------------------------------------------------------------------


def _measure(
    measure: Measure,
    year: int,
    tables: Mapping[str, Table],
    summary: PartnershipFigure | None,
    sources: Sources,
) -> MeasureFacts:
    own = tables[Area.SCHOOL][measure.pk]
    now = own.get(year)
    figure = now.figure if now else Figure(None)
    beside = pieces.comparators({k: v for k, v in tables.items() if k != Area.SCHOOL}, measure, year)
    change = pieces.change_words(measure, own, year)
    breaks = [one.year for one in measure.breaks.all()]
    average = (
        comparing.three_years(pieces.figures_of(own), year, breaks) if is_careful(figure.cohort) else None
    )
    return MeasureFacts(
        code=measure.code,
        name=measure.name,
        short_name=measure.short_name,
        topic=measure.topic,
        unit=measure.unit,
        direction=measure.direction,
        decimals=measure.decimals,
        lines=_lines(measure, tables, sources),
        breaks=pieces.breaks(measure),
        spread=spread_of(summary),
        hidden=summary.suppressed + summary.left_out if summary else 0,
        pupil_points=_points(measure, figure),
        three_year=float(average.value) if average else None,
        cautions=tuple(_measure_cautions(measure, now, average)),
        finding=pieces.finding(measure, figure.value, beside, change),
        change=change,
    )


def _lines(measure: Measure, tables: Mapping[str, Table], sources: Sources) -> tuple[Line, ...]:
    places = [area for area in (Area.SCHOOL, *pieces.BESIDE) if area != Area.PARTNERSHIP]
    found = [(area, tables.get(area, {}).get(measure.pk, {})) for area in places]
    return tuple(pieces.line(area, series, sources) for area, series in found if series)


def _points(measure: Measure, figure: Figure) -> float | None:
    """What one pupil is worth, where the figure is a share of pupils."""
    points = one_pupil(figure.cohort) if measure.unit == Unit.PERCENT and figure.shown else None
    return float(points) if points is not None else None


def _measure_cautions(
    measure: Measure, now: Stated | None, average: comparing.Average | None
) -> Iterable[str]:
    if now is None:
        return
    points = _points(measure, now.figure)
    if points is not None and is_careful(now.figure.cohort):
        worth = words.amount(Decimal(str(points)), measure.unit, 1)
        yield f"{now.figure.cohort} pupils stand behind this figure: one pupil is {worth}."
    if average is not None:
        years = ", ".join(year_label(one) for one in average.years)
        yield f"The average of {years}, {average.pupils} pupils together, is {measure.shown(average.value)}."
    if now.status == Status.REPORTED and now.figure.shown:
        yield "This figure was reported by the school itself and may still change."


# --- The other parts ----------------------------------------------------------------------------------


def _context(measures: list[Measure], year: int, tables: Mapping[str, Table]) -> tuple[ContextFact, ...]:
    """Roll, free school meals, language, SEND, mobility: the newest figure up to the card's year, beside England's."""
    found = []
    for measure in measures:
        series = tables[Area.SCHOOL].get(measure.pk, {})
        years = [one for one, stated in series.items() if stated.figure.shown]
        if measure.topic != Topic.CONTEXT or not years:
            continue
        last = max(years)
        text = measure.shown(series[last].figure.value) + ("" if last == year else f" in {year_label(last)}")
        beside = pieces.comparators(tables, measure, last)
        told = [
            f"{pieces.PLACES[area]} {measure.shown(beside[area])}" for area in pieces.BESIDE if area in beside
        ]
        comparison = ", ".join(told) if measure.unit == Unit.PERCENT else ""
        found.append(ContextFact(measure.name, text, comparison))
    return tuple(found)


def _groups(measures: list[Measure], year: int, tables: Mapping[str, Table]) -> tuple[TableFacts, ...]:
    """One table for each thing that is measured for several groups of pupils: the school beside England."""
    families: dict[tuple[str, ...], list[Measure]] = defaultdict(list)
    for measure in measures:
        stated = tables[Area.SCHOOL].get(measure.pk, {}).get(year)
        if stated is not None and measure.topic not in pieces.APART:
            families[family_of(measure)].append(measure)
    found = []
    for family in families.values():
        whole = next((one for one in family if one.group == PupilGroup.ALL), None)
        if whole and len(family) > 3:  # more than all, disadvantaged and other, which the gaps show
            rows = tuple(_group_row(one, year, tables) for one in family)
            found.append(TableFacts(whole.name, ("Pupils", "School", "Number", "England"), rows))
    return tuple(found)


def _group_row(measure: Measure, year: int, tables: Mapping[str, Table]) -> tuple[str, ...]:
    stated = tables[Area.SCHOOL][measure.pk][year]
    nation = tables.get(Area.ENGLAND, {}).get(measure.pk, {}).get(year)
    figure = stated.figure
    shown = measure.shown(figure.value) if figure.shown else words.OURS.get(figure.reason, figure.reason)
    number = str(figure.cohort) if figure.cohort is not None else "–"
    return measure.get_group_display(), shown, number, measure.shown(nation.figure.value if nation else None)


def _inspections(school: School, year: int) -> tuple[InspectionFacts, ...]:
    """The inspections up to the end of the card's year, the newest first, each on its own scale."""
    last = max(year, year_of(clock.today()))
    return inspections.facts_of(school, date(last + 1, 8, 31))


def _changes(
    school: School, year: int, measures: list[Measure], own: Table, *, full: bool
) -> tuple[Change, ...]:
    """What changed in the card's year since a figure was first published."""
    main = {measure.pk: measure for measure in measures if measure.topic != Topic.INSPECTION}
    rows = Result.objects.filter(school=school, year=year, measure__in=main)
    issues: dict[int, list[Issue]] = defaultdict(list)
    for row in (rows if full else rows.exclude(status=Status.REPORTED)).order_by("pk"):
        figure = Figure(row.value, row.reason, row.cohort)
        issues[row.measure_id].append(Issue(figure, row.status, row.published_on, row.pk))
    found = []
    for pk, measure in main.items():
        seen = own.get(pk, {}).get(year)
        changed = revision(issues[pk]) if len(issues[pk]) > 1 and seen else None
        if changed and (
            full or (seen and seen.figure == changed.now.figure and not changed.before.figure.few)
        ):
            found.append(_change(measure, year, changed))
    return tuple(found)


def _change(measure: Measure, year: int, found: Revision) -> Change:
    before, now = (_issue(measure, one) for one in (found.before, found.now))
    return Change(measure.code, measure.name, year, before, now)


def _issue(measure: Measure, one: Issue) -> str:
    shown = measure.shown(one.figure.value) if one.figure.shown else one.figure.reason
    return f"{shown} ({Status(one.status).label.lower()}{_on(one.published_on)})"


def _on(day: date | None) -> str:
    return f", {clock.day(day).partition(' ')[2]}" if day else ""


def _cautions(year: int, own: Table, facts: list[MeasureFacts]) -> Iterable[str]:
    """What to bear in mind about the whole card."""
    years = {one for series in own.values() for one in series}
    if years and min(years) < WITHOUT_TABLES[0] and year > WITHOUT_TABLES[-1]:
        labels = " and ".join(year_label(one) for one in WITHOUT_TABLES)
        yield f"No results were published for {labels}, because of coronavirus."
    statuses = {series[year].status for series in own.values() if year in series}
    if Status.PROVISIONAL in statuses:
        yield f"Figures of {year_label(year)} are provisional: the Department checks them until December."
    hidden = sum(_is_ours(series, year) for series in own.values())
    if hidden:
        yield "Some figures are not shown here, because five pupils or fewer stand behind them or would follow."
    small = [one for one in facts if one.pupil_points and one.cautions]
    if small:
        yield "Cohorts are small: a single pupil moves the figures, so look at several years together."


def _is_ours(series: Series, year: int) -> bool:
    stated = series.get(year)
    return stated is not None and stated.figure.reason in words.OURS
