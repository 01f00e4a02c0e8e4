"""What a report named as worth sharing, and the entry of the directory that it led to."""

from django.conf import settings
from django.db import models

from hlp.models import User
from peerchallenge.models.report import ReportVersion
from peerchallenge.models.session import ChallengeSession
from schools.models import PracticeEntry


class PracticeNominationQuerySet(models.QuerySet["PracticeNomination"]):
    """Sets of nominations for the directory."""

    def visible_to(self, user: User) -> "PracticeNominationQuerySet":
        """Whoever reads the report."""
        return self.filter(session__in=ReportVersion.objects.visible_to(user).values("session"))


class PracticeNomination(models.Model):
    """One paragraph of a session's report that was nominated. ``paragraph`` is its key in the report."""

    session = models.ForeignKey(
        ChallengeSession, on_delete=models.PROTECT, related_name="practice_nominations"
    )
    entry = models.OneToOneField(PracticeEntry, on_delete=models.PROTECT, related_name="nomination")
    paragraph = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PracticeNominationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "paragraph"], name="practice_nominated_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry} from {self.session}"
