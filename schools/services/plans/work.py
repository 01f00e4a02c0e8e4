"""Work of the planner in the background: claimed for a time by one worker, repaired when that worker dies."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from hlp import clock, transitions
from hlp.celery import app
from hlp.models import User
from schools.choices import PLAN_MOVES, PlanState
from schools.models import Plan, PlanQuestion
from schools.models.plan import Work

log = logging.getLogger(__name__)

TASKS: dict[type[Work], str] = {
    Plan: "schools.tasks.work_on_plan",
    PlanQuestion: "schools.tasks.work_on_question",
}
LEASE = timedelta(minutes=2)  # beyond the time that the planner was given to think
SILENCE = timedelta(minutes=1)  # after that, work that no worker holds is started again
MOST_ATTEMPTS = 3
GIVEN_UP = "The planner stopped several times before it was done. Ask again, with less time to think."
WENT_WRONG = "Something went wrong that is not your fault. Nothing is lost; ask again."


def wake(work: Work) -> None:
    """Wake the worker once the present transaction has committed."""
    task, pk = TASKS[type(work)], work.pk

    def send() -> None:
        try:
            app.send_task(task, (pk,), retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep will start the planner", exc_info=True)

    transaction.on_commit(send, robust=True)


def is_silent(work: Work, at: datetime | None = None) -> bool:
    """Whether it waits although no worker holds it any more."""
    now = at or clock.now()
    held = work.claimed_until is not None and work.claimed_until > now
    return work.is_pending and not held and work.asked_at + SILENCE < now


def claim(kind: type[Work], pk: int, *, seconds: int) -> Any:
    """Take a piece of work for ourselves for as long as the planner may think and a lease more; None if it is taken.

    What was begun too often is given up instead.
    """
    now = clock.now()
    rows = _waiting(kind, now).filter(pk=pk)
    if worn_out := rows.filter(attempts__gte=MOST_ATTEMPTS).first():
        fail(worn_out, GIVEN_UP)
        return None
    until = now + timedelta(seconds=seconds) + LEASE
    taken = rows.update(claimed_until=until, attempts=F("attempts") + 1, progress=1, stage="")
    return kind._default_manager.get(pk=pk) if taken else None


def _waiting(kind: type[Work], now: datetime) -> Any:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return kind._default_manager.filter(free, state=PlanState.WORKING)


def tell(work: Work) -> Callable[[int, str], None]:
    """What notes percent and stage, for everybody to see at once."""
    rows = type(work)._default_manager.filter(pk=work.pk, state=PlanState.WORKING)

    def note(percent: int, stage: str) -> None:
        rows.update(progress=min(99, max(1, percent)), stage=stage[:80])

    return note


@transaction.atomic
def fail(work: Work, why: str, **facts: Any) -> None:
    """End a piece of work without a result, unless it has ended already: lock, save, history row of a plan."""
    locked = type(work)._default_manager.select_for_update().get(pk=work.pk)
    if not locked.is_pending:
        return
    facts |= {"notice": why, "claimed_until": None, "done_at": clock.now()}
    end(locked, PlanState.FAILED, by=None, **facts)


def end(
    work: Any,
    state: PlanState,
    *,
    by: User | None,
    at: datetime | None = None,
    detail: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Move a piece of work, already locked, to a state with these facts; a plan keeps it in its history with ``detail``."""
    for name, value in facts.items():
        setattr(work, name, value)
    if isinstance(work, Plan):
        update, said = tuple(facts), detail or {}
        transitions.move(work, to=state, table=PLAN_MOVES, by=by, at=at or clock.now(), update=update, **said)
        return
    work.state = state
    work.save(update_fields=["state", *facts])


def resume(at: datetime | None = None) -> int:
    """Wake the worker for everything that waits and is held by nobody. Returns how much that is."""
    now = at or clock.now()
    found = [
        work for kind in TASKS for work in _waiting(kind, now).filter(asked_at__lt=now - SILENCE).only("pk")
    ]
    for work in found:
        wake(work)
    return len(found)
