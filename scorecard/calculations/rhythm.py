"""When figures of an academic year are published, and for which schools there can be any.

Early years and key stage 2 follow the Department's calendar of 2024 (profile results at the end of November; key stage 2
provisional in September, revised with the tables in December). The other days are our own, set late enough that a
publisher who keeps to last year's dates is not called late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schools.choices import Phase
from scorecard.choices import MeasurePhase, Status, Topic

GRACE = timedelta(days=14)
# No assessment of primary pupils was held or published in these years (coronavirus).
CANCELLED = frozenset({2019, 2020})
ASSESSED = frozenset(
    {Topic.EARLY_YEARS, Topic.PHONICS, Topic.MULTIPLICATION, Topic.KS2_ATTAINMENT, Topic.KS2_PROGRESS}
)


@dataclass(frozen=True)
class Step:
    """What is expected by a day of the calendar year ``after`` years after the academic year began."""

    status: Status
    month: int
    day: int
    after: int = 1

    def on(self, year: int) -> date:
        """The last day on which it is in time, for an academic year."""
        return date(year + self.after, self.month, self.day)


KS2 = (Step(Status.PROVISIONAL, 9, 30), Step(Status.REVISED, 12, 31))
STEPS: dict[str, tuple[Step, ...]] = {
    Topic.EARLY_YEARS: (Step(Status.FINAL, 11, 30),),
    Topic.PHONICS: (Step(Status.FINAL, 11, 30),),
    Topic.MULTIPLICATION: (Step(Status.FINAL, 12, 31),),
    Topic.KS2_ATTAINMENT: KS2,
    Topic.KS2_PROGRESS: KS2,
    Topic.ATTENDANCE: (Step(Status.FINAL, 4, 30, after=2),),
    Topic.BEHAVIOUR: (Step(Status.FINAL, 8, 31, after=2),),
    Topic.CONTEXT: (Step(Status.FINAL, 7, 31),),
}


def due(topic: str, year: int) -> date | None:
    """The day by which the first figures of a year are due; None where there are none or no calendar."""
    steps = STEPS.get(topic, ())
    return steps[0].on(year) if steps and not is_cancelled(topic, year) else None


def is_late(topic: str, year: int, on: date) -> bool:
    """Whether figures of a year that are not there should be, two weeks of grace allowed."""
    day = due(topic, year)
    return day is not None and on > day + GRACE


def overdue_step(topic: str, year: int, status: str, on: date) -> Step | None:
    """The later step that should have replaced a figure of this status by a day; None where it stands as it should."""
    if status != Status.PROVISIONAL:
        return None
    later = [step for step in STEPS.get(topic, ()) if step.status != Status.PROVISIONAL]
    return next((step for step in later if on > step.on(year) + GRACE), None)


def is_cancelled(topic: str, year: int) -> bool:
    """Whether no such figures exist for a year because nothing was assessed."""
    return topic in ASSESSED and year in CANCELLED


# A school has the pupils that a measure looks at when its lowest age is at most this, and its highest at least that.
AGES: dict[str, tuple[int, int]] = {
    MeasurePhase.EARLY_YEARS: (5, 6),
    MeasurePhase.KS1: (5, 6),
    MeasurePhase.KS2: (10, 11),
}
YEAR_4 = (8, 9)


def has_pupils(topic: str, phase: str, *, low: int | None, high: int | None, kind: str) -> bool:
    """Whether a school with these ages has the pupils that a measure looks at. Unknown ages: all but nurseries have."""
    first, last = YEAR_4 if topic == Topic.MULTIPLICATION else AGES.get(phase, (0, 0))
    if not last:
        return True
    if low is None or high is None:
        return kind != Phase.NURSERY
    return low <= first and high >= last


def was_open(opened: date | None, year: int) -> bool:
    """Whether a school was open in the summer of an academic year."""
    return opened is None or opened < date(year + 1, 5, 1)


def years_of(found: Iterable[int]) -> list[int]:
    """The academic years of some figures, the latest first, each once."""
    return sorted(set(found), reverse=True)
