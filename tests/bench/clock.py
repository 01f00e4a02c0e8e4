"""The sweep of the 48-hour clock, beside the bare SQL that does the same inserts."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection

from hlp import clock
from hlp.models import Message
from peerchallenge.models import ChallengeSession
from peerchallenge.services.sweep import sweep
from tests.bench.table import Figure, timed
from tests.crowd import fill

PART = "Deadline sweep"
BARE = """
    WITH due AS (
        UPDATE peerchallenge_challengesession SET next_reminder_at = NULL
        WHERE id IN (SELECT id FROM peerchallenge_challengesession WHERE next_reminder_at <= %s
                     ORDER BY next_reminder_at LIMIT 500 FOR UPDATE SKIP LOCKED)
        RETURNING id)
    INSERT INTO hlp_message (key, kind, person_id, address, context, about, why, state, written_at, due_at,
                             attempts, resends, last_error)
    SELECT 'bare:session=' || due.id || ':user=' || r.person_id, 'bare', r.person_id, u.email, '{}'::jsonb,
           'session:' || due.id, 'measured', 'waiting', now(), now(), 0, 0, ''
    FROM due JOIN peerchallenge_reviewer r ON r.session_id = due.id JOIN hlp_user u ON u.id = r.person_id
    ON CONFLICT (key) DO NOTHING
"""


def measure(*, sessions: int, due: int) -> list[Figure]:
    """Sweep ``due`` of ``sessions`` sessions; then find nothing to do. PostgreSQL only for the comparison."""
    call_command("flush", interactive=False, verbosity=0)
    moment = clock.before_quiet(clock.now())  # the sweep rests at night; the measurement does not
    fill(sessions, due=moment - timedelta(minutes=1), owing=due)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself after a while
    seconds = timed(lambda: sweep(at=moment))
    rate = Message.objects.count() / seconds
    idle = timed(lambda: sweep(at=moment), 50)
    ping = timed(_ping, 200)
    figures = [Figure(PART, f"messages written, {due:,} of {sessions:,} sessions due", rate, "rows/s")]
    if connection.vendor == "postgresql":
        bare = _bare(moment, due)
        figures = [
            Figure(PART, figures[0].name, rate, "rows/s", rate / bare, "bare SQL"),
            Figure(PART, "the same inserts in bare SQL, batches of 500", bare, "rows/s"),
        ]
    return [
        *figures,
        Figure(PART, "idle sweep", idle * 1000, "ms", idle / ping, "SELECT 1"),
        _ping_figure(ping),
    ]


def _ping() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _ping_figure(seconds: float) -> Figure:
    return Figure(PART, "SELECT 1", seconds * 1000, "ms")


def _bare(moment: datetime, due: int) -> float:
    """Rows per second of the bare statement, run until nothing is left."""
    Message.objects.all().delete()
    first = ChallengeSession.objects.order_by("pk").values("pk")[:due]
    ChallengeSession.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
        next_reminder_at=moment
    )

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [moment])
            while cursor.rowcount > 0:
                cursor.execute(BARE, [moment])

    seconds = timed(run)
    return Message.objects.count() / seconds
