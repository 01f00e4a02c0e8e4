"""Texts that the Director edits, every version kept: code of conduct, protocols, guidance."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp.models.history import WrittenOnce


class TextQuerySet(models.QuerySet["Text"]):
    """Sets of texts."""

    def visible_to(self, user: settings.AUTH_USER_MODEL) -> "TextQuerySet":  # type: ignore[name-defined]
        """Everybody who is signed in may read the partnership's texts."""
        return self if user.is_authenticated else self.none()


class Text(models.Model):
    """A text with a name that code refers to (``code-of-conduct``) and a newest version."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    current = models.ForeignKey("TextVersion", null=True, on_delete=models.PROTECT, related_name="+")

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class TextVersion(WrittenOnce):
    """What a text said from a moment on. Markdown."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(F("text"), F("number"), name="text_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="text_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.text.title}, version {self.number}"
