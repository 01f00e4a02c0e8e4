"""Notes of the day for tests."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from hlp.models import User
from peerchallenge.models import ChallengeSession, EvidenceNote
from peerchallenge.services import evidence

AT_ELEVEN = datetime(2026, 11, 19, 11, tzinfo=UTC)


def typed(text: str = "Books show careful marking.", **facts: Any) -> evidence.Typed:
    """A strength, unless told otherwise."""
    return evidence.Typed(**{"kind": "strength", "text": text, **facts})


def note(
    session: ChallengeSession, by: User, text: str = "Books show careful marking.", **facts: Any
) -> EvidenceNote:
    """A note that a reviewer has saved at eleven on the day; ``facts`` as in ``evidence.Typed``."""
    at = facts.pop("at", AT_ELEVEN)
    return evidence.save(session=session, device_key=uuid4(), typed=typed(text, **facts), by=by, at=at)
