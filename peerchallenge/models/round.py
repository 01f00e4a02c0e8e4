"""A round: the weeks in which the year's challenges of one term are held."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from hlp.models.history import WrittenOnce
from peerchallenge.choices import RoundClock
from schools.choices import TermName
from schools.models import AcademicYear, Theme
from schools.roles import roles_of


class RoundQuerySet(models.QuerySet["Round"]):
    """Sets of rounds."""

    def visible_to(self, user: User) -> "RoundQuerySet":
        """The dates and themes of rounds are for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def running(self, day: date | None = None) -> "RoundQuerySet":
        """Those whose window is open on a day (today)."""
        today = day or clock.today()
        return self.filter(opens__lte=today, closes__gte=today)

    def current(self) -> "Round | None":
        """The newest round that has opened; before the first opens, the next to come."""
        begun = self.filter(opens__lte=clock.today()).order_by("-opens").first()
        return begun or self.order_by("opens").first()


class Round(models.Model):
    """A window (first and last day), the focus themes, and how the time for the report is counted.

    Teaching and learning is the core theme of every round and is not listed among ``focus_themes``.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="rounds")
    term = models.CharField(max_length=6, choices=TermName)
    opens = models.DateField()
    closes = models.DateField()
    clock = models.CharField(max_length=8, choices=RoundClock, default=RoundClock.CLOCK_HOURS)
    focus_themes = models.ManyToManyField(Theme, blank=True, related_name="rounds")
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens"]
        constraints = [
            models.UniqueConstraint(fields=["year", "term"], name="round_once_a_term"),
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="round_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.get_term_display()} round {self.year}"

    def get_absolute_url(self) -> str:
        """The round's page."""
        return reverse("peerchallenge:round-detail", args=[self.pk])

    @property
    def stage(self) -> str:
        """``planned``, ``running`` or ``closed``: what follows from its window and today."""
        today = clock.today()
        if today < self.opens:
            return "planned"
        return "running" if today <= self.closes else "closed"


class ThemeReason(WrittenOnce):
    """Why a focus theme was taken up into a round, in the words of the evidence."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="theme_reasons")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["theme__name", "pk"]

    def __str__(self) -> str:
        return f"{self.theme}: {self.text}"
