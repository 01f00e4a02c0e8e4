"""The handbook of a session."""

from django.db import models

from hlp.models import Document, User
from peerchallenge.models.session import ChallengeSession


class HandbookQuerySet(models.QuerySet["Handbook"]):
    """Sets of handbooks."""

    def visible_to(self, user: User) -> "HandbookQuerySet":
        """Whoever sees the session; a reviewer also has to have accepted the code of conduct (see the rules)."""
        sessions = ChallengeSession.objects.visible_to(user)
        return self.filter(session__in=sessions)


class Handbook(models.Model):
    """One version of a session's handbook. ``changes`` says in sentences what it has that the version before had not."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="handbooks")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="handbook")
    changes = models.JSONField(default=list, blank=True)

    objects = HandbookQuerySet.as_manager()

    class Meta:
        ordering = ["session", "-document__version"]

    def __str__(self) -> str:
        return str(self.document)


class HandbookCopy(models.Model):
    """A version for those who may not read all of it. ``cut`` names what is left out; made when first needed."""

    handbook = models.ForeignKey(Handbook, on_delete=models.CASCADE, related_name="copies")
    cut = models.CharField(max_length=60)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["handbook", "cut"]
        constraints = [models.UniqueConstraint(fields=["handbook", "cut"], name="handbook_copy_once")]

    def __str__(self) -> str:
        return f"{self.handbook} without {self.cut}"


class StaleHandbook(models.Model):
    """A handbook whose facts have changed; it is made again once nobody has changed them for a while (``due_at``)."""

    session = models.OneToOneField(ChallengeSession, on_delete=models.CASCADE, related_name="stale_handbook")
    since = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return f"Handbook of {self.session} to be made again"
