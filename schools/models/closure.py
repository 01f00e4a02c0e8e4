"""Days of term on which no challenge is held: tests, checks, days without pupils."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from hlp import clock
from hlp.models import User
from schools.choices import ClosedKind
from schools.models.school import School
from schools.models.year import AcademicYear
from schools.roles import roles_of


class ClosedPeriodQuerySet(models.QuerySet["ClosedPeriod"]):
    """Sets of closed periods."""

    def visible_to(self, user: User) -> "ClosedPeriodQuerySet":
        """The calendar is for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def between(self, first: date, last: date) -> "ClosedPeriodQuerySet":
        """Those that touch the days from ``first`` to ``last``, both included."""
        return self.filter(starts__lte=last, ends__gte=first)


class ClosedPeriod(models.Model):
    """First and last day, both included; of one school, or of all where ``school`` is None.

    These are school days: deadlines count them. Only challenges are kept away.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="closed_periods")
    kind = models.CharField(max_length=8, choices=ClosedKind)
    name = models.CharField(max_length=80)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="closed_periods"
    )
    starts = models.DateField()
    ends = models.DateField()

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="closed_period_days_in_order"),
            models.UniqueConstraint(
                fields=["year", "name", "starts"], condition=Q(school=None), name="closed_period_once"
            ),
            models.UniqueConstraint(
                fields=["year", "name", "starts", "school"],
                condition=Q(school__isnull=False),
                name="closed_period_once_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.school}" if self.school else self.name

    @property
    def days(self) -> str:
        """``Monday 10 May 2027 to Friday 14 May 2027``, or the one day."""
        if self.starts == self.ends:
            return clock.day(self.starts)
        return f"{clock.day(self.starts)} to {clock.day(self.ends)}"

    def holds(self, day: date, school: int | None = None) -> bool:
        """Whether it closes a day for a school (by its primary key)."""
        return self.starts <= day <= self.ends and self.school_id in {None, school}
