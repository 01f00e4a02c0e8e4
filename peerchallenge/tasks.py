"""Celery tasks of the peer challenge: ids in, one service call."""

from celery import shared_task

from hlp.heartbeats import beating
from peerchallenge.services.sweep import sweep


@shared_task
def sweep_deadlines() -> None:
    """Write what the 48-hour clock owes."""
    with beating("deadlines"):
        sweep()
