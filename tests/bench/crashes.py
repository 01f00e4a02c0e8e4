"""Exactly once at full size: many reports due at once, workers killed again and again, Redis emptied, PostgreSQL crashed."""

import random
import time
from itertools import count

from tests.bench.table import Figure
from tests.running import Outcome, Partnership, running

PART = "Exactly once"
WORKERS = 4
PAUSE = 2.0  # seconds between two kills, on average


def measure(*, sessions: int, kills: int, seeds: int) -> list[Figure]:
    """Deliver what ``sessions`` reports owe through ``kills`` kills, once for each seed."""
    began = time.perf_counter()
    found = [_run(sessions, kills, random.Random(seed)) for seed in range(1, seeds + 1)]
    seconds = time.perf_counter() - began
    owed = sum(one.owed for one in found)
    name = f"{sessions:,} sessions due, {kills} kills"
    return [
        Figure(PART, f"{name}, {seeds} times: messages owed", owed, "rows"),
        Figure(PART, "lost", sum(one.lost for one in found), "rows"),
        Figure(PART, "written twice", sum(one.doubled for one in found), "rows"),
        Figure(
            PART, "taken again by the mail server, same Message-ID", sum(o.repeated for o in found), "mails"
        ),
        Figure(PART, "delivered a second, kills and start included", owed / seconds, "mails/s"),
    ]


def _run(sessions: int, kills: int, chance: random.Random) -> Outcome:
    with running() as made:
        made.fill(sessions)
        for _ in range(WORKERS):
            made.add_worker()
        _trouble(made, kills, chance)
        made.run_until(lambda: made.unsent() == 0, seconds=900)
        return made.outcome()


def _trouble(made: Partnership, kills: int, chance: random.Random) -> None:
    """Kill workers at random moments; empty Redis after each fifth kill, crash PostgreSQL after each tenth."""
    alive = list(range(WORKERS))
    fresh = count(WORKERS)
    made.run_until(lambda: len(made.mail.taken) > 0, seconds=300)
    for number in range(1, kills + 1):
        _work(made, chance.uniform(0.5, 1.5) * PAUSE)
        made.kill_and_replace(alive.pop(chance.randrange(len(alive))))
        alive.append(next(fresh))
        if number % 5 == 0:
            made.redis.restart_empty()
        if number % 10 == 0:
            made.database.crash()
            made.database.start()


def _work(made: Partnership, seconds: float) -> None:
    until = time.monotonic() + seconds
    made.run_until(lambda: time.monotonic() > until, seconds=seconds + 60)
