"""Figures of the partnership and its parts, worked out from the schools' and kept, so that pages need not count."""

from django.db import models
from django.db.models import Q

from hlp.models import User
from schools.choices import Phase
from schools.models import Collaborative
from scorecard.choices import Status
from scorecard.models.measure import Measure
from scorecard.roles import reads_partnership


class PartnershipFigureQuerySet(models.QuerySet["PartnershipFigure"]):
    """Sets of figures of the partnership."""

    def visible_to(self, user: User) -> "PartnershipFigureQuerySet":
        """They name no school and are for everybody who reads the partnership's figures."""
        return self if reads_partnership(user) else self.none()

    def whole(self) -> "PartnershipFigureQuerySet":
        """Those of the whole partnership."""
        return self.filter(scope="")

    def of_groups(self) -> "PartnershipFigureQuerySet":
        """Those of collaboratives and phases."""
        return self.exclude(scope="")


class PartnershipFigure(models.Model):
    """One measure in one academic year over the schools of a scope: all, a collaborative, a phase.

    ``value`` is the mean weighted by pupils over ``schools`` schools; ``suppressed`` have a reason instead of a figure,
    ``left_out`` a figure of five pupils or fewer, or one of their own where fewer than three reported. ``hidden`` stands
    where fewer than three schools would show, or where such a group would follow. ``as_good`` is how many schools of
    ``counted`` reach each comparator, ``spread`` how many stand at each figure, with no name.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="partnership_figures")
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=24, blank=True)
    collaborative = models.ForeignKey(Collaborative, null=True, on_delete=models.CASCADE, related_name="+")
    phase = models.CharField(max_length=12, choices=Phase, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    schools = models.PositiveIntegerField(default=0)
    pupils = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    suppressed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    weighted = models.BooleanField(default=True)
    hidden = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    sources = models.JSONField(default=list)
    as_good = models.JSONField(default=dict)
    spread = models.JSONField(default=list)

    objects = PartnershipFigureQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "-year", "scope"]
        constraints = [
            models.UniqueConstraint(fields=["year", "measure", "scope"], name="one_partnership_figure"),
            models.CheckConstraint(
                condition=Q(hidden=False) | Q(value=None), name="partnership_figure_hidden_has_no_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.year}, {self.scope or 'all'}"

    @property
    def scope_name(self) -> str:
        """The collaborative or the phase in words; nothing for the whole."""
        return str(self.collaborative) if self.collaborative_id else self.get_phase_display()


class SummaryState(models.Model):
    """Up to where the figures of the partnership have been worked out: one row.

    ``last_result`` is the newest figure that was counted, ``basis`` a digest of who is counted where and how.
    ``practice`` are the tables of the partnership's own measures as they were at ``practice_at``.
    """

    last_result = models.PositiveBigIntegerField(default=0)
    basis = models.CharField(max_length=64, blank=True)
    refreshed_at = models.DateTimeField(null=True)
    practice = models.JSONField(default=list)
    practice_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"up to {self.last_result}"
