"""Celery tasks of the schools: ids in, one service call."""

from celery import shared_task

from hlp.heartbeats import beating
from schools.services import runs
from schools.services.declarations import reminders as declaration_reminders
from schools.services.directory import reminders as directory_reminders
from schools.services.directory import search
from schools.services.plans import asking, questions, work
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


@shared_task
def remind_of_practice() -> None:
    """Write what the directory of good practice owes and was not written yet."""
    with beating("directory"):
        directory_reminders.tell_due()


@shared_task
def work_on_plan(plan_id: int) -> None:
    """Work a plan of groups out."""
    asking.work_on(plan_id)


@shared_task
def work_on_question(question_id: int) -> None:
    """Find out what it would cost to have certain schools in one group."""
    questions.work_on(question_id)


@shared_task
def resume_plans() -> None:
    """Start again what was left undone."""
    with beating("plans"):
        work.resume()


@shared_task
def index_directory() -> None:
    """Repair the index of the directory of good practice."""
    with beating("directory-index"):
        search.rebuild()
