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
        "host-documents",
        "peerchallenge.tasks.delete_host_documents",
        crontab(hour=4, minute=5),
        "Deletes documents that a host gave to its team once their months are over.",
        2 * 24 * 3600,
    ),
    Job(
        "board-actions",
        "board.tasks.remind_of_actions",
        crontab(minute=40),
        "Reminds owners of the Board’s actions a week before their day and after it.",
        6 * 3600,
    ),
    Job(
        "directory",
        "schools.tasks.remind_of_practice",
        crontab(minute=50),
        "Reminds of good practice to be looked at again, and of visits without an answer or without their impact.",
        6 * 3600,
    ),
    Job(
        "directory-index",
        "schools.tasks.index_directory",
        crontab(hour=3, minute=25),
        "Repairs the index of the directory and counts its words again, after names of themes and schools have changed.",
        2 * 24 * 3600,
    ),
    Job(
        "archive",
        "board.tasks.read_archive",
        schedule(300),
        "Reads the text of earlier papers whose worker died, or whose wake-up was lost.",
        3600,
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
        "Starts again each document and figure whose worker died while it was being made.",
        300,
    ),
    Job(
        "board-papers",
        "board.tasks.tend_papers",
        schedule(120),
        "Starts again the check of papers whose worker died, and reminds authors of papers that are due.",
        900,
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
        "board",
        "board.tasks.remind_of_board",
        crontab(minute=50),
        "Asks for replies to the Board’s invitations, and in autumn for the register of interests.",
        6 * 3600,
    ),
    Job(
        "projects",
        "board.tasks.remind_of_projects",
        crontab(minute=15),
        "Reminds lead colleagues of progress reports, and schools of calls for expressions of interest.",
        6 * 3600,
    ),
    Job(
        "handbooks",
        "peerchallenge.tasks.refresh_handbooks",
        schedule(60),
        "Makes handbooks again once nobody has changed anything in them for ten minutes.",
        300,
    ),
    Job(
        "plans",
        "schools.tasks.resume_plans",
        schedule(60),
        "Starts again each plan of groups whose worker died while it was being worked out.",
        300,
    ),
    Job(
        "figures",
        "scorecard.tasks.refresh_summaries",
        schedule(300),
        "Works the partnership’s figures out again where results, members or groups changed and no worker did it.",
        3600,
    ),
    Job(
        "score-cards",
        "scorecard.tasks.resume_editions",
        schedule(60),
        "Goes on with publishing a score card whose worker died.",
        300,
    ),
    Job(
        "earlier",
        "peerchallenge.tasks.read_earlier",
        schedule(300),
        "Reads earlier reports whose worker died, or whose wake-up was lost.",
        3600,
    ),
    Job(
        "findings",
        "peerchallenge.tasks.propose_themes",
        schedule(600),
        "Proposes themes for findings that wait, anew where the vocabulary or what people confirmed has changed.",
        3600,
    ),
    Job(
        "sessions",
        "hlp.tasks.clear_sessions",
        crontab(hour=3, minute=30),
        "Removes sign-ins that have run out.",
        2 * 24 * 3600,
    ),
    Job(
        "site",
        "hlp.tasks.tidy_site",
        crontab(hour=3, minute=40),
        "Forgets visitors’ messages after a year and pictures that stand on no page.",
        2 * 24 * 3600,
    ),
    Job(
        "evidence",
        "peerchallenge.tasks.delete_evidence",
        crontab(hour=3, minute=50),
        "Deletes review teams’ notes once their report has been final for as many days as the Director set.",
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
