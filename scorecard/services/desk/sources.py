"""The files that figures came from: what each brought, what it took the place of, and what took its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q

from scorecard.choices import year_label
from scorecard.models import Result, SourceFile
from scorecard.models.result import ResultQuerySet


@dataclass(frozen=True)
class SourceCard:
    """A file, how many figures it brought, how many still count, and of which years they are."""

    source: SourceFile
    brought: int = 0
    counts: int = 0
    first: int | None = None
    last: int | None = None

    @property
    def superseded(self) -> int:
        """Those in whose place another one stands."""
        return self.brought - self.counts

    @property
    def years(self) -> str:
        """``2015/16 to 2024/25``."""
        if self.first is None or self.last is None:
            return ""
        labels = dict.fromkeys([year_label(self.first), year_label(self.last)])
        return " to ".join(labels)


def cards(sources: Iterable[SourceFile], results: ResultQuerySet) -> list[SourceCard]:
    """These files with their numbers, in two queries whatever their number."""
    files = list(sources)
    rows = results.filter(source__in=files).order_by().values("source")
    counted = rows.annotate(
        brought=Count("pk"),
        counts=Count("pk", filter=Q(is_current=True)),
        first=Min("year"),
        last=Max("year"),
    )
    by_source = {row["source"]: row for row in counted}
    return [_card(one, by_source.get(one.pk)) for one in files]


def _card(source: SourceFile, row: Any) -> SourceCard:
    if row is None:
        return SourceCard(source)
    return SourceCard(source, row["brought"], row["counts"], row["first"], row["last"])


@dataclass(frozen=True)
class Takeover:
    """How many figures of one file another one took the place of."""

    source: SourceFile
    number: int


def took_over(source: SourceFile, results: ResultQuerySet) -> list[Takeover]:
    """The files whose figures count now where this one's did."""
    return _counted(results.filter(source=source, is_current=False), results.current(), source)


def taken_from(source: SourceFile, results: ResultQuerySet) -> list[Takeover]:
    """The files in the place of whose figures this one's count."""
    return _counted(results.current().filter(source=source), results.filter(is_current=False), source)


def _counted(ours: ResultQuerySet, theirs: ResultQuerySet, source: SourceFile) -> list[Takeover]:
    names = ("measure", "year", "area", "school", "la_code")
    places = set(ours.order_by().values_list(*names))
    rows = theirs.exclude(source=source).filter(
        measure__in={place[0] for place in places}, year__in={place[1] for place in places}
    )
    found: dict[int, set[object]] = {}
    for *place, other in rows.order_by().values_list(*names, "source"):
        if tuple(place) in places:
            found.setdefault(other, set()).add(tuple(place))
    files = SourceFile.objects.in_bulk(found)
    return sorted((Takeover(files[pk], len(all_)) for pk, all_ in found.items()), key=lambda one: -one.number)


def figures_of(source: SourceFile, results: ResultQuerySet) -> "ResultQuerySet":
    """The figures that a file brought, with what pages show of them."""
    rows: ResultQuerySet = results.filter(source=source).select_related("measure", "school", "source")
    return rows.order_by("measure__order", "-year", "area", "school__name", "pk")


def latest(result: Result) -> Result:
    """The figure that counts at the place of this one."""
    same = Result.objects.current().filter(
        measure=result.measure_id,
        year=result.year,
        area=result.area,
        school=result.school_id,
        la_code=result.la_code,
    )
    return same.select_related("measure", "school", "source").first() or result
