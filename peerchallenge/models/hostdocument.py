"""Documents that a host gives to the team of one session, for a time."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp import clock
from hlp.models import Blob, User
from peerchallenge.choices import HostPaper
from peerchallenge.models.session import ChallengeSession
from schools.models import AcademicYear
from schools.roles import roles_of


class DocumentRule(models.Model):
    """How many months after the session's day a host's documents are kept; the Director's setting for a year."""

    DEFAULT_MONTHS = 6
    MOST_MONTHS = 24

    year = models.OneToOneField(AcademicYear, on_delete=models.PROTECT, related_name="document_rule")
    months = models.PositiveSmallIntegerField(default=DEFAULT_MONTHS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__range=(1, 24)), name="document_months_within_reason")
        ]

    def __str__(self) -> str:
        return f"{self.months} months in {self.year}"


class HostDocumentQuerySet(models.QuerySet["HostDocument"]):
    """Sets of documents."""

    def visible_to(self, user: User) -> "HostDocumentQuerySet":
        """The host school, with those who prepare for it, and the review team. Nobody else, whatever their post."""
        held = roles_of(user)
        return self.filter(
            Q(session__host__in=held.schools | held.delegated) | Q(session__reviewers__person=user.pk)
        ).distinct()

    def standing(self) -> "HostDocumentQuerySet":
        """Those that can still be opened."""
        return self.filter(blob__isnull=False)


class HostDocument(models.Model):
    """One document. Its bytes go when it is removed or has expired; that it was there stays.

    ``sha256`` is that of the file as it was given; what is kept names no authors.
    """

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="host_documents")
    kind = models.CharField("what it is", max_length=10, choices=HostPaper)
    title = models.CharField(max_length=120)
    filename = models.CharField(max_length=150)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gone_at = models.DateTimeField(null=True)
    gone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = HostDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["session", "kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(blob__isnull=False, gone_at=None) | Q(blob=None, gone_at__isnull=False),
                name="hostdocument_gone_has_moment",
            ),
            models.UniqueConstraint(
                fields=["session", "sha256"], condition=Q(gone_at=None), name="hostdocument_same_file_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The file."""
        return reverse("peerchallenge:document-download", args=[self.session_id, self.pk])

    @property
    def ending(self) -> str:
        """What sort of file it is, in capitals."""
        return self.filename.rpartition(".")[2].upper()


def expires_on(session: ChallengeSession, months: int) -> date:
    """The first day on which the session's documents can no longer be opened."""
    return clock.months_later(clock.local(session.starts_at).date(), months)
