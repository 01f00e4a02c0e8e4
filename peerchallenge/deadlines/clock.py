"""What is owed to whom and when: pure functions of a session's facts and a moment.

The steps are those that every headteacher of the partnership has agreed to: the countdown, the day before, the end, 24 hours
left, 4 hours left, due now, 24 hours late, then one digest a day to the Director. Reminders of what is to come go
out at 20:30 before the quiet hours (21:00 to 07:00 in London) that they would fall into; news of what has happened
waits for 07:00.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hlp import clock
from peerchallenge.choices import TO_COME, RoundClock, SessionState
from peerchallenge.deadlines import before
from peerchallenge.deadlines.before import Preparation
from schools.calculations import add_school_days

REPORT_HOURS = timedelta(hours=48)
SCHOOL_DAYS = 2
DAY_BEFORE_AT = time(12, 0)
DIGEST_AT = time(8, 0)
NEVER = datetime.max.replace(tzinfo=clock.LONDON)

DAY_BEFORE, STARTED, DUE_24H, DUE_4H, DUE_NOW, LATE_24H = (
    "session-tomorrow",
    "report-clock-started",
    "report-due-24h",
    "report-due-4h",
    "report-due-now",
    "report-late-24h",
)
DIGEST = "report-late-digest"
REMINDER_KINDS = (DAY_BEFORE, STARTED, DUE_24H, DUE_4H, DUE_NOW, LATE_24H)


@dataclass(frozen=True)
class Facts:
    """What the clock needs to know of a session; people are primary keys of users."""

    session: int
    state: str
    starts_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    clock_set_at: datetime | None
    generation: int
    lead: int | None
    reviewers: frozenset[int]
    hosts: frozenset[int]
    lead_headteachers: frozenset[int]
    directors: frozenset[int]
    qa_reviewer: int | None
    helpers: frozenset[int] = frozenset()  # deputies and office of the host who get copies
    before: tuple[Preparation, ...] = ()  # the steps of the countdown, while the day is to come
    dated_at: datetime | None = None  # when the day was set: what was due before that is nobody's fault

    @property
    def team(self) -> frozenset[int]:
        """Lead and reviewers."""
        return self.reviewers | ({self.lead} if self.lead else frozenset())

    @property
    def overseers(self) -> frozenset[int]:
        """The lead headteachers, without those who host or lead this session; where none is left the Director."""
        return self.lead_headteachers - self.hosts - {self.lead} or self.directors


@dataclass(frozen=True)
class Step:
    """One step of the clock: owed from ``moment`` until it ``lapses``, to ``people``."""

    kind: str
    moment: datetime
    lapses: datetime
    people: frozenset[int]
    why: str
    mark: str


@dataclass(frozen=True)
class Owed:
    """One message that is owed: its unique key, to whom, since when, and why."""

    key: str
    kind: str
    person: int
    moment: datetime
    why: str


@dataclass(frozen=True)
class Explained:
    """A step in words, for the Director's table."""

    kind: str
    when: str
    who: str
    says: str


TABLE = [
    Explained(
        before.SOON,
        "8am, two school days before a step of the countdown is due, while it is not done",
        "Whoever owes it: host, lead reviewer or review team",
        "What is due before the session, and by when",
    ),
    Explained(
        before.LATE,
        "8am on the school day after it was due, while it is not done",
        "The same people",
        "What is late, and that the session comes nearer",
    ),
    Explained(
        DAY_BEFORE,
        "Midday on the last weekday before the session",
        "Lead reviewer, reviewers, host and those who help there, QA reviewer",
        "When and where, the handbook and the programme of the day",
    ),
    Explained(
        STARTED,
        "When the session ends: the lead reviewer’s tap, or the planned end if that is earlier",
        "Lead reviewer, reviewers",
        "The clock has started, when the report is due, the link to write it",
    ),
    Explained(DUE_24H, "24 hours before the report is due", "Lead reviewer, reviewers", "When it is due"),
    Explained(DUE_4H, "4 hours before the report is due", "Lead reviewer, reviewers", "When it is due"),
    Explained(
        DUE_NOW,
        "When the report is due",
        "Lead reviewer, reviewers, lead headteacher of the collaborative (the Director where that person "
        "hosts or leads the session)",
        "The report is due now",
    ),
    Explained(
        LATE_24H,
        "24 hours after the report was due",
        "Director",
        "The report is late, who was told what and when, and the team’s telephone numbers",
    ),
    Explained(
        DIGEST,
        "8am each day after that, until the report is sent",
        "Director",
        "One list of all reports that are more than a day late",
    ),
]


def due_at(ended_at: datetime, rule: str, known: Iterable[date] | None = None) -> datetime:
    """When the report is due, in UTC.

    Clock hours: 48 real hours, added in UTC (on London's clocks they would be 47 or 49 when the clocks change).
    Working time: the same time on London's clocks two school days later; ``known`` are the school days of the
    time to come where they have been read already.
    """
    if rule == RoundClock.WORKING_TIME:
        return add_school_days(ended_at, SCHOOL_DAYS, known)
    return ended_at + REPORT_HOURS


def reminders(facts: Facts, at: datetime) -> list[Owed]:
    """Everything that is owed at this moment, whether or not it has been written already.

    The keys are the same at every call, so writing what is there already is harmless. Nothing is owed once the
    report is sent, nothing whose step has been overtaken by the next, and nothing in the quiet hours: what a
    stopped worker missed is told in the morning.
    """
    return [] if clock.is_quiet(at) else _standing(facts, at)


def _standing(facts: Facts, at: datetime) -> list[Owed]:
    return standing(facts.session, steps(facts), at)


def standing(session: int, found: Iterable[Step], at: datetime) -> list[Owed]:
    """What is owed at a moment for these steps of a session, one for each person."""
    return [owed for step in found if step.moment <= at < step.lapses for owed in _each(session, step)]


def next_moment(facts: Facts, after: datetime) -> datetime | None:
    """When something is next owed, strictly after a moment; None when nothing will be."""
    return min((step.moment for step in steps(facts) if step.moment > after), default=None)


def wake_at(facts: Facts, at: datetime) -> datetime | None:
    """When the sweep must look at a session whose facts have just changed: at once if anything is owed now."""
    return clock.after_quiet(at) if _standing(facts, at) else next_moment(facts, at)


def _each(session: int, step: Step) -> list[Owed]:
    return [
        Owed(
            f"{step.kind}:session={session}:user={person}:{step.mark}",
            step.kind,
            person,
            step.moment,
            step.why,
        )
        for person in sorted(step.people)
    ]


def steps(facts: Facts) -> list[Step]:
    """The steps that lie on a session's way as its facts now stand."""
    if facts.state in TO_COME:
        return [_day_before(facts), *_countdown(facts)]
    if facts.state != SessionState.HELD or facts.ended_at is None or facts.due_at is None:
        return []
    told = facts.clock_set_at or facts.ended_at
    first, *later = _clock_steps(facts, facts.ended_at, facts.due_at)
    # Who set the clock anew told people of the new moment: only what comes after that is still to be said.
    return ([first] if told <= facts.ended_at else []) + [step for step in later if step.moment > told]


def _countdown(facts: Facts) -> list[Step]:
    return [
        Step(told.kind, told.moment, told.lapses, told.people, told.why, told.mark)
        for told in before.tellings(facts.before, facts.starts_at)
        if facts.dated_at is None or told.moment > facts.dated_at
    ]


def _day_before(facts: Facts) -> Step:
    day = clock.local(facts.starts_at).date() - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    qa = {facts.qa_reviewer} if facts.qa_reviewer else set()
    return Step(
        DAY_BEFORE,
        clock.at(day, DAY_BEFORE_AT),
        facts.starts_at,
        facts.team | facts.hosts | facts.helpers | qa,
        "the session is on the next school day",
        f"on={clock.local(facts.starts_at).date()}",
    )


def _clock_steps(facts: Facts, ended: datetime, due: datetime) -> list[Step]:
    day, four = clock.before_quiet(due - timedelta(hours=24)), clock.before_quiet(due - timedelta(hours=4))
    late = clock.after_quiet(due + timedelta(hours=24))
    mark = f"clock={facts.generation}"
    watched = facts.team | facts.overseers
    return [
        Step(STARTED, clock.after_quiet(ended), day, facts.team, "the session has ended", mark),
        Step(DUE_24H, day, four, facts.team, "the report is due in 24 hours", mark),
        Step(DUE_4H, four, due, facts.team, "the report is due in 4 hours", mark),
        Step(DUE_NOW, clock.after_quiet(due), late, watched, "the report is due now", mark),
        Step(LATE_24H, late, NEVER, facts.directors, "the report is 24 hours late", mark),
    ]


def digest_key(person: int, day: date) -> str:
    """The key of the Director's digest of one day."""
    return f"{DIGEST}:user={person}:on={day}"


def digest_moment(day: date) -> datetime:
    """When the digest of a day goes out."""
    return clock.at(day, DIGEST_AT)


def digest_horizon(day: date) -> datetime:
    """Reports due before this moment stand in the digest of ``day``: the Director was told of them before that day.

    They were told 24 hours after the due moment, or in the morning after it where that fell into the quiet hours.
    """
    return clock.at(day - timedelta(days=1), clock.QUIET_FROM) - timedelta(hours=24)
