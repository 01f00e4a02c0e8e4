"""SQLite's own full text (FTS5) where Python has it; else the plain words of the index are looked through."""

from collections.abc import Iterable
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from schools.models import PracticeEdition, PracticeIndex
from schools.services.directory.search.asking import Question, Unit

TABLE = "schools_practice_fts"
HEAVY = (8, 3, 1)  # title; summary, themes and school; all else
WEIGHTS = ", ".join(f"{weight}.0" for weight in HEAVY)


@cache
def is_there() -> bool:
    """Whether this database has the table: SQLite with FTS5."""
    if connection.vendor != "sqlite":
        return False
    return TABLE in connection.introspection.table_names()


def write(rows: Iterable[PracticeIndex]) -> None:
    """Put these rows into the table, in the place of what it has of them."""
    rows = list(rows)
    if not is_there():
        return
    drop([row.pk for row in rows])
    values = [(row.pk, row.title, row.about, row.body) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE}(rowid, title, about, body) VALUES (%s, %s, %s, %s)", values)  # noqa: S608


def drop(keys: Iterable[int]) -> None:
    """Take the rows of these editions out."""
    if is_there():
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(key,) for key in keys])  # noqa: S608


def drop_all_but(editions: QuerySet[PracticeEdition]) -> None:
    """Take out what is no longer published."""
    if is_there():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {TABLE}")  # noqa: S608
            there = {row[0] for row in cursor.fetchall()}
        drop(there - set(editions.values_list("pk", flat=True)))


def ranked(question: Question, *, every: bool) -> list[int]:
    """The editions that hold every unit of the question, or any, the best first."""
    match = (" AND " if every else " OR ").join(_match(unit) for unit in question.units)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY bm25({TABLE}, {WEIGHTS}), rowid",  # noqa: S608
            [match],
        )
        return [row[0] for row in cursor.fetchall()]


def _match(unit: Unit) -> str:
    ways = []
    for way in unit.ways:
        words = [f'"{word}"' for word in way.words]
        ways.append(" AND ".join([*words[:-1], f"{words[-1]} *" if way.begins else words[-1]]))
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def looked_through(question: Question, *, every: bool) -> list[int]:
    """The same without FTS5: each word without its ending, in title, summary and text; the most and heaviest first."""
    found: list[tuple[float, int]] = []
    rows = PracticeIndex.objects.values_list("pk", "title", "about", "body")
    for pk, *texts in rows.iterator():
        weights = [_weight(unit, texts) for unit in question.units]
        if all(weights) if every else any(weights):
            found.append((-sum(weights), pk))
    return [pk for _, pk in sorted(found)]


def _weight(unit: Unit, texts: list[str]) -> float:
    """The weight of the heaviest text that holds the unit said in one way, times how rare it is; 0 where none does."""
    best = 0.0
    for way in unit.ways:
        worst = min(_place(stem, texts) for stem in way.stems)
        best = max(best, worst * unit.weight)
    return best


def _place(stem: str, texts: list[str]) -> int:
    return max(
        (weight for weight, text in zip(HEAVY, texts, strict=True) if f" {stem}" in f" {text}"), default=0
    )
