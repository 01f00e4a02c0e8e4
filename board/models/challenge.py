"""The annual performance challenge: what the Board sets each September, and how far the partnership is."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import ChallengeState, TargetOutcome
from board.models.decision import Decision
from board.roles import board_roles_of
from hlp.models import User
from hlp.models.history import StateChange
from schools.roles import roles_of
from scorecard.models import Measure


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Sets of challenges."""

    def visible_to(self, user: User) -> "ChallengeQuerySet":
        """Once published everybody with a post or a seat; before that only readers of the Board's papers."""
        if board_roles_of(user).sits:
            return self
        return self.public() if roles_of(user).any else self.none()

    def public(self) -> "ChallengeQuerySet":
        """Those that schools and the public see."""
        return self.filter(state__in=[ChallengeState.PUBLISHED, ChallengeState.CLOSED])


class Challenge(models.Model):
    """The challenge of one academic year, known by the year in which it starts (2026 is 2026/27)."""

    year = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=ChallengeState, default=ChallengeState.DRAFT)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="challenges")
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ChallengeState.DRAFT) | Q(decision__isnull=False),
                name="challenge_set_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChallengeState.CLOSED) | ~Q(outcome=""),
                name="challenge_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Performance challenge {self.label}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:challenge-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """``2026/27``."""
        return f"{self.year}/{(self.year + 1) % 100:02}"

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"challenge:{self.pk}"


class ChallengeEvent(StateChange):
    """One step in the history of a challenge."""

    thing = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="events")


class ChallengeTarget(models.Model):
    """One figure that the partnership wants to reach. ``result`` is what it was when the challenge was closed."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="targets")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    baseline = models.DecimalField(max_digits=9, decimal_places=2)
    baseline_year = models.PositiveSmallIntegerField()
    target = models.DecimalField(max_digits=9, decimal_places=2)
    due_on = models.DateField()
    why = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=TargetOutcome, blank=True)
    result = models.DecimalField(max_digits=9, decimal_places=2, null=True)

    class Meta:
        ordering = ["challenge", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "measure"], name="challenge_target_once_a_measure"),
        ]

    def __str__(self) -> str:
        return f"Target {self.pk}"

    @property
    def step(self) -> Decimal:
        """How much is to change, in the measure's unit; negative where less is wanted."""
        return self.target - self.baseline
