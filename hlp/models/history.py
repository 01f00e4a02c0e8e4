"""Rows that are written once: the base of every history."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class WrittenOnce(models.Model):
    """A record that may be added, and neither changed nor deleted through the ORM's instances."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row.

        Raises TypeError when it is there already.
        """
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse. Raises TypeError."""
        raise TypeError(f"{type(self).__name__} is never deleted")


class StateChange(WrittenOnce):
    """One step in the history of a thing: what, when, who, why. Subclasses add the foreign key ``thing``."""

    kind = models.CharField(max_length=40, default="state")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        thing: Any = self._meta.get_field("thing")
        states = dict(thing.related_model._meta.get_field("state").flatchoices)
        return f"{states.get(self.to_state, self.kind)} {self.at:%Y-%m-%d %H:%M}"


class WrittenNote(WrittenOnce):
    """What somebody wrote down about a thing, the newest first. Subclasses add the foreign key to it."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
