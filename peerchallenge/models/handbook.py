"""The handbook of a session, and the programme of the day."""

from django.db import models

from hlp.models import Document, User
from peerchallenge.models.session import ChallengeSession
from schools.models import AcademicYear


class ProgrammeSlot(models.Model):
    """A line of the year's suggested programme of the day. Times are London's."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="programme")
    starts = models.TimeField()
    activity = models.CharField(max_length=200)
    who = models.CharField(max_length=120, blank=True)
    output = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["year", "starts"]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} {self.activity}"


class HandbookQuerySet(models.QuerySet["Handbook"]):
    """Sets of handbooks."""

    def visible_to(self, user: User) -> "HandbookQuerySet":
        """Whoever sees the session; a reviewer also has to have accepted the code of conduct (see the rules)."""
        sessions = ChallengeSession.objects.visible_to(user)
        return self.filter(session__in=sessions)


class Handbook(models.Model):
    """One version of a session's handbook."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="handbooks")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="handbook")

    objects = HandbookQuerySet.as_manager()

    class Meta:
        ordering = ["session", "-document__version"]

    def __str__(self) -> str:
        return str(self.document)
