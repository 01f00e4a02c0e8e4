"""An import from a file, from the upload to the end."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from hlp.models import Blob, User
from schools.choices import ImportKind, ImportState
from schools.roles import roles_of


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Sets of imports."""

    def visible_to(self, user: User) -> "ImportRunQuerySet":
        """Imports are the business of those who run the partnership."""
        return self if roles_of(user).runs_partnership else self.none()

    def of(self, kind: str) -> "ImportRunQuerySet":
        """Those that bring this kind of thing."""
        return self.filter(kind=kind)


class ImportRun(models.Model):
    """One uploaded file and what it would change.

    ``options`` is what was said of the file. ``outcome`` is what the reading found, as the page shows it;
    ``digest`` names exactly these changes, so that what is confirmed is what was shown. The file is kept,
    packed, until the run has ended.
    """

    kind = models.CharField(max_length=10, default=ImportKind.REGISTER)
    name = models.CharField(max_length=200)
    las = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    outcome = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    confirmed = models.JSONField(default=list)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    notice = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this import."""
        return reverse(settings.IMPORTS[self.kind][1], args=[self.pk])

    @property
    def is_pending(self) -> bool:
        """Whether a worker has something to do."""
        return self.state in {ImportState.READING, ImportState.APPLYING}
