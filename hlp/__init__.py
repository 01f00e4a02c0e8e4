"""Who you are, and how the partnership says things. Names no school, triad or report."""

from hlp.celery import app as celery_app

__all__ = ["celery_app"]
