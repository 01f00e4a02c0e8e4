"""Themes: the partnership's shared words for what a challenge looks at."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hlp.models import User
from hlp.models.history import WrittenOnce
from schools.choices import ThemeAct
from schools.roles import roles_of


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Sets of themes."""

    def visible_to(self, user: User) -> "ThemeQuerySet":
        """The vocabulary is everybody's who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def in_use(self) -> "ThemeQuerySet":
        """Those that may be chosen today: neither retired nor merged into another."""
        return self.filter(retired_at=None)

    def offered(self, *kept: int | None) -> "ThemeQuerySet":
        """Those in use, and those that a form holds already (their primary keys)."""
        return self.filter(Q(retired_at=None) | Q(pk__in=[pk for pk in kept if pk]))


class Theme(models.Model):
    """One theme of the shared vocabulary. Teaching and learning is the core of every challenge.

    A theme is never deleted: it is retired, or merged into another. ``former`` holds the names that it had, each with the
    moment (ISO 8601, UTC) until which it had it, so that what is past can say what the theme was called then.
    """

    name = models.CharField(max_length=80, unique=True)
    is_core = models.BooleanField(default=False)
    description = models.TextField(blank=True)
    former = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed")
    version = models.PositiveIntegerField(default=1)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["-is_core", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(retired_at__isnull=False), name="theme_merged_is_retired"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """How the audit log names it."""
        return f"theme:{self.pk}"

    @property
    def is_in_use(self) -> bool:
        """Whether it may be chosen."""
        return self.retired_at is None

    @property
    def survivor(self) -> "Theme":
        """The theme that it is part of today: itself, unless it was merged."""
        return self.merged_into.survivor if self.merged_into else self

    def name_at(self, moment: datetime) -> str:
        """What it was called at a moment."""
        for name in sorted(self.former, key=lambda row: str(row["until"])):
            if moment < datetime.fromisoformat(name["until"]):
                return str(name["name"])
        return self.name


class Synonym(models.Model):
    """Other words for a theme, in which the findings of reports are looked for too."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="synonyms")
    words = models.CharField(max_length=80)

    class Meta:
        ordering = ["words", "pk"]
        constraints = [models.UniqueConstraint("theme", Lower("words"), name="synonym_once")]

    def __str__(self) -> str:
        return self.words


class ThemeChange(WrittenOnce):
    """One step in the history of a theme. ``other`` is the theme it was merged into, or that was split off."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ThemeAct)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    other = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
