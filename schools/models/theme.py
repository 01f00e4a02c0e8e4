"""Themes: the partnership's shared words for what a challenge looks at."""

from django.db import models


class Theme(models.Model):
    """One theme. Teaching and learning is the core of every challenge."""

    name = models.CharField(max_length=80, unique=True)
    is_core = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_core", "name"]

    def __str__(self) -> str:
        return self.name
