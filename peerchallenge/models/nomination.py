"""A lead headteacher asks the Director to have the quality of a session assured, with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from peerchallenge.models.session import ChallengeSession, Reviewer
from schools.roles import roles_of


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Sets of nominations."""

    def visible_to(self, user: User) -> "NominationQuerySet":
        """The Director, and the collaborative's lead headteacher unless they host or review. Never host or team."""
        held = roles_of(user)
        if held.director:
            return self
        mine = Reviewer.objects.filter(person=user.pk).values("session")
        rows = self.filter(session__group__collaborative__in=held.collaboratives)
        return rows.exclude(Q(session__host__in=held.schools) | Q(session__in=mine))

    def waiting(self) -> "NominationQuerySet":
        """Those that the Director has not answered, the oldest first."""
        return self.filter(answered_at=None).order_by("at", "pk")


class Nomination(models.Model):
    """One session that is to be assured. ``accepted`` is None until the Director answers; ``answer`` is their word."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="nominations")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(answered_at=None), name="nomination_one_open_a_session"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, accepted=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, accepted__isnull=False),
                name="nomination_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Nomination of {self.session}"

    def get_absolute_url(self) -> str:
        """Where the Director answers."""
        return reverse("peerchallenge:nomination-answer", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"nomination:{self.pk}"

    @property
    def status(self) -> tuple[str, str]:
        """Where it stands, in words and as the colour of a tag."""
        if self.accepted is None:
            return "Waiting for the Director", "yellow"
        return ("Taken up", "green") if self.accepted else ("Declined", "grey")
