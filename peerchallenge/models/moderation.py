"""Moderation: each reviewer's own view, and what the team then agrees."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.models import User
from hlp.models.history import WrittenOnce
from peerchallenge.choices import Accuracy
from peerchallenge.models.scheme import Area, Direction
from peerchallenge.models.session import ChallengeSession


class ReviewerViewQuerySet(models.QuerySet["ReviewerView"]):
    """Sets of reviewers' own views."""

    def visible_to(self, user: User) -> "ReviewerViewQuerySet":
        """One's own; the colleagues' once one's own is recorded. The team's alone, as its notes are."""
        told = ReviewerView.objects.filter(by=user.pk, session__reviewers__person=user.pk).values("session")
        return self.filter(session__in=told)


class ReviewerView(WrittenOnce):
    """How one reviewer judges, recorded before the others' views are shown to them. It never changes."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="views")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    overall = models.CharField(max_length=14, choices=Accuracy)
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = ReviewerViewQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "by"], name="view_once_a_reviewer")]

    def __str__(self) -> str:
        return f"View of {self.by} on {self.session}"


class AreaView(WrittenOnce):
    """How one reviewer judges the self-evaluation of one area."""

    view = models.ForeignKey(ReviewerView, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    accuracy = models.CharField(max_length=14, choices=Accuracy)

    class Meta:
        ordering = ["area__position"]
        constraints = [models.UniqueConstraint(fields=["view", "area"], name="area_view_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_accuracy_display()}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Sets of what teams agreed."""

    def visible_to(self, user: User) -> "AgreementQuerySet":
        """The reviewers' of the session who have recorded their own view."""
        return self.filter(session__in=ReviewerView.objects.visible_to(user).values("session"))


class Agreement(models.Model):
    """What the team agreed on one question: an area, the self-evaluation overall, or the school's direction.

    ``question`` is ``area-<pk>``, ``overall`` or ``direction``. ``revision`` counts its savings.
    """

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="agreements")
    question = models.CharField(max_length=30)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    accuracy = models.CharField(max_length=14, choices=Accuracy, blank=True)
    direction = models.ForeignKey(Direction, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["session", "area__position", "question"]
        constraints = [
            models.UniqueConstraint(fields=["session", "question"], name="agreement_once_a_question"),
            models.CheckConstraint(
                condition=Q(direction=None, accuracy__gt="") | Q(direction__isnull=False, accuracy=""),
                name="agreement_accuracy_or_direction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"

    @property
    def answer(self) -> str:
        """The judgement in words."""
        return str(self.direction) if self.direction else str(self.get_accuracy_display())
