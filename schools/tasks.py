"""Celery tasks of the schools: ids in, one service call."""

from celery import shared_task

from schools.services.gias import runs


@shared_task
def work_on_import(run_id: int) -> None:
    """Read an uploaded file of the register, or take its changes over."""
    runs.work(run_id)
