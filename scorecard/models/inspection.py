"""Inspections, each on the scale of its own framework."""

from django.db import models

from hlp.models import User
from schools.models import School
from scorecard.choices import Framework
from scorecard.models.source import SourceFile
from scorecard.roles import reading_of


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Sets of inspections."""

    def visible_to(self, user: User) -> "InspectionQuerySet":
        """Of the schools whose score cards one may open."""
        reading = reading_of(user)
        return self if reading.everything else self.filter(school__in=reading.schools)


class Inspection(models.Model):
    """One inspection of a school: the day on which it began, the framework, and its outcome as published.

    ``urn`` is the school that was inspected where it has another URN since. ``overall`` is blank where the framework has
    no headline grade; ``outcome`` is the sentence of an ungraded inspection; ``category`` a category of concern.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="inspections")
    urn = models.PositiveIntegerField(null=True, blank=True)
    date = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    framework = models.CharField(max_length=18, choices=Framework)
    overall = models.CharField(max_length=40, blank=True)
    safeguarding = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    url = models.URLField(blank=True)
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="inspections")
    loaded_at = models.DateTimeField()

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["school", "-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "date", "framework"], name="one_inspection_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.date}"


class InspectionGrade(models.Model):
    """The grade of one area of an inspection, in the words of its framework."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="grades")
    area = models.CharField(max_length=60)
    grade = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "area"], name="one_grade_an_area")]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"
