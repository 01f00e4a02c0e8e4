"""What the planner of dates is told, and what it answers: plain facts, people and schools by their primary keys."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import ceil

# A session to be planned: the round and the host school.
Slot = tuple[int, int]

DEFAULT_WEIGHTS = {"untrained": 1000, "week": 12, "fortnight": 4, "leading": 6, "weekday": 3, "spread": 2}
WISHES = {
    "untrained": "A lead whose training is not in date",
    "week": "Two sessions of one group in the same week",
    "fortnight": "Two sessions of one group in neighbouring weeks",
    "leading": "A lead for somebody who has led more often than they were led",
    "weekday": "A Friday: the report is written over the weekend",
    "spread": "More sessions in one week than its even share",
}
AVOIDED_WEEKDAYS = frozenset({4})


@dataclass(frozen=True)
class Post:
    """Who heads which school, from when until when (None: for good), both days included."""

    person: int
    school: int
    starts: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Visitor:
    """A place in a team: the person, and the school they come from (0 where nobody knows)."""

    person: int
    school: int


@dataclass(frozen=True)
class Placement:
    """A session on a day. ``lead`` is the person of one of the ``team``, 0 where nobody leads yet."""

    round: int
    host: int
    day: date
    lead: int
    team: tuple[Visitor, ...]

    @property
    def slot(self) -> Slot:
        """What it places."""
        return self.round, self.host

    @property
    def people(self) -> tuple[int, ...]:
        """The persons of the team."""
        return tuple(visitor.person for visitor in self.team)

    @property
    def lead_school(self) -> int:
        """The school that the lead comes from."""
        return next((v.school for v in self.team if v.person == self.lead), 0)


@dataclass(frozen=True)
class Host:
    """A school that hosts in a round.

    ``days`` are open for it; ``closed`` are school days of the round that tests, checks or INSET take from it.
    ``visitors`` are the schools of which ``size`` visit. ``fixed`` is its date where that stands already.
    """

    round: int
    school: int
    group: int
    days: tuple[date, ...]
    visitors: tuple[int, ...]
    size: int
    closed: tuple[date, ...] = ()
    fixed: Placement | None = None

    @property
    def slot(self) -> Slot:
        """The session that it asks for."""
        return self.round, self.school


@dataclass(frozen=True)
class Problem:
    """Everything that the planner knows.

    ``away``: days by person, said or engaged elsewhere. ``trained``: the persons in date to lead, by day; a day that
    is not there knows everybody as trained. ``surplus``: how much more often a school has led than it was led.
    ``training_overruled``: others may lead where nothing else is possible.
    """

    hosts: tuple[Host, ...]
    posts: tuple[Post, ...]
    away: Mapping[int, frozenset[date]] = field(default_factory=dict)
    trained: Mapping[date, frozenset[int]] = field(default_factory=dict)
    surplus: Mapping[int, int] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    avoided: frozenset[int] = AVOIDED_WEEKDAYS
    training_overruled: bool = False
    people: Mapping[int, str] = field(default_factory=dict)
    schools: Mapping[int, str] = field(default_factory=dict)
    rounds: Mapping[int, str] = field(default_factory=dict)

    def heads(self, school: int, day: date) -> list[int]:
        """Who heads a school on a day."""
        return [post.person for post in self._posts_at.get(school, ()) if post.holds(day)]

    @cached_property
    def _posts_at(self) -> dict[int, list[Post]]:
        found: dict[int, list[Post]] = {}
        for post in self.posts:
            found.setdefault(post.school, []).append(post)
        return found

    @cached_property
    def schools_of(self) -> dict[int, frozenset[int]]:
        """The schools that each person heads at some time."""
        found: dict[int, set[int]] = {}
        for post in self.posts:
            found.setdefault(post.person, set()).add(post.school)
        return {person: frozenset(schools) for person, schools in found.items()}

    @cached_property
    def groups(self) -> dict[Slot, int]:
        """The group of each session to be planned."""
        return {host.slot: host.group for host in self.hosts}

    @cached_property
    def weeks(self) -> dict[int, list[date]]:
        """By round the Mondays of the weeks in which a day is open, or a date stands."""
        found: dict[int, set[date]] = {}
        for host in self.hosts:
            days = (host.fixed.day,) if host.fixed else host.days
            found.setdefault(host.round, set()).update(map(week_of, days))
        return {round_: sorted(weeks) for round_, weeks in found.items()}

    @cached_property
    def shares(self) -> dict[int, int]:
        """By round a week's even share of its sessions."""
        hosting = Counter(host.round for host in self.hosts)
        return {r: ceil(number / len(self.weeks[r])) if self.weeks[r] else 0 for r, number in hosting.items()}

    @cached_property
    def hosting(self) -> Counter[int]:
        """How many sessions each school hosts."""
        return Counter(host.school for host in self.hosts)

    def is_away(self, person: int, day: date) -> bool:
        """Whether somebody cannot on a day."""
        return day in self.away.get(person, ())

    def may_lead(self, host: Host, day: date) -> tuple[frozenset[int], bool]:
        """Who of a host's visitors may lead on a day, and whether they are trained: all where none of them is."""
        people = frozenset(p for school in host.visitors for p in self.heads(school, day))
        trained = people & self.trained.get(day, people)
        return (trained, True) if trained and not self.training_overruled else (people, False)

    def weight(self, wish: str) -> int:
        """What one breach of a wish costs."""
        return self.weights.get(wish, DEFAULT_WEIGHTS[wish])


@dataclass(frozen=True)
class Cause:
    """One of a smallest set of facts and rules that cannot all hold: what it is about, and a sentence."""

    kind: str
    about: tuple[int, ...]
    sentence: str


@dataclass(frozen=True)
class Unplaced:
    """A host for whom there is no day, and a smallest set of causes: without any one of them there would be one."""

    round: int
    host: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Plan:
    """The answer. ``cost`` is that of the wishes; no plan that places as many hosts costs less than ``bound``."""

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    by_wish: Mapping[str, int]
    bound: int
    seconds: float

    @property
    def cost(self) -> int:
        """What the plan costs."""
        return sum(self.by_wish.values())

    @property
    def gap(self) -> int:
        """By how much at most a better plan would cost less."""
        return max(self.cost - self.bound, 0)

    @property
    def proved(self) -> bool:
        """Whether nothing better exists."""
        return self.gap == 0


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
