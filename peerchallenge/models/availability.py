"""When headteachers cannot host or visit, as they say before the year is planned."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.models import AcademicYear, Appointment
from schools.roles import roles_of

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


class AvailabilityQuerySet(models.QuerySet["Availability"]):
    """Sets of answers."""

    def visible_to(self, user: User) -> "AvailabilityQuerySet":
        """Staff see all; others their own, and those of the headteachers for whom they prepare."""
        held = roles_of(user)
        if held.runs_partnership:
            return self
        heads = Appointment.objects.on(clock.today()).filter(role=Role.HEADTEACHER, school__in=held.delegated)
        return self.filter(Q(person_id=user.pk) | Q(person__in=heads.values("person")))


class Availability(models.Model):
    """One headteacher's answer for one year; it may hold no day at all. Not there: not answered yet."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="availability"
    )
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="availability")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "year"]
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="availability_once_a_year")]

    def __str__(self) -> str:
        return f"{self.person}, {self.year}"


class AwayDays(models.Model):
    """Days on which a headteacher cannot: all from first to last, or only one weekday of them (0 is Monday)."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="days")
    starts = models.DateField()
    ends = models.DateField()
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "ends", "weekday", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="away_days_in_order"),
            models.CheckConstraint(condition=Q(weekday=None) | Q(weekday__lt=5), name="away_days_weekday"),
        ]

    def __str__(self) -> str:
        span = clock.day(self.starts)
        if self.ends != self.starts:
            span = f"{span} to {clock.day(self.ends)}"
        return span if self.weekday is None else f"{WEEKDAYS[self.weekday]}s, {span}"

    def between(self, first: date, last: date) -> Iterator[date]:
        """Its days from ``first`` to ``last``, both included."""
        day, until = max(first, self.starts), min(last, self.ends)
        while day <= until:
            if self.weekday in {None, day.weekday()}:
                yield day
            day += timedelta(days=1)
