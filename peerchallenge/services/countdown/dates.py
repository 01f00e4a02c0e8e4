"""When each step of the countdown is due, for many sessions in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from hlp import clock
from peerchallenge.choices import TO_COME
from peerchallenge.deadlines.before import DAYS_AHEAD, Preparation
from peerchallenge.models import ChallengeSession, CountdownDays
from peerchallenge.services.countdown.steps import STEPS, CountdownStep, Owner
from schools.calculations import LONGEST_CLOSURE, school_days, school_days_before


def days_of(years: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many school days before the day each step is due, by year (its primary key) and step."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: {step.key: step.days for step in STEPS})
    for year, step, days in CountdownDays.objects.filter(year__in=set(years)).values_list(
        "year", "step", "days"
    ):
        if step in found[year]:
            found[year][step] = days
    return found


def preparations(
    sessions: Sequence[ChallengeSession], owners: dict[int, dict[Owner, frozenset[int]]]
) -> dict[int, tuple[Preparation, ...]]:
    """The steps of sessions that are to come (loaded ``with_people``), by primary key; ``owners`` says who is who."""
    rows = [row for row in sessions if row.state in TO_COME]
    if not rows:
        return {}
    prefetch_related_objects(rows, *dict.fromkeys(name for step in STEPS for name in step.needs))
    settings = days_of(row.round.year_id for row in rows)
    known = _school_days(rows)
    return {
        row.pk: tuple(_step(row, step, settings[row.round.year_id], known, owners[row.pk]) for step in STEPS)
        for row in rows
    }


def _school_days(rows: Sequence[ChallengeSession]) -> list[date]:
    days = [clock.local(row.starts_at).date() for row in rows]
    return school_days(min(days) - LONGEST_CLOSURE, max(days) - timedelta(days=1))


def _step(
    row: ChallengeSession,
    step: CountdownStep,
    settings: dict[str, int],
    known: list[date],
    owners: dict[Owner, frozenset[int]],
) -> Preparation:
    day, number = clock.local(row.starts_at).date(), settings[step.key]
    behind = school_days_before(day, number + DAYS_AHEAD, known)
    return Preparation(
        key=step.key,
        title=step.title,
        owners=_owners(row, step, owners),
        soon=behind[number + DAYS_AHEAD - 1],
        due=behind[number - 1],
        after=behind[number - 2] if number > 1 else day,
        done=step.done is not None and step.done(row),
    )


def _owners(
    row: ChallengeSession, step: CountdownStep, owners: dict[Owner, frozenset[int]]
) -> frozenset[int]:
    """Who is reminded: of the code of conduct only those who have not accepted it, of what nobody can tell nobody."""
    if step.done is None:
        return frozenset()
    return owners[step.owner] & _not_accepted(row) if step.key == "code" else owners[step.owner]


def _not_accepted(row: ChallengeSession) -> frozenset[int]:
    return frozenset(r.person_id for r in row.reviewers.all() if not r.code_accepted_at)
