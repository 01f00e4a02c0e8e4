"""Which handbooks are to be made again: services that change what stands in one call ``touch``."""

from datetime import datetime, timedelta

from hlp import documents
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.models import ChallengeSession, StaleHandbook

KIND = "handbook"
# How long nobody must have changed anything before the handbook is made again, and how long that is waited for at most.
PAUSE, LONGEST = timedelta(minutes=10), timedelta(hours=1)


def touch(*, session: ChallengeSession, at: datetime) -> None:
    """Note that something in the handbook has changed; it is made again once nothing has changed for ten minutes.

    While somebody goes on writing it is made again each hour.
    """
    if not is_wanted(session):
        return
    row, new = StaleHandbook.objects.get_or_create(
        session=session, defaults={"since": at, "due_at": at + PAUSE}
    )
    if not new:
        row.due_at = min(at + PAUSE, row.since + LONGEST)
        row.save(update_fields=["due_at"])


def is_wanted(session: ChallengeSession) -> bool:
    """Whether a session has a handbook: the day is to come, and it is confirmed or one was made already."""
    if session.state not in TO_COME:
        return False
    return session.state == SessionState.CONFIRMED or documents.newest(KIND, session.about) is not None
