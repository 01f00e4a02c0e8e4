"""Who did what: for investigation only, never read by a screen's logic."""

from django.db import models

from hlp.models.history import WrittenOnce


class AuditEntry(WrittenOnce):
    """One act. No foreign keys, so that the log never stands in the way of live data."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=60, db_index=True)
    about = models.CharField(max_length=80, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.about}"
