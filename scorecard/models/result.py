"""A figure, or why there is none."""

from decimal import Decimal
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from hlp.models import User
from schools.models import School
from scorecard.choices import SUPPRESSED, Area, Status, reason_label, year_label
from scorecard.models.measure import Measure
from scorecard.models.source import SourceFile
from scorecard.roles import reading_of


class ResultQuerySet(models.QuerySet["Result"]):
    """Sets of figures."""

    def visible_to(self, user: User) -> "ResultQuerySet":
        """One's own schools with what they reported; of schools that one leads and of larger areas what was published."""
        reading = reading_of(user)
        if reading.everything:
            return self if reading.reported else self.exclude(Q(status=Status.REPORTED))
        published = ~Q(status=Status.REPORTED)
        seen = Q(school__in=reading.own) | (Q(school__in=reading.led) & published)
        if reading.partnership:
            seen |= ~Q(area=Area.SCHOOL) & published
        return self.filter(seen)

    def current(self) -> "ResultQuerySet":
        """Those that no later figure has superseded."""
        return self.filter(is_current=True)

    def with_values(self) -> "ResultQuerySet":
        """Those that are figures and not reasons for having none."""
        return self.filter(value__isnull=False)

    def delete(self) -> NoReturn:
        """Refuse. Raises TypeError."""
        raise TypeError("Results are superseded and never deleted")


class Result(models.Model):
    """What one measure was in one academic year at one place, as one file said it. Never changed and never deleted.

    Either ``value`` or ``reason`` is given: the publisher's code where there is no figure. ``is_current`` alone changes,
    when a later or more settled figure takes the row's place.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12, choices=Area)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="results")
    la_code = models.CharField(max_length=3, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    reason = models.CharField(max_length=10, blank=True)
    cohort = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=12, choices=Status)
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="results")
    published_on = models.DateField(null=True)
    loaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "-year", "area", "school", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, reason="") | (Q(value=None) & ~Q(reason="")),
                name="result_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(area="school", school__isnull=False) | (~Q(area="school") & Q(school=None)),
                name="result_school_where_it_is_one",
            ),
            models.UniqueConstraint(
                fields=["school", "year", "measure"],
                condition=Q(is_current=True, school__isnull=False),
                name="one_current_result_a_school",
            ),
            models.UniqueConstraint(
                fields=["area", "la_code", "year", "measure"],
                condition=Q(is_current=True, school=None),
                name="one_current_result_an_area",
            ),
        ]
        indexes = [
            models.Index(
                fields=["measure", "year", "area"], condition=Q(is_current=True), name="result_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {year_label(self.year)}: {self.shown}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse. Raises TypeError."""
        raise TypeError("A result is superseded and never deleted")

    @property
    def shown(self) -> str:
        """The figure with its unit, or the code that stands for none."""
        return self.measure.shown(self.value) if self.value is not None else self.reason

    @property
    def year_label(self) -> str:
        """The academic year: ``2024/25``."""
        return year_label(self.year)

    @property
    def reason_label(self) -> str:
        """Why there is no figure, in words; nothing where there is one."""
        return reason_label(self.reason) if self.reason else ""

    @property
    def is_suppressed(self) -> bool:
        """Whether a figure exists that the publisher hides."""
        return self.reason.upper() in SUPPRESSED

    @property
    def one_pupil(self) -> Decimal | None:
        """How many percentage points one pupil is worth, where the cohort is known."""
        return Decimal(100) / self.cohort if self.cohort else None
