"""Nothing waits in silence: reminds of decisions, review meetings and after-care whose day has come."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from hlp import clock, outbox
from hlp.models import Message, User
from hlp.outbox import Note
from peerchallenge.choices import CaseState, MatchState
from peerchallenge.models import Concern, Match, MonitoringCase, SupportCase
from peerchallenge.services.qa import todo
from peerchallenge.services.support.desk import untouched_before
from schools.calculations import add_school_days
from schools.choices import Role
from schools.roles import people_with

DECISION_DAYS = 5  # school days that a decision may wait before the Director is reminded
NOTICE = timedelta(days=7)  # before a review meeting


def remind(*, at: datetime | None = None) -> int:
    """Write what is due and not yet told; returns how many messages were written. Safe to run twice."""
    moment = at or clock.now()
    if clock.is_quiet(moment):
        return 0
    today = clock.local(moment).date()
    notes = [
        *_decisions(moment),
        *_reviews(today),
        *_after_care(today),
        *_support(moment),
        *_impact(today),
        *todo.notes(moment),
    ]
    with transaction.atomic():
        there = set(Message.objects.filter(key__in=[n.key for n in notes]).values_list("key", flat=True))
        return outbox.write([note for note in notes if note.key not in there], at=moment, news=False)


def _decisions(at: datetime) -> Iterator[Note]:
    directors = people_with(Role.DIRECTOR, clock.local(at).date())
    for concern in Concern.objects.undecided():
        if add_school_days(concern.since, DECISION_DAYS) <= at:
            key = f"concern-waiting:concern={concern.pk}:version={concern.version}"
            days = {"since": clock.day(concern.since)}
            yield from _notes(key, concern.get_absolute_url(), concern.about, directors, days)


def _reviews(today: date) -> Iterator[Note]:
    """A week before to the named officer; once it is past, to the Director too."""
    due = MonitoringCase.objects.open().filter(next_review_on__lte=today + NOTICE).select_related("officer")
    directors = people_with(Role.DIRECTOR, today)
    for case in due:
        assert case.next_review_on is not None  # noqa: S101 the filter sees to it
        key = f"monitoring-review-due:case={case.pk}:on={case.next_review_on}"
        facts = {"on": clock.day(case.next_review_on), "late": case.next_review_on < today}
        if facts["late"]:
            yield from _notes(
                f"{key}:late", case.get_absolute_url(), case.about, [case.officer, *directors], facts
            )
        else:
            yield from _notes(key, case.get_absolute_url(), case.about, [case.officer], facts)


def _after_care(today: date) -> Iterator[Note]:
    directors = people_with(Role.DIRECTOR, today)
    due = MonitoringCase.objects.filter(state=CaseState.AFTER_CARE, after_care_on__lte=today)
    for case in due.select_related("officer"):
        key = f"monitoring-after-care-due:case={case.pk}:on={case.after_care_on}"
        facts = {"on": clock.day(case.closed_on) if case.closed_on else ""}
        yield from _notes(key, case.get_absolute_url(), case.about, [case.officer, *directors], facts)


def _support(at: datetime) -> Iterator[Note]:
    """To the Director, once for each time that a case lies untouched."""
    directors = people_with(Role.DIRECTOR, clock.local(at).date())
    for case in SupportCase.objects.untouched(untouched_before(at)):
        key = f"support-untouched:case={case.pk}:since={case.touched_at:%Y-%m-%d}"
        facts = {"on": clock.day(case.touched_at)}
        yield from _notes(key, case.get_absolute_url(), case.about, directors, facts)


def _impact(today: date) -> Iterator[Note]:
    """To the headteacher of the school that received help, eight weeks after its beginning."""
    due = Match.objects.filter(state=MatchState.AGREED, review_on__lte=today)
    for match in due.select_related("case__school"):
        heads = people_with(Role.HEADTEACHER, today, school=match.case.school)
        key = f"support-impact-due:match={match.pk}"
        yield from _notes(key, match.get_absolute_url(), match.case.about, heads, {"on": clock.day(today)})


def _notes(
    key: str, path: str, about: str, people: list[User], facts: Mapping[str, object]
) -> Iterator[Note]:
    for person in dict.fromkeys(people):
        yield Note(
            key=f"{key}:user={person.pk}",
            kind=key.partition(":")[0],
            person=person,
            context={"path": path, **facts},
            about=about,
            why="something waits for them",
        )
