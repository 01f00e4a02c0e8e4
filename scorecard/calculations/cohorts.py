"""Small cohorts: what one pupil means, when to be careful, and what outsiders may not see."""

from collections.abc import Mapping
from decimal import Decimal

from scorecard.calculations.figures import FEW, HIDDEN, WITHHELD, Figure, without

CAREFUL = 30  # pupils: below one form of entry a figure moves with a few children
PAIRS = (("disadvantaged", "other"), ("girls", "boys"))
ALL = "all"


def one_pupil(cohort: int | None) -> Decimal | None:
    """How many percentage points one pupil is in a cohort; None where it is unknown or empty."""
    return Decimal(100) / cohort if cohort else None


def is_careful(cohort: int | None) -> bool:
    """Whether a figure should be read with care: less than a class of pupils (three-year averages tell more)."""
    return bool(cohort) and (cohort or 0) < CAREFUL


def guarded(family: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures of one school and year as they may be shown outside the school: by group, for one subject.

    A figure of five pupils or fewer is hidden, and whatever it could be worked out from: the other half of a pair
    (disadvantaged and other, girls and boys), and a group that leaves five or fewer of all pupils. Where all pupils are
    five or fewer nothing is shown. The rule is the Department's for school tables (results of five or fewer pupils are
    suppressed, and a second figure where one alone could be calculated); here also for what schools report themselves.
    """
    sizes = _sizes(family)
    few = {group for group in family if _few(sizes.get(group))}
    if ALL in few:
        return {group: without(figure, HIDDEN) for group, figure in family.items()}
    hidden = dict.fromkeys(few, HIDDEN)
    for group in family:
        if group not in hidden and _tells_few(group, few, sizes):
            hidden[group] = WITHHELD
    return {
        group: without(figure, hidden[group]) if group in hidden else figure
        for group, figure in family.items()
    }


def _few(size: int | None) -> bool:
    return size is not None and 0 < size <= FEW


def _tells_few(group: str, few: set[str], sizes: Mapping[str, int | None]) -> bool:
    """Whether the group is the other half of a hidden one, or leaves few of all pupils."""
    partner = _partner(group)
    if partner and (partner in few or _few(sizes.get(partner))):
        return True
    whole, size = sizes.get(ALL), sizes.get(group)
    return group != ALL and whole is not None and size is not None and _few(whole - size)


def _partner(group: str) -> str | None:
    for one, other in PAIRS:
        if group in (one, other):
            return other if group == one else one
    return None


def _sizes(family: Mapping[str, Figure]) -> dict[str, int | None]:
    """The cohorts, those of a missing half worked out as any reader could."""
    sizes = {group: figure.cohort for group, figure in family.items()}
    whole = sizes.get(ALL)
    for one, other in PAIRS:
        for group, partner in ((one, other), (other, one)):
            known = sizes.get(partner)
            if sizes.get(group) is None and whole is not None and known is not None:
                sizes[group] = whole - known
    return sizes
