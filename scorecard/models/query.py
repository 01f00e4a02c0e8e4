"""What those who look after the data decided about a figure that looked odd, or that two sources tell differently."""

from typing import Any

from django.db import models

from hlp.models import User
from schools.models import School
from schools.roles import roles_of
from scorecard.choices import Area, QueryKind, QueryState
from scorecard.models.measure import Measure
from scorecard.models.result import Result


class DataQueryQuerySet(models.QuerySet["DataQuery"]):
    """Sets of queries."""

    def visible_to(self, user: User) -> "DataQueryQuerySet":
        """Queries are the business of those who run the partnership."""
        return self if roles_of(user).runs_partnership else self.none()


class DataQuery(models.Model):
    """One question about one place's figure, and where it stands.

    ``basis`` names the figures that were looked at; once others stand there, the query is open again. ``choice`` is the
    figure that counts where two sources differ.
    """

    kind = models.CharField(max_length=12, choices=QueryKind)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12, choices=Area)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    la_code = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=8, choices=QueryState, default=QueryState.OPEN)
    choice = models.ForeignKey(Result, null=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    note = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = DataQueryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "school", "year", "measure"],
                condition=models.Q(school__isnull=False),
                name="one_query_a_school",
            ),
            models.UniqueConstraint(
                fields=["kind", "area", "la_code", "year", "measure"],
                condition=models.Q(school=None),
                name="one_query_an_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.measure}"

    @property
    def place(self) -> tuple[Any, ...]:
        """What it is about, in the order in which figures are named."""
        return self.measure_id, self.year, self.area, self.school_id, self.la_code

    def is_settled(self, basis: str) -> bool:
        """Whether it was decided on just these figures."""
        return self.state == QueryState.SETTLED and self.basis == basis
