"""What is measured, in which columns of which files it stands, and where a series breaks."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp.models import User
from scorecard.choices import (
    Direction,
    MeasurePhase,
    PupilGroup,
    SourceKind,
    Standard,
    Topic,
    Unit,
    year_label,
)
from scorecard.roles import reads_partnership


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Sets of measures."""

    def visible_to(self, user: User) -> "MeasureQuerySet":
        """What is measured is for everybody who reads the partnership's figures."""
        return self if reads_partnership(user) else self.none()

    def active(self) -> "MeasureQuerySet":
        """Those that the score card shows."""
        return self.filter(active=True)

    def in_year(self, year: int) -> "MeasureQuerySet":
        """Those that exist in an academic year."""
        return self.filter(
            Q(first_year=None) | Q(first_year__lte=year), Q(last_year=None) | Q(last_year__gte=year)
        )


class Measure(models.Model):
    """One thing that is measured for one group of pupils. Years are academic years by the year in which they begin.

    ``counterpart`` of a measure of disadvantaged pupils is the same measure of the others; their gap is computed.
    ``decimals`` is how many a figure is shown with; a figure is kept as it was published.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=40)
    topic = models.CharField(max_length=20, choices=Topic)
    subject = models.CharField(max_length=60, blank=True)
    standard = models.CharField(max_length=12, choices=Standard, blank=True)
    phase = models.CharField(max_length=12, choices=MeasurePhase)
    unit = models.CharField(max_length=8, choices=Unit)
    group = models.CharField(max_length=14, choices=PupilGroup, default=PupilGroup.ALL)
    direction = models.CharField(max_length=4, choices=Direction)
    denominator = models.CharField(max_length=150, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    counterpart = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="counterparts"
    )
    version = models.PositiveIntegerField(default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="measure_years_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this measure."""
        return reverse("scorecard:measure-detail", args=[self.code])

    @property
    def years(self) -> str:
        """From when until when it exists: ``2015/16 to 2022/23``, ``from 2015/16``."""
        first = year_label(self.first_year) if self.first_year else ""
        last = year_label(self.last_year) if self.last_year else ""
        if first and last:
            return first if first == last else f"{first} to {last}"
        return (f"from {first}" if first else f"until {last}") if first or last else "every year"

    def shown(self, value: Decimal | None) -> str:
        """A value as pages show it: ``59%``, ``104.5``, ``+2.7``, ``£60,720``; a dash for none."""
        if value is None:
            return "–"
        rounded = value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        text = f"{abs(rounded):,}"
        sign = "−" if rounded < 0 else "+" if self.standard == Standard.PROGRESS and rounded > 0 else ""
        before = "£" if self.unit == Unit.POUNDS else ""
        return f"{sign}{before}{text}{'%' if self.unit == Unit.PERCENT else ''}"


class MeasureColumn(models.Model):
    """In which column of a publisher's file a measure stands, in which years. Headings are compared without case.

    A figure of the file is multiplied by ``factor`` (a share of 0.158 becomes 15.8 per cent).
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="columns")
    source = models.CharField(max_length=14, choices=SourceKind)
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    column = models.CharField(max_length=120)
    cohort_column = models.CharField(max_length=120, blank=True)
    factor = models.DecimalField(max_digits=8, decimal_places=3, default=Decimal(1))

    class Meta:
        ordering = ["measure", "source", "year_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_from=None) | Q(year_to=None) | Q(year_to__gte=F("year_from")),
                name="column_years_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.column} ({self.get_source_display()})"

    @property
    def years(self) -> str:
        """From when until when the column is read."""
        return Measure(first_year=self.year_from, last_year=self.year_to).years


class SeriesBreak(models.Model):
    """Figures before ``year`` cannot be compared with those from it on."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="breaks")
    year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["measure", "year"]
        constraints = [models.UniqueConstraint(fields=["measure", "year"], name="one_break_a_year")]

    def __str__(self) -> str:
        return f"{self.measure}: before {self.first}"

    @property
    def first(self) -> str:
        """The first year that cannot be compared with those before it: ``2017/18``."""
        return year_label(self.year)
