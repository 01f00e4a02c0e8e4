"""Periodic jobs tell when they ran; the health page asks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Min

from hlp import clock
from hlp.models import Heartbeat, User
from hlp.schedule import JOBS


@contextmanager
def beating(job: str) -> Iterator[None]:
    """Note the end and the length of a run of ``job``; a run that fails leaves no beat."""
    began = time.monotonic()
    yield
    seconds = time.monotonic() - began
    Heartbeat.objects.update_or_create(job=job, defaults={"at": clock.now(), "seconds": seconds})


def silent(at: datetime | None = None) -> list[str]:
    """The names of the jobs that are silent for too long: since they last ran, or since anybody could sign in."""
    now = at or clock.now()
    last = dict(Heartbeat.objects.values_list("job", "at"))
    began = User.objects.aggregate(first=Min("date_joined"))["first"] or now
    return [j.name for j in JOBS if (now - last.get(j.name, began)).total_seconds() > j.silent_after]
