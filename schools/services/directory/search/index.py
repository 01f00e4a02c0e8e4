"""The index: kept up by whoever publishes and archives, in the same transaction; repaired by a nightly sweep."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import QuerySet, Value, prefetch_related_objects

from hlp.likeness import words_of
from schools.models import PracticeEdition, PracticeEntry, PracticeIndex, PracticeWord, Theme
from schools.services.directory.search import fts

BATCH = 200
LONGEST_WORD = 40
BODY = (
    *("year_groups", "context", "need", "what_we_did", "cost", "time", "impact", "measure", "source"),
    *("would_change", "resources", "provenance"),
)


def texts(edition: PracticeEdition) -> dict[str, str]:
    """The words of an edition by weight: ``title``, ``about``, ``body``."""
    themes = [theme.survivor.name for theme in edition.themes.all()]
    about = [edition.summary, *themes, *(area.name for area in edition.areas.all())]
    about += [edition.school.name, edition.get_kind_display(), edition.get_phase_display()]
    body = [getattr(edition, name) for name in BODY]
    return {
        "title": _plain([edition.title]),
        "about": _plain(about),
        "body": _plain(body),
    }


def _plain(parts: Iterable[str]) -> str:
    return " ".join(word for part in parts for word in words_of(part))


@transaction.atomic
def keep(entry: PracticeEntry) -> None:
    """Bring the index up to date with an entry: what is published now is found, and nothing else of it."""
    old = PracticeIndex.objects.filter(edition__entry=entry).exclude(edition=entry.live_id)
    _drop(list(old.values_list("pk", flat=True)))
    if entry.live:
        _write([entry.live])


def refresh_themes(themes: Iterable[Theme]) -> None:
    """Write the editions of these themes anew, after one has changed its name."""
    for part in _parts(PracticeEdition.objects.standing().filter(themes__in=list(themes)).distinct()):
        _write(part)


def rebuild() -> int:
    """Repair the whole index: what is missing, different or left over; count the words again. The rows changed."""
    standing = PracticeEdition.objects.standing()
    left = PracticeIndex.objects.exclude(edition__in=standing).values_list("pk", flat=True)
    changed = len(left)
    _drop(list(left))
    counts: Counter[str] = Counter()
    for part in _parts(standing):
        changed += _write(part, counts)
    with transaction.atomic():
        fts.drop_all_but(standing)
        PracticeWord.objects.all().delete()
        PracticeWord.objects.bulk_create(
            [PracticeWord(word=word, editions=number) for word, number in counts.items()], batch_size=2000
        )
    return changed


def _parts(rows: QuerySet[PracticeEdition]) -> Iterator[list[PracticeEdition]]:
    keys = iter(list(rows.order_by("pk").values_list("pk", flat=True)))
    while part := list(islice(keys, BATCH)):
        yield list(PracticeEdition.objects.filter(pk__in=part).select_related("school"))


@transaction.atomic
def _write(editions: list[PracticeEdition], counts: Counter[str] | None = None) -> int:
    """Write what differs; count the words of all (into ``counts``, else into the table). The rows written."""
    prefetch_related_objects(editions, "school", "themes", "areas")
    there = {row.pk: row for row in PracticeIndex.objects.filter(pk__in=[one.pk for one in editions])}
    rows = [PracticeIndex(edition=edition, **texts(edition)) for edition in editions]
    fresh = [row for row in rows if _differs(row, there.get(row.pk))]
    PracticeIndex.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["edition"],
        update_fields=["title", "about", "body"],
    )
    _document(fresh)
    seen = Counter(word for row in (fresh if counts is None else rows) for word in _vocabulary(row))
    if counts is None:
        _learn(seen)
    else:
        counts.update(seen)
    return len(fresh)


def _differs(row: PracticeIndex, known: PracticeIndex | None) -> bool:
    if known is None:
        return True
    return (row.title, row.about, row.body) != (known.title, known.about, known.body)


def _vocabulary(row: PracticeIndex) -> set[str]:
    words = f"{row.title} {row.about} {row.body}".split()
    return {word for word in words if 2 < len(word) <= LONGEST_WORD}


def _learn(seen: Counter[str]) -> None:
    PracticeWord.objects.bulk_create(
        [PracticeWord(word=word, editions=number) for word, number in sorted(seen.items())],
        ignore_conflicts=True,
        batch_size=500,
    )


def _document(rows: list[PracticeIndex]) -> None:
    if connection.vendor != "postgresql":
        fts.write(rows)
        return
    for row in rows:
        parts = [(row.title, "A"), (row.about, "B"), (row.body, "C")]
        vectors = [SearchVector(Value(words), weight=weight, config="english") for words, weight in parts]
        PracticeIndex.objects.filter(pk=row.pk).update(document=vectors[0] + vectors[1] + vectors[2])


def _drop(keys: list[int]) -> None:
    PracticeIndex.objects.filter(pk__in=keys).delete()
    if connection.vendor != "postgresql":
        fts.drop(keys)
