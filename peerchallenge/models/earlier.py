"""Earlier reports: Word files from before, from which findings are filed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import Blob, User
from peerchallenge.choices import EarlierState
from peerchallenge.models.round import Round
from schools.models import AcademicYear, School
from schools.roles import roles_of


class EarlierReportQuerySet(models.QuerySet["EarlierReport"]):
    """Sets of earlier reports."""

    def visible_to(self, user: User) -> "EarlierReportQuerySet":
        """The Director, who uploads them."""
        return self if roles_of(user).director else self.none()


class EarlierReport(models.Model):
    """One uploaded file. ``lines`` is what was read in it: each has kind ("" for none), text and place."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="earlier_reports")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=EarlierState, default=EarlierState.READING)
    notice = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EarlierReportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["blob", "school", "year"], name="earlier_report_once"),
            models.CheckConstraint(
                condition=~Q(state=EarlierState.FILED) | Q(filed_at__isnull=False, filed_by__isnull=False),
                name="earlier_report_filed_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.round or self.year}"

    def get_absolute_url(self) -> str:
        """The page on which it is checked."""
        return reverse("peerchallenge:earlier-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How the audit log names it."""
        return f"earlier:{self.pk}"
