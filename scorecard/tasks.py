"""Celery tasks of the score card: ids in, one service call."""

from celery import shared_task

from hlp.heartbeats import beating
from scorecard.services import practice, summaries
from scorecard.services.editions import publishing


@shared_task
def refresh_summaries() -> None:
    """Work the partnership's figures out again where something changed, and count its own measures."""
    with beating("figures"):
        summaries.refresh()
        practice.refresh()


@shared_task
def publish_edition(edition_id: int) -> None:
    """Publish a version of the score card as far as it is not done yet."""
    publishing.work(edition_id)


@shared_task
def resume_editions() -> None:
    """Go on with versions whose worker died while it published them."""
    with beating("score-cards"):
        publishing.resume()
