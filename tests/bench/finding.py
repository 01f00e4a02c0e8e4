"""Search of the directory: how well it answers thirty questions, and how long it takes among 24,000 entries."""

from random import Random
from statistics import quantiles
from time import perf_counter

from django.core.management import call_command
from django.db import connection

from hlp import clock
from hlp.models import User
from schools.choices.practice import PracticeAudience, PracticeKind, PracticeState
from schools.models import PracticeEdition, PracticeEntry, School
from schools.services.directory.search import Wanted, rebuild, search
from tests.bench.table import Figure, timed
from tests.factories import SchoolFactory, UserFactory
from tests.schools.practice_questions import ENTRIES, QUESTIONS, lay, lay_themes, reciprocal_ranks

PART = "Search of the directory"
BATCH = 2_000


def measure(*, entries: int) -> list[Figure]:
    """Mean reciprocal rank among the entries written for it, then the time per search among very many."""
    call_command("flush", interactive=False, verbosity=0)
    rebuild()
    school, by = SchoolFactory(), UserFactory()
    keys = lay(school, by)
    rebuild()
    ranks = reciprocal_ranks(keys)
    quality = sum(ranks.values()) / len(ranks)
    _crowd(entries, school, by)
    built = timed(rebuild)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    times = sorted(_times())
    cuts = quantiles(times, n=20)
    crowd = f"{entries:,} entries"
    return [
        Figure(PART, f"mean reciprocal rank of {len(ranks)} questions", quality, ""),
        Figure(PART, f"the index made anew, {crowd}", built, "s"),
        Figure(PART, f"a search, {crowd}, p50", cuts[9] * 1000, "ms"),
        Figure(PART, f"a search, {crowd}, p95", cuts[18] * 1000, "ms"),
    ]


def _times() -> list[float]:
    """Seconds of each question, asked three times."""
    found = []
    for typed, _ in QUESTIONS * 3:
        start = perf_counter()
        search(None, Wanted(words=typed))
        found.append(perf_counter() - start)
    return found


def _crowd(number: int, school: School, by: User) -> None:
    """Entries whose sentences are mixed from those written for the search, so that every word is frequent."""
    chance, at = Random(7), clock.now()
    sentences = [part for one in ENTRIES for part in f"{one['summary']} {one['what_we_did']}".split(". ")]
    titles = [one["title"] for one in ENTRIES]
    themes = list(lay_themes().values())
    for start in range(0, number, BATCH):
        texts = [
            {
                "school": school,
                "kind": chance.choice(PracticeKind.values),
                "title": f"{chance.choice(titles)} {start + n}",
                "summary": chance.choice(sentences)[:300],
                "need": ". ".join(chance.choices(sentences, k=3)),
                "what_we_did": ". ".join(chance.choices(sentences, k=6)),
                "impact": ". ".join(chance.choices(sentences, k=3)),
            }
            for n in range(min(BATCH, number - start))
        ]
        rows = [PracticeEntry(nominated_at=at, touched_at=at, **text) for text in texts]
        entries = PracticeEntry.objects.bulk_create(rows)
        facts = {"number": 1, "audience": PracticeAudience.PUBLIC, "published_at": at, "consent_at": at}
        editions = PracticeEdition.objects.bulk_create(
            PracticeEdition(entry=entry, consent_by=by, **facts, **text)
            for entry, text in zip(entries, texts, strict=True)
        )
        for entry, edition in zip(entries, editions, strict=True):
            entry.live, entry.state = edition, PracticeState.PUBLISHED
        PracticeEntry.objects.bulk_update(entries, ["live", "state"], batch_size=500)
        through = PracticeEdition.themes.through
        through.objects.bulk_create(
            through(practiceedition_id=edition.pk, theme_id=chance.choice(themes).pk) for edition in editions
        )
