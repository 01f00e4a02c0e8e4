"""When each periodic job last ran to its end."""

from django.db import models


class Heartbeat(models.Model):
    """One row a job of ``hlp/schedule.py``."""

    job = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.job
