"""Plans of a year's groups: worked out, changed by hand step by step, compared, one published."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from hlp.models.history import StateChange, WrittenOnce
from schools.choices import PlanState
from schools.models.year import AcademicYear
from schools.roles import roles_of


class WorkQuerySet(models.QuerySet[Any]):
    """Sets of what a worker does."""

    def visible_to(self, user: User) -> "WorkQuerySet":
        """Plans are the business of those who run the partnership, until one is published as groups."""
        return self if roles_of(user).runs_partnership else self.none()

    def waiting(self) -> "WorkQuerySet":
        """Those that a worker has still to do."""
        return self.filter(state=PlanState.WORKING)


class Work(models.Model):
    """Something asked of the worker: a claim for a time, progress in percent, and what came of it."""

    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.WORKING)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    notice = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        """Whether a worker has something to do."""
        return self.state == PlanState.WORKING


class Plan(Work):
    """One way to group the members of a year.

    ``problem`` is what was known and wished when it was asked for, in the planner's own JSON; ``groups`` are the
    groups as they stand, each ``{"schools": [...], "collaborative": ...}``; ``revision`` is the number of the newest
    row of its history of changes. ``bound`` and ``gap`` stand for the problem, so they hold after changes by hand.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    seconds_allowed = models.PositiveSmallIntegerField(default=60)
    problem = models.JSONField(default=dict)
    groups = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    cost = models.FloatField(null=True)
    by_wish = models.JSONField(default=dict)
    broken = models.PositiveSmallIntegerField(default=0)
    bound = models.FloatField(null=True)
    proved = models.BooleanField(default=False)
    seconds = models.FloatField(null=True)
    clashes = models.JSONField(default=list)
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(state=PlanState.PUBLISHED), name="plan_published_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this plan."""
        return reverse("schools:plan-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """By which the log and the messages name it."""
        return f"plan:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed and published."""
        return self.state == PlanState.READY

    @property
    def gap(self) -> float | None:
        """How far it is at most from the best, as a share of its cost; None where nothing is known."""
        if self.bound is None or self.cost is None:
            return None
        return max(0.0, (self.cost - self.bound) / self.cost) if self.cost > 0 else 0.0


class PlanRevision(WrittenOnce):
    """A plan as it stood after one change.

    ``before`` is the number of the revision to which undoing this change goes back (0: none). An undo is a revision
    too: it ``restores`` another (0: it is none).
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    before = models.PositiveIntegerField(default=0)
    restores = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=400)
    groups = models.JSONField()
    cost = models.FloatField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_once")]

    def __str__(self) -> str:
        return f"{self.plan}, {self.number}: {self.what}"

    @property
    def change(self) -> int:
        """The number of the revision whose groups these are: its own, or that which it restores."""
        return self.restores or self.number


class PlanEvent(StateChange):
    """One step in the history of a plan."""

    thing = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="events")


class PlanQuestion(Work):
    """Why not these schools in one group? Or, where none are named: what do the rules cost? For a plan as it stood."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="questions")
    revision = models.PositiveIntegerField()
    schools = models.JSONField()
    answer = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Why not these? {self.plan}"

    def get_absolute_url(self) -> str:
        """The page of the answer."""
        if not self.schools:
            return reverse("schools:plan-rules", args=[self.plan_id])
        return reverse("schools:plan-answer", args=[self.plan_id, self.pk])
