"""Where two sources tell one figure differently, and what was decided about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count

from hlp.models import User
from scorecard.choices import QueryKind, Status
from scorecard.models import DataQuery, Result

Place = tuple[int, int, str, int | None, str]  # measure, year, area, school, authority


@dataclass(frozen=True)
class Difference:
    """One place's figures by source, the one that counts first; and the last decision if there was one."""

    results: tuple[Result, ...]
    query: DataQuery | None = None

    @property
    def result(self) -> Result:
        """The figure that counts."""
        return self.results[0]

    @property
    def basis(self) -> str:
        """The figures that were looked at, whichever of them counts."""
        return ",".join(str(pk) for pk in sorted(row.pk for row in self.results))

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it on just these figures."""
        return self.query is None or not self.query.is_settled(self.basis)

    @property
    def apart(self) -> Decimal:
        """How far the lowest and the highest lie apart, in the measure's unit."""
        values = [row.value for row in self.results if row.value is not None]
        return max(values) - min(values)


def differences(user: User, *, year: int | None = None, topic: str = "") -> list[Difference]:
    """Every place that sources tell differently, open ones first, then the farthest apart."""
    rows = Result.objects.visible_to(user)
    if year is not None:
        rows = rows.filter(year=year)
    if topic:
        rows = rows.filter(measure__topic=topic)
    names = ("measure", "year", "area", "school", "la_code")
    twice = rows.with_values().order_by().values(*names).annotate(kinds=Count("source__kind", distinct=True))
    places = {tuple(place[name] for name in names) for place in twice.filter(kinds__gt=1)}
    found = _told(_rows(user, places), _queries(user))
    return sorted(found, key=lambda one: (not one.is_open, -one.apart, one.result.measure.order))


def difference_of(user: User, result: Result) -> Difference | None:
    """How sources tell one place's figure; None where they agree."""
    found = _told(_rows(user, {place_of(result)}), _queries(user, result))
    return found[0] if found else None


def place_of(row: Result | DataQuery) -> Place:
    """What a figure is of."""
    return row.measure_id, row.year, row.area, row.school_id, row.la_code


def _rows(user: User, places: Iterable[Any]) -> dict[Place, list[Result]]:
    """All figures of these places, the newest first."""
    wanted = set(places)
    rows = Result.objects.visible_to(user).with_values()
    rows = rows.filter(measure__in={p[0] for p in wanted}, year__in={p[1] for p in wanted})
    found: dict[Place, list[Result]] = defaultdict(list)
    for row in rows.select_related("measure", "school", "source").order_by(
        "-is_current", "-loaded_at", "-pk"
    ):
        if place_of(row) in wanted:
            found[place_of(row)].append(row)
    return found


def _told(rows: dict[Place, list[Result]], queries: dict[Place, DataQuery]) -> list[Difference]:
    found = []
    for place, all_ in rows.items():
        latest: dict[str, Result] = {}
        for row in all_:
            latest.setdefault(row.source.kind, row)
        told = tuple(latest.values())
        if told[0].is_current and any(_disagree(told[0], other) for other in told[1:]):
            found.append(Difference(told, queries.get(place)))
    return found


def _disagree(one: Result, other: Result) -> bool:
    """Whether two figures differ once both are rounded as the coarser was published.

    A provisional figure is no witness against a later one, and only a school's own report is compared with what was
    published.
    """
    if Status.PROVISIONAL in {one.status, other.status} and one.status != other.status:
        return Status.REPORTED in {one.status, other.status} and _apart(one, other)
    return _apart(one, other)


def _apart(one: Result, other: Result) -> bool:
    a, b = one.value or Decimal(0), other.value or Decimal(0)
    coarse = Decimal(1).scaleb(-min(_decimals(a), _decimals(b)))
    return a.quantize(coarse, ROUND_HALF_UP) != b.quantize(coarse, ROUND_HALF_UP)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _queries(user: User, result: Result | None = None) -> dict[Place, DataQuery]:
    rows = DataQuery.objects.visible_to(user).filter(kind=QueryKind.DIFFERENCE).select_related("by", "choice")
    if result:
        rows = rows.filter(measure=result.measure_id, year=result.year)
    return {place_of(row): row for row in rows}
