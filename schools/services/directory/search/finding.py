"""The search: what the reader may see, filtered, then ranked, then told why."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast

from hlp.models import User
from schools.models import PracticeEdition, PracticeIndex, School, Theme
from schools.services.directory.search import fts, fulltext
from schools.services.directory.search.asking import Question, ask
from schools.services.directory.search.why import Why, reasons

FEW = 5  # entries with everything that was asked for; where they are fewer, those with a part of it follow


@dataclass(frozen=True)
class Wanted:
    """What is looked for. ``within`` are metres as the crow flies from the nearest of the schools ``near``."""

    words: str = ""
    kind: str = ""
    phase: str = ""
    area: str = ""
    theme: Theme | None = None
    visits: bool = False
    within: int = 0
    near: Sequence[School] = ()


@dataclass(frozen=True)
class Results:
    """The primary keys of the editions found, the best first, and the question that found them."""

    keys: list[int] = field(default_factory=list)
    question: Question = field(default_factory=lambda: Question(()))

    def why(self, edition: PracticeEdition) -> Why:
        """Why an edition was found. Its themes and school should have been fetched before."""
        return reasons(edition, self.question)


def search(reader: User | None, wanted: Wanted) -> Results:
    """The editions that fit, of those that the reader may see; for None of those that everybody may.

    Without words the newest come first. At most nine queries, whatever is found.
    """
    editions = PracticeEdition.objects
    seen = editions.visible_to(reader) if reader else editions.for_everybody()
    rows = _filtered(seen, wanted)
    if not wanted.words.strip():
        return Results(list(rows.order_by("-published_at", "-pk").values_list("pk", flat=True)))
    question = ask(wanted.words)
    if not question.units:
        return Results()
    keys = _ranked(question, rows, every=True)
    if len(keys) < FEW and len(question.units) > 1:
        first = set(keys)
        keys += [key for key in _ranked(question, rows, every=False) if key not in first]
    return Results(keys, question)


def _ranked(question: Question, rows: QuerySet[PracticeEdition], *, every: bool) -> list[int]:
    if connection.vendor == "postgresql":
        among = PracticeIndex.objects.filter(edition__in=rows.order_by().values("pk"))
        return list(fulltext.ranked(question, among, every=every))
    best = fts.ranked if fts.is_there() else fts.looked_through
    seen = set(rows.values_list("pk", flat=True))
    return [key for key in best(question, every=every) if key in seen]


def _filtered(rows: QuerySet[PracticeEdition], wanted: Wanted) -> QuerySet[PracticeEdition]:
    for name in ("kind", "phase"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.theme:
        rows = rows.filter(
            pk__in=PracticeEdition.objects.filter(themes__in=_family(wanted.theme)).values("pk")
        )
    if wanted.area:
        rows = rows.filter(pk__in=PracticeEdition.objects.filter(areas__name=wanted.area).values("pk"))
    if wanted.visits:
        rows = rows.filter(visits_welcome=True)
    return _within(rows, wanted) if wanted.within and wanted.near else rows


def _family(theme: Theme) -> list[int]:
    """The theme and those that were merged into it."""
    return [theme.pk, *theme.absorbed.values_list("pk", flat=True)]


def _within(rows: QuerySet[PracticeEdition], wanted: Wanted) -> QuerySet[PracticeEdition]:
    """Those whose school lies near one of the reader's own, measured as the database measures."""
    found = School.objects.none()
    for own in wanted.near:
        if own.easting is None or own.northing is None:
            continue
        east = Cast(F("easting"), FloatField()) - float(own.easting)
        north = Cast(F("northing"), FloatField()) - float(own.northing)
        box = School.objects.filter(
            easting__range=(own.easting - wanted.within, own.easting + wanted.within),
            northing__range=(own.northing - wanted.within, own.northing + wanted.within),
        )
        found = found | box.annotate(apart=east * east + north * north).filter(
            apart__lte=float(wanted.within) ** 2
        )
    return rows.filter(school__in=found.values("pk"))
