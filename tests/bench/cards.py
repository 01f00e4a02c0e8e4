"""The partnership's score card at 46 schools and at a whole country's: what its page costs, and the summing up."""

from datetime import timedelta
from decimal import Decimal

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hlp import clock
from schools.choices import Role
from schools.models import AcademicYear, GroupPlace, Membership, School
from schools.roles import people_with
from scorecard.models import Measure, Result
from scorecard.services import catalogue, practice, summaries
from tests.bench.table import Figure, timed

PART = "Score card of the partnership"
CODES = (
    "gld",
    "phonics",
    "rwm-exp",
    "rwm-exp-dis",
    "rwm-exp-other",
    "rwm-high",
    "read-exp",
    "mat-exp",
    "absence",
)
YEARS = (2022, 2023, 2024)


def measure(*, large: int) -> list[Figure]:
    """The page at 46 schools, then at ``large``: it reads what the worker summed up, so it should cost the same."""
    small = _at(46)
    big = _at(large)
    times = f"{large:,} schools"
    return [
        Figure(PART, f"page, 46 schools ({small[1]} queries)", small[0] * 1000, "ms"),
        Figure(
            PART, f"page, {times} ({big[1]} queries)", big[0] * 1000, "ms", big[0] / small[0], "46 schools"
        ),
        Figure(PART, "summing up, 46 schools", small[2], "s"),
        Figure(PART, f"summing up, {times}", big[2], "s", big[2] / small[2], "46 schools"),
    ]


def _at(number: int) -> tuple[float, int, float]:
    """Seconds of the page, its queries, and seconds of the summing up."""
    from tests.crowd import fill

    call_command("flush", interactive=False, verbosity=0)
    fill(number, due=clock.now() - timedelta(minutes=1))
    _results(list(School.objects.order_by("pk")))
    summed = timed(summaries.refresh)
    practice.refresh()
    client = Client()
    client.force_login(
        people_with(Role.DIRECTOR)[0], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/score-card/").status_code == 200
        queries = len(captured)
    return timed(lambda: client.get("/score-card/"), 5), queries, summed


def _results(schools: list[School]) -> None:
    from tests.scorecard.factories import SourceFileFactory, figure

    catalogue.load()
    year, source = AcademicYear.objects.get(), SourceFileFactory()
    groups = list(year.groups.order_by("pk"))
    Membership.objects.bulk_create([Membership(school=one, year=year) for one in schools], batch_size=5000)
    GroupPlace.objects.bulk_create(
        [GroupPlace(school=one, year=year, group=groups[n % 4]) for n, one in enumerate(schools)],
        batch_size=5000,
    )
    measures = list(Measure.objects.filter(code__in=CODES))
    for one in measures:
        for when in YEARS:
            figure(one, "england", 62, year=when, cohort=None, source=source)
            rows = (
                Result(
                    measure=one, year=when, area="school", school=school, value=Decimal(40 + (n * 7 + when) % 50),
                    cohort=30 + n % 60, status="final", source=source, loaded_at=source.loaded_at,
                )
                for n, school in enumerate(schools)
            )  # fmt: skip
            Result.objects.bulk_create(list(rows), batch_size=5000)
