"""The demonstration's own facts in this room: the partnership's name and its texts."""

from datetime import datetime, timedelta

from hlp import texts
from hlp.models import Partnership

TEXTS_SINCE = timedelta(days=800)  # they were there before the first session of the demonstration


def seed(now: datetime) -> None:
    """Name the partnership as the settings do, and publish the texts that ship with the product."""
    Partnership.current().save()
    texts.ensure_defaults(at=now - TEXTS_SINCE)
