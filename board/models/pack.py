"""Packs: what a meeting's papers were at a moment, the files made of them, and who opened them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import Opened
from board.models.meeting import Meeting
from board.models.paper import Paper
from board.roles import board_roles_of
from hlp.models import Document, User


class PackQuerySet(models.QuerySet["Pack"]):
    """Sets of packs."""

    def visible_to(self, user: User) -> "PackQuerySet":
        """Published ones of meetings that somebody comes to; those who prepare see the others too."""
        rows = self.filter(meeting__in=Meeting.objects.visible_to(user))
        return rows if board_roles_of(user).prepares else rows.published()

    def published(self) -> "PackQuerySet":
        """Those that were given out."""
        return self.exclude(published_at=None)

    def newest(self) -> "Pack | None":
        """The last of them."""
        return self.order_by("-version").first()


class Pack(models.Model):
    """One version of a meeting's papers. ``contents`` is frozen when it is made and holds everything, part II too.

    What a reader holds of it is cut from ``contents`` and never read from it directly.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField()
    contents = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="pack_version_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="pack_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, version {self.version} of the papers"

    def get_absolute_url(self) -> str:
        """Its page for those who prepare it."""
        return reverse("board:pack-detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Whether it was given out."""
        return self.published_at is not None

    @property
    def items(self) -> list[dict[str, Any]]:
        """Its items in order."""
        found: list[dict[str, Any]] = self.contents.get("items", [])
        return found


class PackFile(models.Model):
    """The PDF of one cut of a pack. All readers who hold the same items share it; their names come on at download."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pack", "pk"]
        constraints = [models.UniqueConstraint(fields=["pack", "key"], name="pack_file_once")]

    def __str__(self) -> str:
        return f"{self.pack}: {self.label}"


class PackOpening(models.Model):
    """That somebody opened a pack, its list or one of its papers: first, last, and how often."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pack_openings"
    )
    what = models.CharField(max_length=6, choices=Opened)
    paper = models.ForeignKey(Paper, null=True, on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pack", "person", "first_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "person", "what"], condition=Q(paper=None), name="pack_opened_once"
            ),
            models.UniqueConstraint(
                fields=["pack", "person", "paper"],
                condition=Q(paper__isnull=False),
                name="pack_paper_opened_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_what_display()}"
