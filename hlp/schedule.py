"""Every periodic job of the application: what runs, when, and why."""

from dataclasses import dataclass
from typing import Any

from celery.schedules import crontab, schedule


@dataclass(frozen=True)
class Job:
    """One periodic job.

    ``silent_after`` is the number of seconds without a run after which the health page calls it silent.
    """

    name: str
    task: str
    when: Any
    why: str
    silent_after: int


JOBS = [
    Job(
        "deadlines",
        "peerchallenge.tasks.sweep_deadlines",
        schedule(60),
        "Writes what the 48-hour clock owes to whom, and starts the clock of sessions whose planned end has come.",
        300,
    ),
    Job(
        "replies",
        "peerchallenge.tasks.sweep_replies",
        schedule(120),
        "Lets a host’s reply lapse when its time is over, and writes what is owed to whom after a report.",
        900,
    ),
    Job(
        "waiting",
        "peerchallenge.tasks.remind_of_waiting",
        crontab(minute=20),
        "Reminds of decisions, review meetings and after-care that wait, so that nothing waits in silence.",
        3 * 3600,
    ),
    Job(
        "deliver",
        "hlp.tasks.deliver_messages",
        schedule(60),
        "Sends messages that were written but not sent, for instance because a worker died.",
        300,
    ),
    Job(
        "documents",
        "hlp.tasks.rebuild_documents",
        schedule(60),
        "Starts again each document whose worker died while it was being made.",
        300,
    ),
    Job(
        "declarations",
        "schools.tasks.remind_of_declarations",
        crontab(minute=35),
        "Asks headteachers to declare for the coming year, and reminds those who have not a week before the end.",
        6 * 3600,
    ),
    Job(
        "training",
        "schools.tasks.remind_of_training",
        crontab(minute=20),
        "Offers training to newly appointed headteachers and schools that join, and reminds of refresh dates.",
        6 * 3600,
    ),
    Job(
        "plans",
        "schools.tasks.resume_plans",
        schedule(60),
        "Starts again each plan of groups whose worker died while it was being worked out.",
        300,
    ),
    Job(
        "sessions",
        "hlp.tasks.clear_sessions",
        crontab(hour=3, minute=30),
        "Removes sign-ins that have run out.",
        2 * 24 * 3600,
    ),
    Job(
        "availability",
        "peerchallenge.tasks.ask_availability",
        crontab(hour=9, minute=5),
        "In June asks headteachers who have not answered when they cannot in the coming year.",
        2 * 24 * 3600,
    ),
]


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The table in the form that Celery's beat reads."""
    return {job.name: {"task": job.task, "schedule": job.when} for job in JOBS}
