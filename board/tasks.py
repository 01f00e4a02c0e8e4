"""Background work of the board: each task calls one service."""

from celery import shared_task

from board.services import actions, archive, reminders
from board.services.gathering import checking, reminding
from board.services.projects import documents as project_documents
from board.services.projects import reminding as project_reminding
from hlp.heartbeats import beating


@shared_task
def remind_of_actions() -> None:
    """Remind owners of actions before and after their day."""
    with beating("board-actions"):
        actions.remind()


@shared_task
def read_archive() -> None:
    """Read the text of earlier papers that wait."""
    with beating("archive"):
        while archive.read_next():
            pass


@shared_task
def check_papers() -> None:
    """Check the files that wait, of the Board's papers and of projects."""
    checking.check_all()
    project_documents.check_all()


@shared_task
def tend_papers() -> None:
    """Check what a worker that died left behind, and write the reminders that are owed."""
    with beating("board-papers"):
        checking.sweep()
        project_documents.sweep()
        reminding.tell_due()


@shared_task
def remind_of_board() -> None:
    """Write the reminders about meetings and the register that are owed and were not written yet."""
    with beating("board"):
        reminders.tell_due()


@shared_task
def remind_of_projects() -> None:
    """Write the reminders about progress reports and calls that are owed and were not written yet."""
    with beating("projects"):
        project_reminding.tell_due()
