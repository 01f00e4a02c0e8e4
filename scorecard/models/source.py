"""Where figures came from."""

from django.conf import settings
from django.db import models

from hlp.models import User
from schools.models import ImportRun
from schools.roles import roles_of
from scorecard.choices import SourceKind, Status, year_label


class SourceFileQuerySet(models.QuerySet["SourceFile"]):
    """Sets of files."""

    def visible_to(self, user: User) -> "SourceFileQuerySet":
        """Files and what they held are the business of those who run the partnership."""
        return self if roles_of(user).runs_partnership else self.none()


class SourceFile(models.Model):
    """One file, or one act of entering, from which figures were taken. The same file for the same year is one row.

    ``counts`` is what was read, taken and rejected; ``run`` is the import that first loaded it, and holds the rejects.
    """

    kind = models.CharField(max_length=14, choices=SourceKind)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    publisher = models.CharField(max_length=80, blank=True)
    published_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SourceFileQuerySet.as_manager()

    class Meta:
        ordering = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """What it is, for the foot of a figure: ``Key stage 2 performance tables (DfE), 2018/19, final``."""
        year = f", {year_label(self.year)}" if self.year is not None else ""
        return f"{self.get_kind_display()}{year}, {self.get_status_display().lower()}"
