"""Celery tasks of the peer challenge: ids in, one service call."""

from celery import shared_task

from hlp.heartbeats import beating
from peerchallenge.services import availability, handbooks, hostdocuments
from peerchallenge.services.attention import remind
from peerchallenge.services.dates import drafts
from peerchallenge.services.evidence import retention
from peerchallenge.services.findings import earlier, proposing
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
def propose_themes() -> None:
    """Propose themes for findings that wait for somebody to confirm theirs."""
    with beating("findings"):
        proposing.propose_waiting()


@shared_task
def delete_host_documents() -> None:
    """Delete the documents of hosts whose months are over."""
    with beating("host-documents"):
        hostdocuments.sweep()


@shared_task
def refresh_handbooks() -> None:
    """Ask for the handbooks that have changed."""
    with beating("handbooks"):
        handbooks.make_stale_again()


def read_earlier() -> None:
    """Read earlier reports that wait."""
    with beating("earlier"):
        while earlier.read_next():
            pass


@shared_task
def plan_dates(plan_id: int) -> None:
    """Plan the dates of a round or a year."""
    drafts.work(plan_id)


@shared_task
def ask_availability() -> None:
    """Ask headteachers who have not answered when they cannot."""
    with beating("availability"):
        availability.ask_owed()


@shared_task
def delete_evidence() -> None:
    """Delete the notes of teams whose report has been final long enough."""
    with beating("evidence"):
        retention.sweep()
