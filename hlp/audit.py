"""Writes the audit log. Called by services, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hlp import clock
from hlp.models import AuditEntry, User


def record(action: str, *, about: str, by: User | None, at: datetime | None = None, **detail: Any) -> None:
    """Note that ``by`` (None: the system itself) did ``action`` to ``about``, for instance ``session:12``."""
    _entry(action, about, by, at, detail).save()


def record_each(
    action: str, *, about: Iterable[str], by: User | None, at: datetime | None = None, **detail: Any
) -> None:
    """Note the same act for several things, in one statement."""
    AuditEntry.objects.bulk_create([_entry(action, thing, by, at, detail) for thing in about])


def _entry(
    action: str, about: str, by: User | None, at: datetime | None, detail: dict[str, Any]
) -> AuditEntry:
    return AuditEntry(
        at=at or clock.now(),
        actor_id=by.pk if by else None,
        actor=by.name if by else "the system",
        action=action,
        about=about,
        detail=detail,
    )
