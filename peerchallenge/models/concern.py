"""A school of concern: a judgement, or what was heard, puts a decision before the Director. Nothing moves by itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from hlp.models.history import StateChange
from peerchallenge.choices import REFERRED, UNDECIDED, ConcernState
from peerchallenge.models.session import ChallengeSession
from schools.models import School
from schools.roles import roles_of


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Sets of concerns."""

    def visible_to(self, user: User) -> "ConcernQuerySet":
        """The Director all, an LA officer what was recommended to them, nobody else any."""
        held = roles_of(user)
        if held.director:
            return self
        return self.filter(state__in=REFERRED) if held.la_officer else self.none()

    def undecided(self) -> "ConcernQuerySet":
        """Those that wait for the Director, the longest first."""
        return self.filter(state__in=UNDECIDED).order_by("since", "pk")


class Concern(models.Model):
    """A decision about one school.

    ``session`` is the challenge whose report judged it so; None where the Director raised the concern. ``reason`` is
    the Director's, for the Director alone; ``for_la`` is what the LA officer is given, ``la_reason`` their answer.
    ``since`` is the moment of the last step.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="concerns")
    session = models.OneToOneField(
        ChallengeSession, null=True, on_delete=models.PROTECT, related_name="concern"
    )
    state = models.CharField(max_length=12, choices=ConcernState, default=ConcernState.WAITING)
    raised_at = models.DateTimeField()
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    for_la = models.TextField(blank=True)
    la_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ConcernState.WAITING) | ~Q(reason=""), name="concern_decided_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REFERRED) | ~Q(for_la=""), name="concern_referred_with_text"
            ),
        ]

    def __str__(self) -> str:
        return f"Decision on {self.school}"

    def get_absolute_url(self) -> str:
        """The page of the decision."""
        return reverse("peerchallenge:concern-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"concern:{self.pk}"

    @property
    def is_undecided(self) -> bool:
        """Whether it is the Director's turn."""
        return self.state in UNDECIDED

    @property
    def source(self) -> str:
        """Where the concern comes from, in words."""
        return f"The report of the {self.session.round}" if self.session else "Raised by the Director"


class ConcernEvent(StateChange):
    """One step in a concern's history."""

    thing = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="events")
