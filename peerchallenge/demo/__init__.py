"""The demonstration's rounds: a year and a half, two rounds over, one running, the next planned."""

from datetime import datetime

from peerchallenge.demo import invented, rounds, windows
from peerchallenge.demo.people import people
from peerchallenge.demo.post import deliver_past
from peerchallenge.demo.stage import set_stage

__all__ = ["people", "seed"]


def seed(now: datetime) -> None:
    """Play everything that has happened up to ``now``, by the services that did it."""
    stage = set_stage(now)
    around = windows.around(stage.today)
    for window in around.over:
        rounds.play_over(stage, window)
    running = rounds.play_running(stage, around.running)
    invented.play_running(stage, running)
    rounds.play_to_come(stage, around.to_come)
    deliver_past(now)
