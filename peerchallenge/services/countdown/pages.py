"""The countdown to the day: who owes what by when, on school days of the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from hlp import audit, clock, documents
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge import rules
from peerchallenge.choices import TO_COME
from peerchallenge.deadlines.before import Preparation
from peerchallenge.models import ChallengeSession, CountdownDays
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.countdown.dates import days_of
from peerchallenge.services.countdown.steps import STEPS, CountdownStep, Owner
from schools.models import AcademicYear


@dataclass(frozen=True)
class Line:
    """A step as a reader sees it: ``mine`` when it is their turn, ``late`` when its day has gone by.

    ``told`` says whether the day has come from which people are reminded of it.
    """

    step: CountdownStep
    due: date
    told: bool
    done: bool
    mine: bool
    late: bool
    href: str

    @property
    def status(self) -> str:
        """How far it is, in words; whose turn it is stands beside it."""
        if self.done:
            return "Done"
        if self.step.done is None:
            return ""
        if self.mine:
            return "Late, your turn" if self.late else "Your turn"
        return "Late" if self.late else "To do"

    @property
    def colour(self) -> str:
        """Of the tag; none for what is done, or what nobody can tell."""
        if self.done or self.step.done is None:
            return ""
        return "red" if self.late else "blue" if self.mine else "grey"


def lines(user: User, session: ChallengeSession, at: datetime) -> list[Line]:
    """The countdown of a session that is to come (loaded ``with_people``), in the order of the days."""
    return lines_of(user, [session], at).get(session.pk, [])


def lines_of(user: User, sessions: Iterable[ChallengeSession], at: datetime) -> dict[int, list[Line]]:
    """The countdowns of those sessions that are to come, by primary key, in a fixed number of queries."""
    rows = {row.pk: row for row in sessions if row.state in TO_COME}
    if not rows:
        return {}
    by_key = {step.key: step for step in STEPS}
    found = {}
    for pk, facts in deadline_clock.facts_of(rows.values(), at).items():
        shown = [_line(user, rows[pk], by_key[item.key], item, at) for item in facts.before]
        found[pk] = sorted(shown, key=lambda line: (line.due, -line.step.days))
    return found


def tasks(found: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as a task list shows them."""
    return [
        {
            "title": line.step.title,
            "href": line.href,
            "hint": f"{line.step.owner.value}, by {clock.day(line.due)}",
            "status": line.status,
            "colour": line.colour,
        }
        for line in found
    ]


def _line(
    user: User, session: ChallengeSession, step: CountdownStep, item: Preparation, at: datetime
) -> Line:
    mine = _is_theirs(user, session, step, item)
    late = step.done is not None and not item.done and item.due < clock.local(at).date()
    opens = step.address and (mine or _reads(user, session, step))
    href = reverse(f"peerchallenge:{step.address}", args=[session.pk]) if opens else ""
    told = item.soon <= clock.local(at).date()
    return Line(step, item.due, told, item.done, mine and not item.done, late, href)


def _is_theirs(user: User, session: ChallengeSession, step: CountdownStep, item: Preparation) -> bool:
    """The host's steps are also those of deputies and office, whether or not they get copies."""
    prepares = step.owner == Owner.HOST_AND_LEAD and rules.prepares_host(user, session)
    return prepares or user.pk in item.owners


def _reads(user: User, session: ChallengeSession, step: CountdownStep) -> bool:
    """Whether the page of a step opens for somebody whose turn it is not."""
    if step.address == "programme-read":
        return True
    return step.address == "handbook-detail" and user.has_perm("peerchallenge.read_handbook", session)


# --- The Director's setting -------------------------------------------------------------------


def seen(year: AcademicYear) -> str:
    """A token of the days as they stand, so that a stale edit is told."""
    return documents.digest("countdown", days_of([year.pk])[year.pk])[:16]


@transaction.atomic
def change_days(
    *, year: AcademicYear, days: dict[str, int], started_from: str, by: User, at: datetime | None = None
) -> None:
    """Set by how many school days before the day each step is due: lock, check, write, audit; reminders follow.

    Raises StaleEdit when the days have changed since the token ``started_from``, ValidationError by step.
    """
    moment = at or clock.now()
    row = AcademicYear.objects.select_for_update().get(pk=year.pk)
    if seen(row) != started_from:
        raise StaleEdit
    known: dict[str, Any] = {step.key: step for step in STEPS}
    for key, number in days.items():
        if key in known and not CountdownDays.LEAST <= number <= CountdownDays.MOST:
            raise ValidationError(
                {key: [f"Enter a number from {CountdownDays.LEAST} to {CountdownDays.MOST}"]}
            )
    for key in known.keys() & days.keys():
        CountdownDays.objects.update_or_create(year=row, step=key, defaults={"days": days[key]})
    audit.record("countdown.changed", about=f"year:{row.name}", by=by, at=moment, days=days)
    _look_again(row, moment)


def _look_again(year: AcademicYear, at: datetime) -> None:
    """The sweep looks at every session that is to come when it next owes something by the new days."""
    rows = list(
        ChallengeSession.objects.select_for_update(of=("self",))
        .filter(round__year=year, state__in=TO_COME)
        .with_people()
        .order_by("pk")
    )
    for row in rows:
        deadline_clock.refresh(row, at)
    ChallengeSession.objects.bulk_update(rows, ["next_reminder_at"])
