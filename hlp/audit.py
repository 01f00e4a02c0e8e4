"""Writes the audit log. Called by services, inside their transaction."""

from datetime import datetime
from typing import Any

from hlp import clock
from hlp.models import AuditEntry, User


def record(action: str, *, about: str, by: User | None, at: datetime | None = None, **detail: Any) -> None:
    """Note that ``by`` (None: the system itself) did ``action`` to ``about``, for instance ``session:12``."""
    AuditEntry(
        at=at or clock.now(),
        actor_id=by.pk if by else None,
        actor=by.name if by else "the system",
        action=action,
        about=about,
        detail=detail,
    ).save()
