"""Plans of dates as drafts: asked for, planned by a worker, changed by hand. Nothing is told before publishing."""

import logging
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from hlp import audit, clock, transitions
from hlp.celery import app
from hlp.models import User
from peerchallenge.choices import DatesState
from peerchallenge.models import DatesLine, DatesPlan, DatesSeat, Round
from peerchallenge.planner import AVOIDED_WEEKDAYS, DEFAULT_WEIGHTS, Placement, Plan, solve
from peerchallenge.services.dates.situation import Situation, read_situation
from schools.models import AcademicYear

log = logging.getLogger(__name__)

PLANNING, DRAFT, PUBLISHED = DatesState.PLANNING, DatesState.DRAFT, DatesState.PUBLISHED
FAILED, DROPPED = DatesState.FAILED, DatesState.DROPPED
STEPS: transitions.Table = {
    PLANNING: frozenset({DRAFT, FAILED, DROPPED}),
    DRAFT: frozenset({PUBLISHED, DROPPED}),
    PUBLISHED: frozenset(),
    FAILED: frozenset({DROPPED}),
    DROPPED: frozenset(),
}
LEASE = timedelta(minutes=10)  # a task may take so long
SILENCE = timedelta(minutes=2)  # after that a plan that no worker holds may be started again
SECONDS = 60.0  # for the search itself
WENT_WRONG = "Something went wrong that is not your fault. Nothing was planned; ask for the plan again."
NOBODY = "No school of a group hosts in this round. Choose the hosts first, or make the year’s groups."


def rounds_of(year: AcademicYear, round_: Round | None) -> list[Round]:
    """What a plan is for: one round, or every round of the year that is not over."""
    if round_:
        return [round_]
    today = clock.today()
    return list(Round.objects.filter(year=year, closes__gte=today).select_related("year").order_by("opens"))


@transaction.atomic
def ask_plan(
    *,
    year: AcademicYear,
    round: Round | None,
    wishes: dict[str, Any] | None = None,
    starts: time = time(8, 15),
    ends: time = time(16, 0),
    by: User,
    at: datetime | None = None,
) -> DatesPlan:
    """Ask for a plan: lock the year, drop older drafts of the same, new plan, audit, wake the worker.

    ``wishes``: ``weights`` by wish, ``avoided`` weekdays, and ``overruled``, the reason why somebody who is not
    trained may lead where nothing else is possible. Asking for the same while it waits is the same plan.
    """
    now = at or clock.now()
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    facts = {"wishes": wishes or {}, "starts": starts, "ends": ends}
    older = DatesPlan.objects.filter(year=year, round=round, state__in=[PLANNING, DRAFT, FAILED])
    for plan in older.select_for_update():
        if plan.is_pending and all(getattr(plan, name) == value for name, value in facts.items()):
            return plan
        _move(plan, DROPPED)
    made = DatesPlan.objects.create(year=year, round=round, asked_by=by, asked_at=now, **facts)
    reason = {"overruled": made.wishes["overruled"]} if made.wishes.get("overruled") else {}
    audit.record("dates.asked", about=f"dates:{made.pk}", by=by, at=now, **reason)
    wake(made)
    return made


def wake(plan: DatesPlan) -> None:
    """Wake the worker once the present transaction has committed."""

    def send() -> None:
        try:
            app.send_task("peerchallenge.tasks.plan_dates", (plan.pk,), retry=False)
        except Exception:
            log.warning("the broker is out of reach; the page offers to start again", exc_info=True)

    transaction.on_commit(send, robust=True)


def is_silent(plan: DatesPlan, at: datetime | None = None) -> bool:
    """Whether a plan waits although no worker holds it any more."""
    now = at or clock.now()
    held = plan.claimed_until is not None and plan.claimed_until > now
    return plan.is_pending and not held and plan.asked_at + SILENCE < now


def work(plan_id: int) -> bool:
    """Plan what was asked for, unless another worker does it. Returns whether it was done here."""
    now = clock.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    rows = DatesPlan.objects.filter(free, pk=plan_id, state=PLANNING)
    if not rows.update(claimed_until=now + LEASE, progress=1, stage="Reading the calendar"):
        return False
    plan = DatesPlan.objects.select_related("year", "round__year").get(pk=plan_id)
    try:
        find_dates(plan, clock.today())
    except Exception:
        log.exception("dates %s were not planned", plan_id)
        _fail(plan, WENT_WRONG)
    return True


def find_dates(plan: DatesPlan, today: date) -> None:
    """Plan as of a day, and keep what is found as the draft."""
    situation = situation_of(plan, today)
    _keep(plan, situation, solve(situation.problem, SECONDS, tell(plan.pk)))


def situation_of(plan: DatesPlan, today: date | None = None) -> Situation:
    """How the rounds of a plan stand now (or as of a day), with the wishes that it was asked with."""
    rounds = rounds_of(plan.year, plan.round)
    return read_situation(rounds, today or clock.today(), **options_of(plan.wishes))


def options_of(wishes: dict[str, Any]) -> dict[str, Any]:
    """Wishes as the planner takes them."""
    return {
        "weights": {**DEFAULT_WEIGHTS, **wishes.get("weights", {})},
        "avoided": frozenset(wishes.get("avoided", AVOIDED_WEEKDAYS)),
        "training_overruled": bool(wishes.get("overruled")),
    }


@transaction.atomic
def _keep(plan: DatesPlan, situation: Situation, found: Plan) -> None:
    locked = DatesPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.state != PLANNING:
        return
    hosts = [host for host in situation.problem.hosts if not host.fixed]
    if not hosts and not found.placements:
        _fail(locked, NOBODY)
        return
    days = {placement.slot: placement for placement in found.placements}
    lines = DatesLine.objects.bulk_create(
        DatesLine(
            plan=locked,
            round_id=host.round,
            host_id=host.school,
            group_id=host.group,
            day=days[host.slot].day if host.slot in days else None,
        )
        for host in hosts
    )
    DatesSeat.objects.bulk_create(
        seat for line in lines if line.day for seat in _seats(line, days[line.round_id, line.host_id])
    )
    locked.outcome, locked.progress, locked.claimed_until = outcome_of(found), 100, None
    locked.stage = ""
    _move(locked, DRAFT, "outcome", "progress", "claimed_until", "stage")


def _seats(line: DatesLine, placement: Placement) -> Collection[DatesSeat]:
    return [
        DatesSeat(line=line, person_id=v.person, school_id=v.school, is_lead=v.person == placement.lead)
        for v in placement.team
    ]


def outcome_of(found: Plan) -> dict[str, Any]:
    """What is kept of the planner's answer."""
    return {
        "cost": found.cost,
        "bound": found.bound,
        "gap": found.gap,
        "proved": found.proved,
        "by_wish": dict(found.by_wish),
        "seconds": round(found.seconds, 1),
        "unplaced": [
            {"round": u.round, "host": u.host, "causes": [cause.sentence for cause in u.causes]}
            for u in found.unplaced
        ],
    }


@transaction.atomic
def _fail(plan: DatesPlan, why: str) -> None:
    locked = DatesPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.is_pending:
        locked.notice, locked.claimed_until = why, None
        _move(locked, FAILED, "notice", "claimed_until")


def _move(plan: DatesPlan, state: DatesState, *fields: str) -> None:
    transitions.check(STEPS, plan.state, state)
    plan.state = state
    plan.save(update_fields=["state", *fields])


def tell(plan_id: int) -> Callable[[int, str], None]:
    """What notes percent and stage of a plan, for everybody to see at once."""

    def note(percent: int, stage: str) -> None:
        DatesPlan.objects.filter(pk=plan_id).update(progress=percent, stage=stage)

    return note
