"""A small partnership with results, and score cards of it in every state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from hlp.models import Drawing
from scorecard.choices import EditionState
from scorecard.models import Edition, Measure
from scorecard.services import summaries
from scorecard.services.editions import drafting, publishing
from scorecard.services.results import Figure, record
from tests.conftest import Cast, utc
from tests.scorecard import factories as make

YEAR = 2024
AT = utc("2026-11-16 10:00")
FIGURES = {"Ash": 71, "Beech": 60, "Cedar": 55, "Elm": 66, "Fir": 80}


def with_results(cast: Cast) -> dict[str, Measure]:
    """Two measures and a gap over three years, of every school of the cast but for what is suppressed at Cedar."""
    others = make.MeasureFactory(code="rwm-other", name="RWM, others", group="other", order=3)
    measures = {
        "rwm": make.MeasureFactory(
            code="rwm-exp", name="Reading, writing and maths", short_name="RWM", order=1
        ),
        "gld": make.MeasureFactory(
            code="gld", name="Good level of development", short_name="GLD", topic="early-years", order=2
        ),
        "poor": make.MeasureFactory(
            code="rwm-dis",
            name="Reading, writing and maths, disadvantaged pupils",
            group="disadvantaged",
            counterpart=others,
            order=4,
        ),
        "others": others,
    }
    schools = [cast.host_school, cast.lead_school, cast.reviewer_school, cast.far_school]
    for back in range(3):
        year = YEAR - back
        for school in schools:
            value = FIGURES[school.name.split()[0]] - back
            make.figure(measures["rwm"], school, value, year=year)
            make.figure(measures["gld"], school, value + 5, year=year)
            make.figure(measures["poor"], school, value - 15, year=year, cohort=10)
            make.figure(measures["others"], school, value + 5, year=year, cohort=20)
        for area, value in (("la", 69), ("london", 69), ("england", 62)):
            make.figure(measures["rwm"], area, value - back, year=year, cohort=None)
            make.figure(measures["poor"], area, value - 20, year=year, cohort=None)
            make.figure(measures["others"], area, value + 4, year=year, cohort=None)
    make.InspectionFactory(school=cast.host_school)
    summaries.refresh(AT)
    return measures


def drafted(cast: Cast) -> Edition:
    """A draft with words on the headline."""
    edition = drafting.start_draft(year=YEAR, by=cast.director, at=AT)
    drafting.write(edition=edition, part="headline", text="We rose.", version=1, by=cast.director, at=AT)
    edition.refresh_from_db()
    return edition


def published(cast: Cast) -> Edition:
    """A score card that is out."""
    return out(drafted(cast), cast)


def corrected(cast: Cast, change: Callable[[], object]) -> Edition:
    """A correction of a published score card, after ``change``."""
    first = published(cast)
    change()
    reason = "The Department corrected its table."
    return out(drafting.start_correction(edition=first, reason=reason, by=cast.director, at=AT), cast)


def out(edition: Edition, cast: Cast) -> Edition:
    """A draft that the worker has published."""
    publishing.publish(edition=edition, version=edition.version, by=cast.director, at=AT)
    with figures_at_hand():
        assert publishing.work(edition.pk)
    edition.refresh_from_db()
    assert edition.state == EditionState.PUBLISHED
    return edition


@contextmanager
def figures_at_hand() -> Iterator[None]:
    """Figures that an earlier test has drawn are kept before they are asked for: no figure is drawn twice in a run."""
    Drawing.objects.bulk_create([Drawing(**row) for row in DRAWN.values()], ignore_conflicts=True)
    yield
    DRAWN.update({row["digest"]: row for row in Drawing.objects.filter(drawn_at__isnull=False).values()})


DRAWN: dict[str, dict[str, Any]] = {}


def correct_figure(cast: Cast, measure: Measure, place: object, value: int) -> None:
    """A later file gives another figure for 2024/25."""
    source = make.SourceFileFactory(
        name="ks2_final_corrected.csv",
        status="final",
        published_on=date(2026, 11, 1),
    )
    facts = {"area": place} if isinstance(place, str) else {"school": getattr(place, "pk", None)}
    if place == "la":
        facts["la_code"] = "313"
    row = Figure(measure.pk, YEAR, value=make.Decimal(value), cohort=30, **facts)  # type: ignore[arg-type]
    record([row], source=source, by=cast.director)
    summaries.refresh()
