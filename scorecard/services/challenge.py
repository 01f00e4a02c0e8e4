"""The annual performance challenge as the score card proposes it, and what each school would have to contribute.

The Board sets the challenge each September from the newest figures, and stores it; here nothing is stored.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schools.models import School
from scorecard.calculations import comparing, words
from scorecard.calculations.contributions import Contribution, Standing, share_out
from scorecard.calculations.figures import Figure, rounded
from scorecard.choices import Area, Direction, PupilGroup, Unit, year_label
from scorecard.models import Measure, PartnershipFigure, Result
from scorecard.services.cards import pieces
from scorecard.services.summaries import member_places

MOST = 4  # proposals
STEP = 2  # points above its own figure, for a partnership that nobody is ahead of
NOT_PUPILS = ("sessions", "schools")  # denominators in which no pupil can be counted
DUE = (9, 30)  # provisional figures of a year are out in September


@dataclass(frozen=True)
class Part:
    """What one school would have to contribute: pupils more (fewer, where lower is better).

    ``estimated`` where the number of its pupils is that of an earlier year, since none is published for the newest.
    """

    school: School
    contribution: Contribution
    estimated: bool = False

    @property
    def points(self) -> str:
        """The contribution in points of the school's own percentage."""
        return words.amount(self.contribution.points, Unit.PERCENT, 1)


@dataclass(frozen=True)
class Plan:
    """A target for the whole partnership, shared out by school, by name.

    ``needed`` pupils in all of ``pupils``; ``missing`` of them no school has left to give. ``without`` schools have no
    figure and are asked for nothing.
    """

    measure: Measure
    year: int
    baseline: Decimal
    target: Decimal
    pupils: int
    needed: int
    missing: int
    parts: tuple[Part, ...]
    without: int

    @property
    def asked(self) -> int:
        """How many schools would have to move."""
        return sum(part.contribution.pupils > 0 for part in self.parts)

    @property
    def few(self) -> int:
        """Schools with five pupils or fewer, which are not asked."""
        return sum(not part.contribution.asked for part in self.parts)


@dataclass(frozen=True)
class Proposal:
    """One target for the challenge of an academic year, with the evidence in one sentence."""

    measure: Measure
    baseline: Decimal
    baseline_year: int
    target: Decimal
    due_on: date
    why: str
    plan: Plan | None


def counts_pupils(measure: Measure) -> bool:
    """Whether a measure is a share of pupils, so that a target can be shared out in pupils."""
    told = measure.denominator.lower()
    return (
        measure.unit == Unit.PERCENT
        and measure.direction != Direction.NONE
        and measure.topic not in pieces.APART
        and not any(word in told for word in NOT_PUPILS)
    )


def choices() -> list[Measure]:
    """The measures of all pupils for which a target can be tried, in the order of the score card."""
    known = set(
        PartnershipFigure.objects.whole().filter(value__isnull=False).values_list("measure", flat=True)
    )
    rows = Measure.objects.active().filter(group=PupilGroup.ALL)
    return [measure for measure in rows if measure.pk in known and counts_pupils(measure)]


def newest(measure: Measure, before: int | None = None) -> PartnershipFigure | None:
    """The partnership's newest figure of a measure that enough schools stand behind; from before an academic year."""
    rows = PartnershipFigure.objects.whole().filter(measure=measure, value__isnull=False)
    known = {row.year: row for row in (rows.filter(year__lt=before) if before else rows)}
    year = comparing.newest_full({year: row.counted for year, row in known.items()})
    return None if year is None else known[year]


def plan(measure: Measure, target: Decimal, before: int | None = None) -> Plan | None:
    """What each member school would have to contribute to a target, from the newest figures; None without any.

    Fair to small cohorts: shares follow the pupils who are not there yet, whole pupils are asked of large schools
    first, and schools with five pupils or fewer are not asked (``contributions.share_out``).
    """
    found = newest(measure, before)
    if found is None or found.value is None:
        return None
    there, pupils, none = _standing(measure, found.year)
    standings = [Standing(pk, row.value or Decimal(0), row.cohort or pupils[pk]) for pk, row in there.items()]
    shared = share_out(standings, target, measure.direction)
    parts = [
        Part(there[one.key].school, one, estimated=not there[one.key].cohort)  # type: ignore[arg-type]
        for one in shared.contributions
    ]
    parts.sort(key=lambda part: (part.school.name, part.school.urn))
    return Plan(
        measure=measure,
        year=found.year,
        baseline=found.value,
        target=target,
        pupils=shared.pupils,
        needed=shared.needed,
        missing=shared.missing,
        parts=tuple(parts),
        without=none,
    )


def _standing(measure: Measure, year: int) -> tuple[dict[int, Result], dict[int, int], int]:
    """The members' figures of a year by school, their last known numbers of pupils, and how many have neither."""
    members = member_places()
    rows = Result.objects.current().filter(measure=measure, area=Area.SCHOOL, school__in=members)
    earlier = rows.filter(year__lte=year, cohort__gt=0).order_by("year").values_list("school", "cohort")
    pupils = {pk: cohort for pk, cohort in earlier if pk and cohort}
    every = list(rows.filter(year=year).select_related("school"))
    there = {row.school_id: row for row in every if row.school_id in pupils and row.value is not None}
    return {pk: row for pk, row in there.items() if pk}, pupils, len(every) - len(there)


def proposals(year: int) -> list[Proposal]:
    """Targets for the challenge of an academic year, at most four, the furthest behind first.

    Where the partnership lies below England, England's figure; where it fell, what it was before; otherwise what London
    reached. Due when the provisional figures of that year are out. Each with what every school would contribute.
    """
    found = [one for measure in choices() if (one := _proposal(measure, year))]
    found.sort(key=lambda one: (-_step(one), one.measure.order))
    return found[:MOST]


def _step(one: Proposal) -> Decimal:
    return abs(one.target - one.baseline)


def _proposal(measure: Measure, year: int) -> Proposal | None:
    now = newest(measure, before=year)
    if now is None or now.value is None:
        return None
    aim = _aim(measure, now)
    if aim is None:
        return None
    target, why = aim
    due = date(year + 1, *DUE)
    return Proposal(measure, now.value, now.year, target, due, why, plan(measure, target, before=year))


def _aim(measure: Measure, now: PartnershipFigure) -> tuple[Decimal, str] | None:
    """The target in the measure's own decimals, and the sentence that gives the reason."""
    value, year = now.value or Decimal(0), year_label(now.year)
    beside = pieces.comparators(pieces.beside([measure], now.year, now.year), measure, now.year)
    shown = f"{measure.shown(value)} in {year}"
    for area in (Area.ENGLAND, Area.LONDON):
        there = beside.get(area)
        if there is not None and words.verdict(value, there, measure.direction, measure.decimals) == "worse":
            told = words.beside(value, there, measure.unit, measure.decimals, pieces.PLACES[area])
            return rounded(there, measure.decimals), f"{shown}, {told}."
        fell = _fell(measure, now)
        if area == Area.ENGLAND and fell:
            return fell
    better = STEP if measure.direction == Direction.UP else -STEP
    aim = rounded(min(max(value + better, Decimal(0)), Decimal(100)), measure.decimals)
    return (
        (aim, f"{shown}, ahead of London and England.")
        if beside and aim != rounded(value, measure.decimals)
        else None
    )


def _fell(measure: Measure, now: PartnershipFigure) -> tuple[Decimal, str] | None:
    """What it was before, where it has become worse since the year before."""
    rows = {
        row.year: row for row in PartnershipFigure.objects.whole().filter(measure=measure, year__lte=now.year)
    }
    like = comparing.alike({year: row.schools for year, row in rows.items()}, now.year)
    series = {year: Figure(row.value) for year, row in rows.items() if year in like}
    breaks = list(measure.breaks.values_list("year", flat=True))
    found = comparing.change(series, now.year, breaks)
    value = now.value or Decimal(0)
    if (
        found is None
        or words.verdict(value, value - found.value, measure.direction, measure.decimals) != "worse"
    ):
        return None
    told = words.moved(found, measure.unit, measure.decimals, year_label(found.first))
    return rounded(
        value - found.value, measure.decimals
    ), f"{measure.shown(value)} in {year_label(now.year)}, {told}."
