"""What a year's judgements are made of: areas of self-evaluation and values of direction."""

from django.db import models

from schools.models import AcademicYear


class Area(models.Model):
    """An area that self-evaluation and report speak of. The list belongs to the academic year."""

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="areas")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["year", "position"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="area_once_a_year")]

    def __str__(self) -> str:
        return self.name


class Direction(models.Model):
    """A value of the judgement on direction (improving, vulnerable). The scheme belongs to the academic year.

    ``concern`` marks the value that puts a decision before the Director.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="directions")
    code = models.SlugField(max_length=20)
    label = models.CharField(max_length=40)
    meaning = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()
    concern = models.BooleanField(default=False)

    class Meta:
        ordering = ["year", "position"]
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="direction_once_a_year")]

    def __str__(self) -> str:
        return self.label


class ReplyRule(models.Model):
    """How many school days a host has to answer its report, and a lead reviewer to decide; the Director's setting."""

    DEFAULT_DAYS = 5

    year = models.OneToOneField(AcademicYear, on_delete=models.PROTECT, related_name="reply_rule")
    days = models.PositiveSmallIntegerField(default=DEFAULT_DAYS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(days__range=(1, 30)), name="reply_days_within_reason")
        ]

    def __str__(self) -> str:
        return f"{self.days} school days in {self.year}"


class CountdownDays(models.Model):
    """By how many school days before a session a step of its preparation is due; the Director's setting of a year."""

    LEAST, MOST = 1, 40

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="countdown_days")
    step = models.SlugField(max_length=30)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["year", "-days", "step"]
        constraints = [
            models.UniqueConstraint(fields=["year", "step"], name="countdown_step_once_a_year"),
            models.CheckConstraint(condition=models.Q(days__range=(1, 40)), name="countdown_days_in_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.days} school days before"


class EvidenceRule(models.Model):
    """How many days the team's notes and views are kept after a report is final; the Director's setting."""

    DEFAULT_DAYS = 28
    MOST_DAYS = 365

    year = models.OneToOneField(AcademicYear, on_delete=models.PROTECT, related_name="evidence_rule")
    days = models.PositiveSmallIntegerField(default=DEFAULT_DAYS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__range=(1, 365)), name="evidence_days_within_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.days} days in {self.year}"
