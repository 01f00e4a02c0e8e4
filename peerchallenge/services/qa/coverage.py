"""Coverage: one challenge in every triad and quad is assured each year. What is still to do, who is free, a proposal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Max, Q

from hlp import clock
from hlp.models import User
from peerchallenge.choices import OFF, TO_COME
from peerchallenge.models import ChallengeSession
from peerchallenge.services.plans import engaged
from peerchallenge.services.qa import independence
from peerchallenge.services.qa.independence import MOST_VISITS, Standing, visits_to
from peerchallenge.services.sessions import change_session
from schools.choices import Role
from schools.models import AcademicYear, Group
from schools.roles import people_with

# Prices of the assignment, in kilometres.
FAR, EACH_FURTHER = (
    15.0,
    40.0,
)  # where nobody said from where they set out; for each session more of one person
IMPOSSIBLE = 1e6


@dataclass
class Line:
    """A group of the year: its assured sessions, and those to come that nobody assures yet."""

    group: Group
    done: list[ChallengeSession] = field(default_factory=list)
    booked: list[ChallengeSession] = field(default_factory=list)
    free: list[ChallengeSession] = field(default_factory=list)

    @property
    def status(self) -> str:
        """``done`` once a QA report is sent, ``booked`` where a QA reviewer is named, ``none``."""
        return "done" if self.done else "booked" if self.booked else "none"

    @property
    def shown(self) -> list[ChallengeSession]:
        """The assured sessions, those whose report is sent first."""
        return [*self.done, *self.booked]


@dataclass(frozen=True)
class Coverage:
    """How far a year is. ``percent`` of the groups have a QA report; ``secured`` have one or are booked."""

    year: AcademicYear
    lines: list[Line]
    ends: date

    @property
    def done(self) -> int:
        """Groups with a QA report."""
        return sum(line.status == "done" for line in self.lines)

    @property
    def booked(self) -> int:
        """Groups for which a QA reviewer is named."""
        return sum(line.status == "booked" for line in self.lines)

    @property
    def none(self) -> int:
        """Groups with neither."""
        return len(self.lines) - self.done - self.booked

    @property
    def percent(self) -> int:
        """Groups with a QA report, in 100; 0 where there is no group."""
        return round(100 * self.done / len(self.lines)) if self.lines else 0

    def days_left(self, today: date) -> int:
        """Days until the year's last term ends; 0 when it is over."""
        return max(0, (self.ends - today).days)


@dataclass(frozen=True)
class Proposal:
    """A QA reviewer for a session. ``distance`` is in kilometres from where they set out, None where not known."""

    session: ChallengeSession
    person: User
    distance: float | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.session.pk}-{self.person.pk}-{self.session.version}"


def coverage(year: AcademicYear, collaboratives: Iterable[int] | None = None) -> Coverage:
    """Every group of the year (of these collaboratives alone, if given), those with nothing first."""
    groups = Group.objects.filter(year=year).select_related("collaborative")
    if collaboratives is not None:
        groups = groups.filter(collaborative__in=collaboratives)
    lines = {group.pk: Line(group) for group in groups}
    rows = ChallengeSession.objects.filter(group__in=lines).exclude(state__in=OFF)
    for row in rows.with_people().select_related("qa_review").order_by("starts_at", "pk"):
        _sort_in(lines[row.group_id], row)
    order = {"none": 0, "booked": 1, "done": 2}
    found = sorted(lines.values(), key=lambda line: (order[line.status], str(line.group)))
    return Coverage(year, found, last_day(year))


def last_day(year: AcademicYear) -> date:
    """The last day of the year's last term."""
    last: date | None = year.terms.aggregate(ends=Max("ends"))["ends"]
    return last or year.ends


def without(year: AcademicYear) -> tuple[int, int]:
    """How many groups of a year have neither a QA report nor a QA reviewer, and how many there are; counted alone."""
    looked_at = Q(qa_reviewer__isnull=False) | Q(qa_review__sent_at__isnull=False)
    seen = ChallengeSession.objects.filter(looked_at).exclude(state__in=OFF)
    groups = Group.objects.filter(year=year)
    return groups.exclude(pk__in=seen.order_by().values("group")).count(), groups.count()


def _sort_in(line: Line, row: ChallengeSession) -> None:
    review = getattr(row, "qa_review", None)
    if review is not None and review.sent_at:
        line.done.append(row)
    elif row.qa_reviewer_id:
        line.booked.append(row)
    elif row.state in TO_COME:
        line.free.append(row)


def reviewers(year: AcademicYear, day: date) -> list[tuple[User, Standing, int]]:
    """The QA reviewers of today, what is known of each, and for how many sessions of the year they are named."""
    people = people_with(Role.QA_REVIEWER, day)
    known = independence.standings(people, year, day)
    load: dict[int, int] = defaultdict(int)
    named = ChallengeSession.objects.filter(round__year=year, qa_reviewer__in=people).exclude(state__in=OFF)
    for pk in named.values_list("qa_reviewer", flat=True):
        load[pk] += 1  # type: ignore[index]
    return [(person, known[person.pk], load[person.pk]) for person in people]


def propose(found: Coverage, at: datetime) -> list[Proposal]:
    """A QA reviewer for each group that has none, to a session to come: least travel, even load; one at a time a day.

    What a first assignment leaves over, because two fell on one day, is assigned in further turns.
    """
    today = clock.local(at).date()
    team = reviewers(found.year, today)
    open_lines = [line for line in found.lines if line.status == "none" and line.free]
    if not team or not open_lines:
        return []
    counts = independence.visits([person for person, _, _ in team])
    busy = _busy(open_lines)
    load = {person.pk: number for person, _, number in team}
    taken: list[Proposal] = []
    while open_lines:
        chosen = _turn(open_lines, team, counts, busy, load)
        if not chosen:
            return sorted(taken, key=lambda one: one.session.starts_at)
        taken += chosen
        groups = {one.session.group_id for one in taken}
        open_lines = [line for line in open_lines if line.group.pk not in groups]
    return sorted(taken, key=lambda one: one.session.starts_at)


def _busy(lines: list[Line]) -> set[tuple[int, date]]:
    days = {clock.local(row.starts_at).date() for line in lines for row in line.free}
    return {(pk, day) for day in days for pk in engaged(day)}


def _turn(
    lines: list[Line],
    team: list[tuple[User, Standing, int]],
    counts: dict[int, dict[int, int]],
    busy: set[tuple[int, date]],
    load: dict[int, int],
) -> list[Proposal]:
    """One assignment: each group to at most one seat, a person's further seats costing more."""
    from scipy.optimize import linear_sum_assignment  # heavy, and needed here alone

    seats = [(person, known, n) for n in range(len(lines)) for person, known, _ in team]
    table = []
    best: dict[tuple[int, int], tuple[float, ChallengeSession]] = {}
    for row, line in enumerate(lines):
        prices = {p.pk: _cheapest(line, p, known, counts[p.pk], busy) for p, known, _ in team}
        cells = []
        for column, (person, _, n) in enumerate(seats):
            price, session = prices[person.pk]
            cells.append(price + EACH_FURTHER * (load[person.pk] + n) if session else IMPOSSIBLE)
            if session:
                best[row, column] = (price, session)
        table.append(cells)
    taken = []
    for row, column in zip(*linear_sum_assignment(table), strict=True):
        if (row, column) in best:
            person, known, _ = seats[column]
            session = best[row, column][1]
            day = clock.local(session.starts_at).date()
            if (person.pk, day) not in busy:
                busy.add((person.pk, day))
                load[person.pk] += 1
                taken.append(Proposal(session, person, _distance(known, session)))
    return taken


def _cheapest(
    line: Line,
    person: User,
    known: Standing,
    counts: dict[int, int],
    busy: set[tuple[int, date]],
) -> tuple[float, ChallengeSession | None]:
    """The price of the group's nearest session that the person may assure, and the session; None where there is none."""
    schools = {row.host_id for row in [*line.shown, *line.free]}
    if visits_to(counts, schools) >= MOST_VISITS:
        return IMPOSSIBLE, None
    possible = []
    for row in line.free:
        day = clock.local(row.starts_at).date()
        team = {reviewer.person_id for reviewer in row.reviewers.all()}
        if (person.pk, day) in busy or person.pk in team or known.problem(person, row.host, row.round.year):
            continue
        distance = _distance(known, row)
        possible.append((FAR if distance is None else distance, row.starts_at, row))
    if not possible:
        return IMPOSSIBLE, None
    price, _, row = min(possible, key=lambda one: one[:2])
    return price, row


def _distance(known: Standing, session: ChallengeSession) -> float | None:
    """Kilometres as the crow flies; None where a place is not known."""
    metres = known.near.distance_to(session.host) if known.near else None
    return None if metres is None else metres / 1000


def assign(values: Iterable[str], *, by: User, at: datetime | None = None) -> tuple[int, list[str]]:
    """Name the QA reviewers of confirmed proposals, each checked anew by ``change_session``.

    Returns how many were named, and a sentence for each that is not possible any more.
    """
    done, refused = 0, []
    for value in values:
        session, person, version = _read(value)
        if session is None or person is None:
            refused.append("A line of the proposal is not known any more")
            continue
        if session.version != version and session.qa_reviewer_id != person.pk:
            refused.append(
                f"{session.host}: somebody has changed the session since. Look at the new proposal"
            )
            continue
        try:
            change_session(session=session, version=session.version, qa_reviewer=person, by=by, at=at)
            done += 1
        except ValidationError as refusal:
            refused.append(f"{session.host}: {' '.join(refusal.messages)}")
    return done, refused


def _read(value: str) -> tuple[ChallengeSession | None, User | None, int]:
    parts = value.split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 10 for part in parts):
        return None, None, 0
    session, person, version = (int(part) for part in parts)
    rows = ChallengeSession.objects.select_related("host")
    return rows.filter(pk=session).first(), User.objects.filter(pk=person).first(), version
