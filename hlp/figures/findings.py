"""The sentence under a figure: what it shows, computed from the same values."""

from collections.abc import Mapping, Sequence

from hlp.figures.data import Gap, Look, Panel, Row, Series, Unit

BESIDE = (Look.NATION, Look.NEAR, Look.REGION)


def of_lines(series: Sequence[Series], axis: Mapping[int, str], unit: Unit) -> str:
    """Where the first series stands at the last place, beside the others, and how it has moved over the places shown."""
    own, others = series[0], list(series[1:])
    last = max(axis)
    value = own.at(last)
    if value is None:
        note = own.note_at(last)
        return f"{own.label}: no figure for {axis[last]}{f' ({note})' if note else ''}{_beside(others, last, unit)}."
    sentence = f"{own.label}: {unit.say(value)} in {axis[last]}"
    compared = _compared(value, [one for one in others if one.at(last) is not None], last, unit)
    sentence += f", {listed(compared)}." if compared else "."
    return f"{sentence}{_moved(own, axis, unit)}"


def _beside(others: list[Series], place: int, unit: Unit) -> str:
    known = [f"{one.label} {unit.say(one.at(place))}" for one in others if one.at(place) is not None]
    return f"; {listed(known)}" if known else ""


def _compared(value: float, others: list[Series], place: int, unit: Unit) -> list[str]:
    """Where a value stands beside others, those at the same distance named together."""
    found: dict[str, list[str]] = {}
    for one in others:
        other = one.at(place) or 0.0
        found.setdefault(apart(value - other, unit), []).append(f"{one.label} ({unit.say(other)})")
    words = [f"{distance} {listed(places)}" for distance, places in found.items()]
    first = next((at for at, said in enumerate(words) if unit.apart in said), len(words))
    return [said.replace(f" {unit.apart}", "") if at > first else said for at, said in enumerate(words)]


def apart(difference: float, unit: Unit) -> str:
    """A difference in words: ``3 percentage points above``, ``the same as``."""
    if unit.same(difference, 0.0):
        return "the same as"
    return f"{unit.distance(difference)} {'above' if difference > 0 else 'below'}"


def _moved(own: Series, axis: Mapping[int, str], unit: Unit) -> str:
    last, first = own.known[-1], own.known[0]
    if first.x == last.x:
        return ""
    change = (last.y or 0.0) - (first.y or 0.0)
    if unit.same(change, 0.0):
        return f" That is where it stood in {axis[first.x]}."
    return f" That is {unit.distance(change)} {'more' if change > 0 else 'less'} than in {axis[first.x]}."


def of_dots(rows: Sequence[Row], names: Mapping[Look, str], own: str, unit: Unit) -> str:
    """How many of the rows lie above the nation (or the first comparator there is), and how wide the others spread."""
    look = next(
        (
            look
            for look in (Look.NATION, Look.NEAR, Look.REGION)
            if any(row.mark(look) is not None for row in rows)
        ),
        None,
    )
    known = [row for row in rows if row.own is not None]
    if not known:
        return (
            f"{own}: no figures to show." if not any(row.others for row in rows) else _spread(rows[0], unit)
        )
    if len(rows) == 1 or look is None:
        return f"{own}: {unit.say(known[0].own)}. {_spread(known[0], unit)}".strip()
    compared = [row for row in known if row.mark(look) is not None]
    above = sum(_over(row, look, unit) > 0 for row in compared)
    level = sum(_over(row, look, unit) == 0 for row in compared)
    tail = f", and level in {level}" if level else ""
    return f"{own}: above {names[look]} in {above} of {measures(len(compared))}{tail}."


def _over(row: Row, look: Look, unit: Unit) -> float:
    return float(unit.rounded((row.own or 0.0) - (row.mark(look) or 0.0)))


def _spread(row: Row, unit: Unit) -> str:
    ordered = sorted(row.others)
    if len(ordered) < 4:
        return ""
    low, high = quartile(ordered, 0.25), quartile(ordered, 0.75)
    return f"Half of the {len(ordered)} schools lie between {unit.say(low)} and {unit.say(high)}."


def quartile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of an ascending list lies, between neighbours in proportion."""
    at = share * (len(ordered) - 1)
    lower = int(at)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (at - lower)


def of_gaps(rows: Sequence[Gap], groups: tuple[str, str], unit: Unit) -> str:
    """How far the first group lies behind the second at each place that has both."""
    known = [row for row in rows if row.width is not None]
    if not known:
        return f"No figures for {groups[0].lower()} beside {groups[1].lower()}."
    own = next((row for row in known if row.own), known[0])
    sentence = f"{own.label}: {groups[0].lower()} are {_behind(own, unit)} {groups[1].lower()}"
    rest = [f"{unit.number(row.width or 0)}{_ahead(row)} in {row.label}" for row in known if row is not own]
    return f"{sentence}, against {listed(rest)}." if rest else f"{sentence}."


def _behind(row: Gap, unit: Unit) -> str:
    width = row.width or 0.0
    if unit.same(width, 0.0):
        return "level with"
    return f"{unit.distance(width)} {'behind' if width > 0 else 'ahead of'}"


def _ahead(row: Gap) -> str:
    return " ahead" if (row.width or 0.0) < 0 else ""


def of_panels(panels: Sequence[Panel], axis: Mapping[int, str], unit: Unit) -> str:
    """In how many of the panels the own series ends above what it is compared with."""
    last = max(axis)
    pairs = [(panel.series[0].at(last), panel.series[1]) for panel in panels if len(panel.series) > 1]
    known = [(own, other.at(last), other.label) for own, other in pairs]
    both = [(own, other) for own, other, _ in known if own is not None and other is not None]
    if not both:
        return f"No figures for {axis[last]}."
    above = sum(unit.rounded(own - other) > 0 for own, other in both)
    return f"{panels[0].series[0].label}: above {known[0][2]} in {above} of {measures(len(both))} in {axis[last]}."


def measures(number: int) -> str:
    """``1 measure``, ``5 measures``."""
    return "1 measure" if number == 1 else f"{number} measures"


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
