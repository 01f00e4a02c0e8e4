"""Meetings of a community of interest: the schools of a project come together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from board.models.projects.project import Project
from board.models.projects.work import OfProjectQuerySet
from schools.models import School


class ProjectMeeting(models.Model):
    """One meeting. ``sequence`` counts how often it was moved, ``cancelled_at`` is when it was called off."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    joining = models.CharField("link to join online", max_length=200, blank=True)
    about_it = models.TextField("what it is about", blank=True)
    notes = models.TextField("what came of it", blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="project_meeting_ends_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:project-meeting-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"project-meeting:{self.pk}"

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.cancelled_at is not None


class ProjectMeetingPlace(models.Model):
    """One school at a meeting: whether it comes, whom it sends, and whether it was there; none where nobody said."""

    meeting = models.ForeignKey(ProjectMeeting, on_delete=models.CASCADE, related_name="school_places")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    coming = models.BooleanField(null=True)
    people = models.CharField(max_length=200, blank=True)
    present = models.BooleanField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["school__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "school"], name="project_meeting_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.school} at {self.meeting}"
