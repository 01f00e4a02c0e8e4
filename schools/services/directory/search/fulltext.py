"""The question as PostgreSQL answers it: full text in English with weights, beginnings of words, the rarer the dearer."""

from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, QuerySet, Value, When

from schools.models import PracticeIndex
from schools.services.directory.search.asking import Question, Unit, Way

WEIGHTS = [0.05, 0.15, 0.5, 1.0]  # D, C, B, A
PRESENT = 0.3  # what it is worth that a unit is there at all, wherever it stands


def ranked(question: Question, rows: QuerySet[PracticeIndex], *, every: bool) -> QuerySet[PracticeIndex, int]:
    """The primary keys of the rows that hold every unit, or any, the best first."""
    queries = [_query(unit) for unit in question.units]
    found = rows.filter(document=reduce(and_ if every else or_, queries))
    parts: list[Any] = []
    for unit, query in zip(question.units, queries, strict=True):
        rank = SearchRank(F("document"), query, weights=Value(WEIGHTS))
        there = Case(When(document=query, then=Value(PRESENT)), default=Value(0.0), output_field=FloatField())
        parts.append((rank if every else rank + there) * Value(unit.weight, output_field=FloatField()))
    score = reduce(add, parts)
    return found.annotate(score=score).order_by("-score", "-pk").values_list("pk", flat=True)


def _query(unit: Unit) -> SearchQuery:
    return reduce(or_, (_way(way) for way in unit.ways))


def _way(way: Way) -> SearchQuery:
    """Words are letters and figures alone, so the raw query cannot be anything else."""
    *first, last = way.words
    words = [*first, f"{last}:*" if way.begins else last]
    return SearchQuery(" & ".join(words), config="english", search_type="raw")
