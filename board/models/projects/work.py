"""The work of a project: milestones, progress reports, documents, and figures of what it changed."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import MilestoneStatus, VersionState
from board.models.projects.project import Project
from hlp.models import Blob, User


class OfProjectQuerySet(models.QuerySet[Any]):
    """Sets of things that belong to a project."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the project."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Milestone(models.Model):
    """Something to be reached by a day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    def status(self, on: date) -> MilestoneStatus:
        """Done, late once its day has passed, else on the way."""
        if self.done_on:
            return MilestoneStatus.DONE
        return MilestoneStatus.LATE if self.due_on < on else MilestoneStatus.ON_THE_WAY


class ProgressReportQuerySet(OfProjectQuerySet):
    """Sets of progress reports."""

    def owed(self) -> "ProgressReportQuerySet":
        """Those that were asked for and not sent yet."""
        return self.filter(sent_at=None)

    def sent(self) -> "ProgressReportQuerySet":
        """Those that were sent."""
        return self.filter(sent_at__isnull=False)


class ProgressReport(models.Model):
    """One report of the lead colleague, asked for by a day. ``facts`` freezes milestones and figures at its sending."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done = models.TextField(blank=True)
    difference = models.TextField(blank=True)
    coming = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="progress_report_once"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(done=""), name="progress_report_sent_says_what_was_done"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="progress_report_owed", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"Progress report {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:project-report-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"progress-report:{self.pk}"

    @property
    def is_sent(self) -> bool:
        """Whether it was sent; then it stays as it is."""
        return self.sent_at is not None

    def is_late(self, on: date) -> bool:
        """Whether its day has passed and it was not sent."""
        return self.sent_at is None and self.due_on < on


class ProjectDocumentQuerySet(OfProjectQuerySet):
    """Sets of documents."""

    def standing(self) -> "ProjectDocumentQuerySet":
        """Those that were not taken away."""
        return self.filter(removed_at=None)


class ProjectDocument(models.Model):
    """A file of a project: as it came (``original``) and, once it was checked, as a safe PDF."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=120)
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.WAITING)
    refusal = models.CharField(max_length=1000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=VersionState.READY) | Q(pdf__isnull=False),
                name="project_document_ready_has_pdf",
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at"],
                name="project_document_unchecked",
                condition=Q(state=VersionState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        """Whether it can be read."""
        return self.state == VersionState.READY


class ImpactFigure(models.Model):
    """Where what is measured stood on a day, by whose account; beside what the score card itself tells."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="impact_figures")
    value = models.DecimalField(max_digits=9, decimal_places=2)
    on = models.DateField()
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "on", "source"], name="impact_figure_once_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
