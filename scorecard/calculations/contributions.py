"""What each school would have to contribute so that the partnership reaches a target: in whole pupils."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from scorecard.calculations.comparing import DOWN
from scorecard.calculations.figures import FEW, rounded

CERTAIN = 11  # pupils: in a smaller cohort a half pupil is rounded to the others' account


@dataclass(frozen=True)
class Standing:
    """A school's last figure: ``percent`` of ``cohort`` pupils. ``key`` is whatever the caller knows it by."""

    key: int
    percent: Decimal
    cohort: int

    @property
    def counted(self) -> int:
        """The pupils that the percentage counts, whole: the published percentage is rounded, pupils are not."""
        return int(rounded(self.percent * self.cohort / 100, 0))


@dataclass(frozen=True)
class Contribution:
    """What is asked of a school: ``pupils`` more (fewer, where lower is better), and where that brings it."""

    key: int
    cohort: int
    percent: Decimal
    pupils: int
    asked: bool

    @property
    def points(self) -> Decimal:
        """The contribution in percentage points of the school's own cohort."""
        return Decimal(100) * self.pupils / self.cohort if self.cohort else Decimal(0)


@dataclass(frozen=True)
class Sharing:
    """A target shared out: ``needed`` pupils in all, ``missing`` of them that no school has left to give."""

    baseline: Decimal | None
    target: Decimal
    pupils: int
    needed: int
    missing: int
    contributions: list[Contribution]


def share_out(standings: Iterable[Standing], target: Decimal, direction: str) -> Sharing:
    """The pupils that it takes to reach ``target`` percent of all, shared out by how many each school has to win.

    A school's share follows its pupils who are not there yet, so nobody is asked for more than it has, and the sum is
    exactly what is needed. Whole pupils are rounded by largest remainders, and those of schools with fewer than eleven
    pupils last, since there one pupil is nine points and more. Cohorts of five or fewer are not asked at all.
    """
    every = sorted(standings, key=lambda one: one.key)
    pupils, counted = sum(one.cohort for one in every), sum(one.counted for one in every)
    needed = max(_needed(pupils, counted, target, direction), 0)
    room = {one.key: _room(one, direction) for one in every}
    shares = _whole(every, room, min(needed, sum(room.values())))
    found = [
        Contribution(one.key, one.cohort, one.percent, shares.get(one.key, 0), one.cohort > FEW)
        for one in every
    ]
    baseline = Decimal(100) * counted / pupils if pupils else None
    return Sharing(baseline, target, pupils, needed, needed - sum(shares.values()), found)


def _needed(pupils: int, counted: int, target: Decimal, direction: str) -> int:
    wanted = target * pupils / 100
    if direction == DOWN:
        return counted - int(wanted.to_integral_value(ROUND_FLOOR))
    return int(wanted.to_integral_value(ROUND_CEILING)) - counted


def _room(one: Standing, direction: str) -> int:
    """The pupils that a school has to win; none in a cohort of five or fewer."""
    if one.cohort <= FEW:
        return 0
    return one.counted if direction == DOWN else max(one.cohort - one.counted, 0)


def _whole(every: list[Standing], room: dict[int, int], needed: int) -> dict[int, int]:
    """Shares in proportion to the room, in whole pupils that sum up to ``needed``."""
    total = sum(room.values())
    if not total:
        return {}
    exact = {key: Decimal(needed) * space / total for key, space in room.items()}
    shares = {key: int(part) for key, part in exact.items()}
    small = {one.key for one in every if one.cohort < CERTAIN}
    order = sorted(exact, key=lambda key: (key in small, shares[key] - exact[key], key))
    left = needed - sum(shares.values())
    while left:
        for key in order:
            if left and shares[key] < room[key]:
                shares[key] += 1
                left -= 1
    return shares
