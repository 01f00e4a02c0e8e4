"""The schools of the partnership as unnamed dots."""

from scorecard.models import PartnershipFigure

MOST = 300  # dots; of more schools each dot stands for several


def spread_of(row: PartnershipFigure | None) -> tuple[float, ...]:
    """A value for each school, ascending and unnamed; of more than 300 schools evenly chosen ones."""
    if row is None or row.hidden:
        return ()
    values = tuple(value for value, number in row.spread for _ in range(number)) if _few(row) else ()
    return values or _thinned(row)


def _few(row: PartnershipFigure) -> bool:
    return sum(number for _, number in row.spread) <= MOST


def _thinned(row: PartnershipFigure) -> tuple[float, ...]:
    total = sum(number for _, number in row.spread)
    found: list[float] = []
    passed = 0
    for value, number in row.spread:
        passed += number
        found += [value] * (passed * MOST // total - len(found))
    return tuple(found)
