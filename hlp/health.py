"""Whether the installation works: asked by monitors, answered without secrets."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError as BrokerError

from hlp import clock, heartbeats
from hlp.celery import app
from hlp.models import Heartbeat, Message

LONGEST_WAIT = timedelta(minutes=15)  # a message due for longer than this is stuck
BROKER_PATIENCE = 2  # seconds


def examine(at: datetime | None = None) -> dict[str, Any]:
    """The state of database, broker, jobs and messages; ``ok`` says whether all is well. Times are seconds."""
    now = at or clock.now()
    try:
        facts = _from_database(now)
    except DatabaseError:
        return {"ok": False, "database": False}
    facts["broker"] = broker_answers()
    waited = facts["oldest_waiting_message_seconds"] or 0
    well = facts["broker"] and not facts["silent_jobs"] and waited <= LONGEST_WAIT.total_seconds()
    return {"ok": well, **facts}


def _from_database(now: datetime) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = Message.objects.due(now).order_by("due_at").values_list("due_at", flat=True).first()
    sweep = Heartbeat.objects.filter(job="deadlines").values_list("at", flat=True).first()
    return {
        "database": True,
        "silent_jobs": heartbeats.silent(now),
        "oldest_waiting_message_seconds": _age(waiting, now),
        "last_sweep_seconds": _age(sweep, now),
    }


def _age(moment: datetime | None, now: datetime) -> int | None:
    return int((now - moment).total_seconds()) if moment else None


def broker_answers() -> bool:
    """Whether Redis answers; without Redis the broker is a folder, which is always there."""
    if not settings.REDIS_URL:
        return True
    try:
        with app.connection_for_write(connect_timeout=BROKER_PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE)
    except (BrokerError, OSError):
        return False
    return True
