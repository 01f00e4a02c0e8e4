"""Partnerships for the planner of dates: groups, headteachers, open days and who cannot when, from one number.

A group has at most one special school beside its three or four.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from peerchallenge.planner import Host, Post, Problem

AUTUMN, SPRING = date(2026, 9, 28), date(2027, 1, 18)
LONG_AGO = date(2020, 9, 1)
SPECIAL = 9000  # primary keys from here on are special schools


@dataclass(frozen=True)
class Kind:
    """How a partnership is: schools, rounds, weeks of a round, and how scarce days and training are."""

    schools: int = 46
    special: int = 6
    rounds: int = 2
    weeks: int = 10
    away: float = 0.12  # share of days on which somebody cannot
    untrained: float = 0.08
    two_schools: int = 1  # persons who head two schools
    shared: int = 2  # headships of two persons


def partnership(kind: Kind, seed: int = 1) -> Problem:
    """The partnership of a kind with this number; the same number gives the same."""
    chance = Random(seed)
    groups = _groups(kind)
    posts = _posts(kind, [school for group in groups for school in group], chance)
    hosts = [
        _host(round_, school, number, group, days)
        for round_, days in enumerate(_rounds(kind), 1)
        for number, group in enumerate(groups, 1)
        for school in group
    ]
    days = sorted({day for host in hosts for day in host.days})
    people = sorted({post.person for post in posts})
    untrained = {person for person in people if chance.random() < kind.untrained}
    trained = frozenset(people) - untrained
    return Problem(
        hosts=tuple(hosts),
        posts=tuple(posts),
        away={person: _away(days, kind.away, chance) for person in people},
        trained=dict.fromkeys(days, trained),
        surplus={post.school: chance.randint(-2, 2) for post in posts},
    )


def _groups(kind: Kind) -> list[list[int]]:
    mainstream = list(range(1, kind.schools - kind.special + 1))
    quads = len(mainstream) % 3
    sizes = [4] * quads + [3] * ((len(mainstream) - 4 * quads) // 3)
    groups, start = [], 0
    for size in sizes:
        groups.append(mainstream[start : start + size])
        start += size
    for number, group in zip(range(kind.special), reversed(groups), strict=False):
        group.append(SPECIAL + number)
    return groups


def _posts(kind: Kind, schools: list[int], chance: Random) -> list[Post]:
    posts = [Post(100_000 + school, school, LONG_AGO) for school in schools]
    for school in chance.sample(schools, min(kind.shared, len(schools))):
        posts.append(Post(200_000 + school, school, LONG_AGO))
    for _ in range(kind.two_schools if len(schools) > 5 else 0):
        one, other = chance.sample(schools, 2)
        posts = [p for p in posts if p.school != other or p.person != 100_000 + other]
        posts.append(Post(100_000 + one, other, LONG_AGO))
    return posts


def _rounds(kind: Kind) -> list[list[date]]:
    firsts = [AUTUMN, SPRING][: kind.rounds]
    return [[first + timedelta(days=n) for n in range(7 * kind.weeks) if n % 7 < 5] for first in firsts]


def _host(round_: int, school: int, number: int, group: list[int], days: list[date]) -> Host:
    others = tuple(other for other in group if other != school)
    size = min(len(others), 2 if school >= SPECIAL else 3)
    return Host(round_, school, number, tuple(days), others, size)


def _away(days: list[date], share: float, chance: Random) -> frozenset[date]:
    """Single days, and for some a weekday on which they never can."""
    never = chance.randrange(5) if chance.random() < 2 * share else None
    return frozenset(day for day in days if day.weekday() == never or chance.random() < share)
