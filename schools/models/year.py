"""Academic years, their terms and their bank holidays."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from hlp import clock
from hlp.models import User
from schools.choices import TermName
from schools.roles import roles_of


class AcademicYearQuerySet(models.QuerySet["AcademicYear"]):
    """Sets of academic years."""

    def visible_to(self, user: User) -> "AcademicYearQuerySet":
        """Years and their terms are for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def at(self, day: date) -> "AcademicYear | None":
        """The year that ``day`` falls in, or None."""
        return self.filter(starts__lte=day, ends__gte=day).first()

    def current(self) -> "AcademicYear | None":
        """Today's year; outside every year the newest that has begun, else the first to come."""
        today = clock.today()
        begun = self.filter(starts__lte=today).order_by("-starts").first()
        return self.at(today) or begun or self.order_by("starts").first()


class AcademicYear(models.Model):
    """1 September to 31 August, written 2026/27."""

    name = models.CharField(max_length=7, unique=True)
    starts = models.DateField(unique=True)
    ends = models.DateField()

    objects = AcademicYearQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="year_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """``2026-27``, as addresses write it."""
        return self.name.replace("/", "-")


class Term(models.Model):
    """A term with its half term: first and last days, both included."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=6, choices=TermName)
    starts = models.DateField()
    ends = models.DateField()
    half_term_starts = models.DateField()
    half_term_ends = models.DateField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="term_once_a_year"),
            models.CheckConstraint(
                condition=Q(starts__lt=F("half_term_starts"))
                & Q(half_term_starts__lte=F("half_term_ends"))
                & Q(half_term_ends__lt=F("ends")),
                name="term_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} term {self.year}"


class BankHoliday(models.Model):
    """A day on which every school is closed."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"
