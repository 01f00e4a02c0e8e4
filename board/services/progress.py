"""How far the partnership is with a challenge, and what the score card proposes for the next."""

from datetime import date
from decimal import Decimal
from typing import Any

from board.choices import ChallengeState
from board.models import Challenge, ChallengeTarget
from board.services.challenges import Goal
from scorecard.choices import year_label
from scorecard.models import PartnershipFigure
from scorecard.services.challenge import proposals as proposed

Line = dict[str, Any]
LONGEST_WHY = 300  # characters that a target keeps


def proposals(year: int) -> list[Goal]:
    """Targets that the score card proposes for the challenge of an academic year, as targets of ours."""
    return [
        Goal(one.measure, round(one.baseline, 2), one.baseline_year, one.target, one.due_on, one.why)
        for one in proposed(year)
    ]


def figures(targets: list[ChallengeTarget]) -> dict[int, tuple[int, Decimal]]:
    """The newest figure of the partnership since the baseline, with its year, by the measure's primary key."""
    since = {target.measure_id: target.baseline_year for target in targets}
    rows = PartnershipFigure.objects.whole().filter(measure__in=since, value__isnull=False).order_by("year")
    known = rows.values_list("measure_id", "year", "value")
    return {pk: (year, value) for pk, year, value in known if value is not None and year > since[pk]}


def lines(of: Challenge) -> list[Line]:
    """Each target with where it began, where the partnership is, and how much of the way is gone (0 to 100)."""
    targets = list(of.targets.select_related("measure"))
    known = figures(targets) if of.state != ChallengeState.CLOSED else {}
    return [_line(target, *known.get(target.measure_id, (0, None))) for target in targets]


def _line(target: ChallengeTarget, year: int, value: Decimal | None) -> Line:
    measure, ended = target.measure, target.outcome != ""
    if ended:
        value, year = target.result, target.due_on.year - 1
    gone = None if value is None else share(target.baseline, target.target, value)
    return {
        "target": target,
        "measure": measure,
        "baseline": measure.shown(target.baseline),
        "baseline_year": year_label(target.baseline_year),
        "aim": measure.shown(target.target),
        "value": value,
        "now": measure.shown(value) if value is not None else "",
        "now_year": year_label(year) if value is not None else "",
        "share": gone,
        "words": _words(target, value, gone),
    }


def share(baseline: Decimal, target: Decimal, value: Decimal) -> int:
    """How much of the way from baseline to target is gone, in per cent between 0 and 100; either direction."""
    way = target - baseline
    if not way:
        return 100
    return max(0, min(100, round(100 * (value - baseline) / way)))


def _words(target: ChallengeTarget, value: Decimal | None, gone: int | None) -> str:
    if target.outcome:
        return str(target.get_outcome_display())
    if value is None or gone is None:
        return "No newer figure is published yet"
    if gone >= 100:
        return "Reached"
    return "No nearer yet" if gone <= 0 else f"{gone}% of the way"


def facts(of: Challenge) -> list[Line]:
    """The lines as plain data, for a paper."""
    names = ("baseline", "baseline_year", "aim", "now", "now_year", "share", "words")
    return [
        {
            **{name: line[name] for name in names},
            "measure": line["measure"].name,
            "due": _month(line["target"].due_on),
            "why": line["target"].why,
        }
        for line in lines(of)
    ]


def _month(day: date) -> str:
    return f"{day:%B %Y}"
