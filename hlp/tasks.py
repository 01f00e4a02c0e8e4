"""Celery tasks of the kernel: one call each. They are wake-ups; what is to be done stands in the database."""

from celery import shared_task
from django.core.management import call_command

from hlp import documents, drawings, outbox
from hlp.heartbeats import beating
from hlp.site import keeping


@shared_task
def deliver_messages() -> None:
    """Send what is due."""
    with beating("deliver"):
        outbox.deliver_due()


@shared_task
def build_document() -> None:
    """Make one document: the newest of those still to be made."""
    documents.build_next()


@shared_task
def rebuild_documents() -> None:
    """Start again what was left unmade."""
    with beating("documents"):
        documents.rebuild()
        drawings.redraw()


@shared_task
def draw_figures() -> None:
    """Draw the figures that wait."""
    drawings.draw()


@shared_task
def clear_sessions() -> None:
    """Remove sign-ins that have run out."""
    with beating("sessions"):
        call_command("clearsessions")


@shared_task
def tidy_site() -> None:
    """Forget what the public site no longer needs."""
    with beating("site"):
        keeping.tidy()
