"""Writing together: who is in which section, notes that were taken in, and warnings that were overruled."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.models import User
from peerchallenge.choices import REPORT_SENT, WarningKind
from peerchallenge.models.evidence import EvidenceNote
from peerchallenge.models.report import Report
from peerchallenge.models.session import Reviewer
from schools.roles import roles_of


class Presence(models.Model):
    """Where in the report a reviewer was last seen. ``section`` is a slug, or nothing on the list of sections.

    Whoever was not seen for a moment counts as gone, so that nothing has to tidy up.
    """

    reviewer = models.OneToOneField(Reviewer, on_delete=models.CASCADE, related_name="presence")
    section = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reviewer} in {self.section or 'the report'}"


class NoteUse(models.Model):
    """A note of the day that was taken into a section of the report. It goes with the note."""

    note = models.ForeignKey(EvidenceNote, on_delete=models.CASCADE, related_name="uses")
    section = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["note", "section"], name="note_used_once_a_section")]

    def __str__(self) -> str:
        return f"{self.note}, used in {self.section}"


class OverrulingQuerySet(models.QuerySet["Overruling"]):
    """Sets of overruled warnings."""

    def visible_to(self, user: User) -> "OverrulingQuerySet":
        """The review team's, and the Director's once the report is sent."""
        mine = Q(report__session__reviewers__person=user.pk)
        sent = Q(report__session__state__in=REPORT_SENT)
        return self.filter(mine | sent if roles_of(user).director else mine).distinct()


class Overruling(models.Model):
    """A warning that the lead reviewer looked at and overruled, with the reason.

    ``key`` says which warning it is, so that it stays overruled while other text changes. ``section`` is the title of
    its section and ``words`` those that were warned of; these and the reason are emptied when a version of the report
    is sealed.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="overrulings")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=WarningKind)
    section = models.CharField(max_length=80)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OverrulingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="warning_overruled_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.section}, overruled"
