"""Figures that a worker draws, kept by what they show."""

from django.db import models
from django.db.models import Q


class Drawing(models.Model):
    """A figure to be drawn from ``source``, and once drawn its SVG, sentence and table.

    ``digest`` is the SHA-256 of the source: the same figure is drawn once, whoever shows it. It is never drawn again,
    so what was published stays as it was.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    source = models.JSONField()
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    drawn_at = models.DateTimeField(null=True)
    svg = models.TextField(blank=True)
    finding = models.TextField(blank=True)
    caption = models.CharField(max_length=200, blank=True)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ["asked_at", "digest"]
        indexes = [
            models.Index(fields=["asked_at"], name="drawing_to_do", condition=Q(drawn_at=None)),
        ]

    def __str__(self) -> str:
        return self.caption or self.digest

    @property
    def is_drawn(self) -> bool:
        """Whether it can be shown."""
        return self.drawn_at is not None
