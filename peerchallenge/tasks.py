"""Celery tasks of the peer challenge: ids in, one service call."""

from celery import shared_task

from hlp.heartbeats import beating
from peerchallenge.services import availability
from peerchallenge.services.attention import remind
from peerchallenge.services.dates import drafts
from peerchallenge.services.replies import sweep as replies
from peerchallenge.services.sweep import sweep


@shared_task
def sweep_deadlines() -> None:
    """Write what the 48-hour clock owes."""
    with beating("deadlines"):
        sweep()


@shared_task
def sweep_replies() -> None:
    """Let replies lapse whose time is over, and write what is owed after a report."""
    with beating("replies"):
        replies.sweep()


@shared_task
def remind_of_waiting() -> None:
    """Remind of decisions, review meetings and after-care whose day has come."""
    with beating("waiting"):
        remind()


@shared_task
def plan_dates(plan_id: int) -> None:
    """Plan the dates of a round or a year."""
    drafts.work(plan_id)


@shared_task
def ask_availability() -> None:
    """Ask headteachers who have not answered when they cannot."""
    with beating("availability"):
        availability.ask_owed()
