"""The annual performance challenge: drafted, set by a decision of the Board, published, closed with its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from board.choices import CHALLENGE_MOVES, ChallengeState, Outcome, TargetOutcome
from board.models import Challenge, ChallengeTarget, Decision
from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, WrongMove, move
from schools.choices import Role
from schools.roles import people_with
from scorecard.choices import year_label
from scorecard.models import Measure

MOST_TARGETS = 12


@dataclass(frozen=True)
class Goal:
    """One target: where the partnership stands, and where it wants to be by when; in the unit of the measure."""

    measure: Measure
    baseline: Decimal
    baseline_year: int
    target: Decimal
    due_on: date
    why: str = ""

    @property
    def words(self) -> str:
        """``From 59% in 2025/26 to 64%``."""
        year, measure = year_label(self.baseline_year), self.measure
        return f"From {measure.shown(self.baseline)} in {year} to {measure.shown(self.target)}"


@dataclass(frozen=True)
class Ending:
    """How a target ended, and the figure where there is one."""

    outcome: TargetOutcome
    result: Decimal | None = None


def current() -> Challenge | None:
    """The challenge that runs now: the newest published one."""
    return Challenge.objects.filter(state=ChallengeState.PUBLISHED).order_by("-year").first()


def public() -> list[Challenge]:
    """The published and closed ones, the newest first, for everybody."""
    return list(Challenge.objects.public().prefetch_related("targets__measure"))


@transaction.atomic
def draft(*, year: int, title: str, text: str, by: User, at: datetime | None = None) -> Challenge:
    """Begin the challenge of a year: row, audit. The same again is once. Raises ValidationError where one is there."""
    found, new = Challenge.objects.get_or_create(year=year, defaults={"title": title, "text": text})
    if not new and (found.title, found.text) != (title, text):
        raise ValidationError({"year": f"There is a challenge for {found.label} already"})
    if new:
        audit.record("challenge.drafted", about=found.about, by=by, at=at)
    return found


@transaction.atomic
def change(
    *, challenge: Challenge, title: str, text: str, version: int, by: User, at: datetime | None = None
) -> Challenge:
    """Change title and text of a draft: lock, save, audit. Raises StaleEdit, WrongMove once it is set."""
    row = _drafted(challenge)
    if (row.title, row.text) == (title, text):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    row.title, row.text, row.version = title, text, row.version + 1
    row.save(update_fields=["title", "text", "version"])
    audit.record("challenge.changed", about=row.about, by=by, at=at)
    return row


@transaction.atomic
def aim(*, challenge: Challenge, goal: Goal, by: User, at: datetime | None = None) -> ChallengeTarget:
    """Add a target, or change that of the same measure: lock, save, audit.

    Raises WrongMove once the challenge is set, ValidationError where target and baseline are the same or there are
    more targets than anybody remembers.
    """
    row = _drafted(challenge)
    if goal.target == goal.baseline:
        raise ValidationError({"target": "The target must differ from where the partnership stands"})
    others = row.targets.exclude(measure=goal.measure)
    if others.count() >= MOST_TARGETS:
        raise ValidationError(f"A challenge has at most {MOST_TARGETS} targets")
    place = (others.aggregate(last=Max("position"))["last"] or 0) + 1
    facts = {name: getattr(goal, name) for name in ("baseline", "baseline_year", "target", "due_on", "why")}
    target, _ = ChallengeTarget.objects.update_or_create(
        challenge=row, measure=goal.measure, defaults=facts, create_defaults={**facts, "position": place}
    )
    audit.record("challenge.target", about=row.about, by=by, at=at, measure=goal.measure.code)
    return target


@transaction.atomic
def remove_target(*, target: ChallengeTarget, by: User, at: datetime | None = None) -> None:
    """Take a target out of a draft: lock, delete, audit. Raises WrongMove once the challenge is set."""
    row = _drafted(target.challenge)
    audit.record("challenge.target-removed", about=row.about, by=by, at=at, measure=target.measure.code)
    ChallengeTarget.objects.filter(pk=target.pk).delete()


@transaction.atomic
def set_by(*, challenge: Challenge, decision: Decision, by: User, at: datetime | None = None) -> Challenge:
    """The Board has set it: lock, move, the decision, audit. Twice is once.

    Raises ValidationError where nothing was agreed or there is no target yet, WrongMove.
    """
    moment = at or clock.now()
    row = _locked(challenge)
    if row.state == ChallengeState.SET and row.decision_id == decision.pk:
        return row
    if decision.outcome != Outcome.AGREED or decision.struck_at:
        raise ValidationError({"decision": "Choose a decision that was agreed"})
    if not row.targets.exists():
        raise ValidationError("Add at least one target first")
    row.decision, row.version = decision, row.version + 1
    move(row, to=ChallengeState.SET, table=CHALLENGE_MOVES, by=by, at=moment, update=("decision", "version"))
    audit.record("challenge.set", about=row.about, by=by, at=moment)
    return row


@transaction.atomic
def publish(*, challenge: Challenge, by: User, at: datetime | None = None) -> Challenge:
    """Show it to schools and on the public page: lock, move, audit, a message to every headteacher. Twice is once."""
    moment = at or clock.now()
    row = _locked(challenge)
    if row.state == ChallengeState.PUBLISHED:
        return row
    row.published_at, row.version = moment, row.version + 1
    update = ("published_at", "version")
    move(row, to=ChallengeState.PUBLISHED, table=CHALLENGE_MOVES, by=by, at=moment, update=update)
    audit.record("challenge.published", about=row.about, by=by, at=moment)
    notes = [
        Note(
            key=f"challenge-published:{row.about}:user={person.pk}",
            kind="challenge-published",
            person=person,
            context={"path": row.get_absolute_url(), "year": row.label},
            about=row.about,
            why="their school belongs to the partnership",
        )
        for person in people_with(Role.HEADTEACHER)
    ]
    outbox.write(notes, at=moment)
    return row


@transaction.atomic
def close(
    *,
    challenge: Challenge,
    outcome: str,
    endings: Mapping[int, Ending],
    by: User,
    at: datetime | None = None,
) -> Challenge:
    """Close it with what became of it: lock, each target's ending (by primary key), move, audit. Twice is once.

    Raises ValidationError where a target has no ending, WrongMove unless it runs.
    """
    moment = at or clock.now()
    row = _locked(challenge)
    if row.state == ChallengeState.CLOSED:
        return row
    targets = list(row.targets.all())
    missing = {f"outcome_{one.pk}": "Say how this target ended" for one in targets if one.pk not in endings}
    if missing:
        raise ValidationError(missing)
    for target in targets:
        target.outcome, target.result = endings[target.pk].outcome, endings[target.pk].result
        target.save(update_fields=["outcome", "result"])
    row.outcome, row.closed_at, row.version = outcome, moment, row.version + 1
    update = ("outcome", "closed_at", "version")
    move(row, to=ChallengeState.CLOSED, table=CHALLENGE_MOVES, by=by, at=moment, update=update)
    audit.record("challenge.closed", about=row.about, by=by, at=moment)
    return row


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update().get(pk=challenge.pk)


def _drafted(challenge: Challenge) -> Challenge:
    row = _locked(challenge)
    if row.state != ChallengeState.DRAFT:
        raise WrongMove(row.state, ChallengeState.DRAFT)
    return row
