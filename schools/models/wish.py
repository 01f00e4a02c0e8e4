"""What the planner of groups is told for a year: weights, pins, and hard rules overruled."""

from typing import Any

from django.db import models
from django.db.models import Q

from hlp.models import User
from schools.choices import PinKind
from schools.models.group import Collaborative
from schools.models.school import School
from schools.models.year import AcademicYear
from schools.roles import roles_of


class PlannerSettingsQuerySet(models.QuerySet["PlannerSettings"]):
    """Sets of settings."""

    def visible_to(self, user: User) -> "PlannerSettingsQuerySet":
        """The planner is the business of those who run the partnership."""
        return self if roles_of(user).runs_partnership else self.none()


class PlannerSettings(models.Model):
    """How much each wish weighs in a year, and how long the planner may think.

    ``weights`` holds numbers by the wish's key; a wish that is not named weighs what the planner gives it.
    """

    year = models.OneToOneField(AcademicYear, on_delete=models.PROTECT, related_name="planner_settings")
    weights = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField(default=60)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = PlannerSettingsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Planner of {self.year}"


class InstructionQuerySet(models.QuerySet[Any]):
    """Sets of pins or overrules."""

    def visible_to(self, user: User) -> "InstructionQuerySet":
        """The planner is the business of those who run the partnership."""
        return self if roles_of(user).runs_partnership else self.none()

    def standing(self) -> "InstructionQuerySet":
        """Those that count: not lifted."""
        return self.filter(lifted_at=None)


class Instruction(models.Model):
    """What somebody told the planner about named schools, and why. Lifting it keeps it as history."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="%(class)ss")
    schools = models.ManyToManyField(School, related_name="+")
    reason = models.TextField()
    confidential = models.BooleanField("only the Director reads the reason", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    @property
    def names(self) -> str:
        """``Ash, Beech and Cedar``."""
        *first, last = [str(school) for school in self.schools.all()] or [""]
        return f"{', '.join(first)} and {last}" if first else last


class Pin(Instruction):
    """Schools that must be in one group, in different groups, or in a collaborative."""

    kind = models.CharField(max_length=13, choices=PinKind)
    collaborative = models.ForeignKey(
        Collaborative, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Instruction.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PinKind.COLLABORATIVE, collaborative__isnull=False)
                | Q(~Q(kind=PinKind.COLLABORATIVE), collaborative=None),
                name="pin_names_a_collaborative",
            )
        ]

    def __str__(self) -> str:
        where = f"in {self.collaborative}" if self.collaborative else self.get_kind_display().lower()
        return f"{self.names}: {where}"


class Overrule(Instruction):
    """A hard rule that the Director lets be broken between named schools. ``rule`` is the planner's key."""

    rule = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.rule}: {self.names}"
