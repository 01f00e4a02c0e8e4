"""The demonstration's rounds: a year and a half, two rounds over, one running, the next planned."""

from datetime import datetime, timedelta

from peerchallenge.demo import (
    afterwards,
    dates,
    earlier,
    evidence,
    findings,
    headships,
    invented,
    monitoring,
    nominations,
    practice,
    quality,
    rounds,
    support,
    themes,
    windows,
    writing,
)
from peerchallenge.demo.people import people
from peerchallenge.demo.post import deliver_past
from peerchallenge.demo.stage import set_stage
from peerchallenge.models import ChallengeSession
from peerchallenge.services.handbooks import ask_handbook

__all__ = ["people", "seed"]

HANDBOOK_BEFORE = timedelta(days=6)


def seed(now: datetime) -> None:
    """Play everything that has happened up to ``now``, by the services that did it."""
    stage = set_stage(now)
    findings.set_vocabulary(stage)
    around = windows.around(stage.today)
    for window in around.over:
        rounds.play_over(stage, window)
    running = rounds.play_running(stage, around.running)
    invented.play_running(stage, running)
    rounds.play_to_come(stage, around.to_come)
    monitoring.play(stage)
    headships.play(stage)
    afterwards.play(stage)
    support.play(stage)
    dates.play(stage, around)
    quality.play(stage)
    nominations.play(stage)
    practice.play(stage)
    evidence.play(stage)
    writing.play(stage)
    earlier.play(stage)
    findings.play(stage)
    _print_for_those_who_write()
    themes.play(stage)  # once findings have their themes
    deliver_past(now)


def _print_for_those_who_write() -> None:
    """The handbooks of the sessions whose report is due: their teams still look things up."""
    for session in ChallengeSession.objects.awaiting_report().with_people():
        ask_handbook(session=session, at=session.starts_at - HANDBOOK_BEFORE)
