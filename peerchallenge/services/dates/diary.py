"""One reading of the calendar for many questions: which days are open, who cannot, who is engaged, who heads what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from hlp import clock
from hlp.models import User
from peerchallenge.calculations import unavailable
from peerchallenge.choices import OFF
from peerchallenge.models import ChallengeSession
from schools.calculations import school_days
from schools.choices import Role
from schools.models import Appointment, ClosedPeriod, School


@dataclass(frozen=True)
class Diary:
    """The days from ``first`` to ``last``. ``away`` holds days by person; ``sessions`` those that stand, by day."""

    first: date
    last: date
    school_days: frozenset[date]
    closed: tuple[ClosedPeriod, ...]
    away: dict[int, set[date]]
    sessions: dict[date, list[ChallengeSession]]
    posts: dict[int, list[Appointment]]

    def heads(self, school: int, day: date) -> list[User]:
        """Who heads a school (its primary key) on a day."""
        posts = self.posts.get(school, [])
        return [p.person for p in posts if p.starts <= day and (p.ends is None or p.ends >= day)]

    def at(self, person: int, day: date, besides: int | None = None) -> ChallengeSession | None:
        """The session that engages a person on a day: on its team, as QA reviewer, or as its host's only headteacher."""
        for row in self.sessions.get(day, []):
            if row.pk != besides and person in self.engaged(row, day):
                return row
        return None

    def engaged(self, row: ChallengeSession, day: date) -> set[int]:
        """Whom a session engages on its day: team, QA reviewer, and a headteacher who alone heads the host."""
        at_home = [person.pk for person in self.heads(row.host_id, day)]
        alone = at_home if len(at_home) == 1 else []
        assuring = {row.qa_reviewer_id} if row.qa_reviewer_id else set()
        return {r.person_id for r in row.reviewers.all()} | assuring | set(alone)

    def against_day(self, day: date, school: School | None = None) -> Iterator[str]:
        """Why no challenge is held on a day: no school day, or a period that closes it."""
        if day not in self.school_days:
            yield f"{clock.day(day)} is not a school day"
        for period in self.closed:
            if period.holds(day, school.pk if school else None):
                yield closed_on(day, period)

    def against_person(self, person: User, day: date, besides: int | None = None) -> Iterator[str]:
        """Why somebody cannot come on a day: they said so, or they are elsewhere."""
        if day in self.away.get(person.pk, ()):
            yield away_on(day, person)
        if row := self.at(person.pk, day, besides):
            yield f"{person} is at {row.host} on {clock.day(day)}"

    def against_host(self, school: School, day: date, besides: int | None = None) -> Iterator[str]:
        """Why a school cannot be visited on a day; one of its headteachers must be at home."""
        yield from self.against_day(day, school)
        reasons = [list(self.against_person(p, day, besides)) for p in self.heads(school.pk, day)]
        if not reasons:
            yield f"{school} has no headteacher on {clock.day(day)}"
        elif all(reasons):
            yield from dict.fromkeys(reason for each in reasons for reason in each)


def closed_on(day: date, period: ClosedPeriod) -> str:
    """That a closed period holds a day, as a sentence without its stop."""
    return f"No challenge is held on {clock.day(day)}: {period}"


def away_on(day: date, person: User) -> str:
    """That somebody said they cannot, as a sentence without its stop."""
    return f"{person} cannot on {clock.day(day)}"


def read_diary(first: date, last: date) -> Diary:
    """The diary of everybody between two days, both included, in a fixed number of queries."""
    posts = _posts(first, last)
    people = {post.person_id: post.person for held in posts.values() for post in held}
    return Diary(
        first=first,
        last=last,
        school_days=frozenset(school_days(first, last)),
        closed=tuple(ClosedPeriod.objects.between(first, last).select_related("school")),
        away=unavailable(people.values(), first, last),
        sessions=_sessions(first, last),
        posts=posts,
    )


def _posts(first: date, last: date) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.filter(role=Role.HEADTEACHER, starts__lte=last, person__is_active=True)
    found: dict[int, list[Appointment]] = defaultdict(list)
    for post in rows.select_related("person", "school").order_by("person__name", "person_id", "pk"):
        if post.school_id and (post.ends is None or post.ends >= first):
            found[post.school_id].append(post)
    return dict(found)


def _sessions(first: date, last: date) -> dict[date, list[ChallengeSession]]:
    start, end = clock.at(first, time.min), clock.at(last + timedelta(days=1), time.min)
    rows = ChallengeSession.objects.filter(starts_at__gte=start, starts_at__lt=end).exclude(state__in=OFF)
    found: dict[date, list[ChallengeSession]] = defaultdict(list)
    for row in rows.with_people():
        found[clock.local(row.starts_at).date()].append(row)
    return dict(found)


def weekdays(first: date, last: date) -> Iterable[date]:
    """Monday to Friday between two days, both included."""
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5]
