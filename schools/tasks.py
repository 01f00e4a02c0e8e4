"""Celery tasks of the schools: ids in, one service call."""

from celery import shared_task

from hlp.heartbeats import beating
from schools.services import runs
from schools.services.declarations import reminders as declaration_reminders
from schools.services.training import reminders as training_reminders


@shared_task
def work_on_import(run_id: int) -> None:
    """Read an uploaded file, or take its changes over."""
    runs.work(run_id)


@shared_task
def remind_of_training() -> None:
    """Write the offers and reminders about training that are owed and were not written yet."""
    with beating("training"):
        training_reminders.tell_due()


@shared_task
def remind_of_declarations() -> None:
    """Write what is owed about declarations and was not written yet."""
    with beating("declarations"):
        declaration_reminders.tell_due()
