"""When headteachers cannot this year and next, and a draft of dates for the round to come."""

from collections import defaultdict
from datetime import date, timedelta

from hlp import clock
from hlp.models import User
from peerchallenge.choices import OFF
from peerchallenge.demo.stage import Stage
from peerchallenge.demo.windows import Rounds
from peerchallenge.models import Availability, AwayDays, ChallengeSession, DatesPlan, Round
from peerchallenge.services.dates import drafts
from schools.models import AcademicYear

FRIDAY = 4


def play(stage: Stage, around: Rounds) -> None:
    """This year everybody has answered, for the next some have; the Director has had dates planned."""
    years = AcademicYear.objects.filter(ends__gte=stage.today).order_by("starts")
    for year, share in zip(years, (1, 3), strict=False):
        _answer(stage, year, share)
    term, first = around.to_come.term, date(around.to_come.year, 9, 1)
    round_ = Round.objects.select_related("year").get(year__starts=first, term=term)
    asked = max(stage.now - timedelta(hours=3), clock.at(stage.today, clock.QUIET_UNTIL))
    at = min(asked, stage.now)
    plan = DatesPlan.objects.create(
        year=round_.year, round=round_, wishes={}, asked_by=stage.director, asked_at=at
    )
    drafts.find_dates(plan, stage.today)


def _answer(stage: Stage, year: AcademicYear, share: int) -> None:
    """One headteacher in ``share`` has answered: with no day, a few days, or a weekday."""
    heads = {post.person_id: post.person for posts in stage.posts.values() for post in posts}
    chosen = [person for n, person in enumerate(sorted(heads.values(), key=lambda p: p.pk)) if n % share == 0]
    at = min(stage.now, clock.at(date(year.starts.year, 6, 12), clock.QUIET_UNTIL))
    answers = Availability.objects.bulk_create(
        Availability(person=person, year=year, answered_at=at, answered_by=person) for person in chosen
    )
    engaged = _engaged(chosen)
    AwayDays.objects.bulk_create(
        day for n, answer in enumerate(answers) for day in _days(answer, n, engaged[answer.person_id])
    )


def _engaged(people: list[User]) -> dict[int, set[date]]:
    """On which days people are in sessions, as visitors or at home."""
    rows = ChallengeSession.objects.exclude(state__in=OFF).with_people()
    found: dict[int, set[date]] = defaultdict(set)
    hosts = {(post.school_id, post.person_id) for person in people for post in person.appointments.all()}
    for row in rows:
        day = clock.local(row.starts_at).date()
        at_home = {person for school, person in hosts if school == row.host_id}
        for person in at_home | {place.person_id for place in row.reviewers.all()}:
            found[person].add(day)
    return found


def _days(answer: Availability, turn: int, engaged: set[date]) -> list[AwayDays]:
    if turn % 3 == 0:
        return []
    year = answer.year
    if turn % 7 == 0 and all(day.weekday() != FRIDAY for day in engaged):
        return [AwayDays(availability=answer, starts=year.starts, ends=year.ends, weekday=FRIDAY)]
    firsts = [
        year.starts + timedelta(days=30 + 11 * (turn % 5)),
        year.starts + timedelta(days=160 + turn % 40),
    ]
    spans = [(first, first + timedelta(days=turn % 3)) for first in firsts]
    return [
        AwayDays(availability=answer, starts=first, ends=last)
        for first, last in spans
        if not any(first <= day <= last for day in engaged)
    ]
