"""Agreed actions that live on after the report: owner, date, progress, evidence, and the check-in six weeks later."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from hlp.models.history import StateChange
from peerchallenge.choices import ActionState, Going, NoteKind
from peerchallenge.models.session import ChallengeSession
from schools.models import School
from schools.roles import roles_of


class CarriedActionQuerySet(models.QuerySet["CarriedAction"]):
    """Sets of actions."""

    def visible_to(self, user: User) -> "CarriedActionQuerySet":
        """The school's headteachers (whoever they are by then), the team that agreed them, lead headteacher, Director."""
        held = roles_of(user)
        if held.director:
            return self
        mine = ChallengeSession.objects.filter(reviewers__person=user.pk).values("pk")
        return self.filter(
            Q(school__in=held.schools)
            | Q(session__in=mine)
            | Q(session__group__collaborative__in=held.collaboratives)
        )

    def open(self) -> "CarriedActionQuerySet":
        """Promised and not done."""
        return self.filter(state=ActionState.PROMISED)


class CarriedAction(models.Model):
    """One agreed action as the school carries it on. ``what``, ``agreed_who`` and ``agreed_by_when`` are the report's."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="carried_actions")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="carried_actions")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    agreed_who = models.CharField(max_length=120, blank=True)
    agreed_by_when = models.CharField(max_length=60, blank=True)
    owner = models.CharField("who sees to it", max_length=120, blank=True)
    due = models.DateField("by which day", null=True, blank=True)
    state = models.CharField(max_length=16, choices=ActionState, default=ActionState.PROMISED)
    version = models.PositiveIntegerField(default=1)

    objects = CarriedActionQuerySet.as_manager()

    class Meta:
        ordering = ["-session__starts_at", "session", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="carried_action_once"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("peerchallenge:action-detail", args=[self.pk])

    @property
    def colour(self) -> str:
        """Of the tag that shows the state."""
        return {ActionState.PROMISED: "blue", ActionState.DONE: "green"}.get(ActionState(self.state), "teal")


class ActionEvent(StateChange):
    """One step in an action's history."""

    thing = models.ForeignKey(CarriedAction, on_delete=models.CASCADE, related_name="events")


class ActionNote(models.Model):
    """What has happened since, or how one can see it."""

    action = models.ForeignKey(CarriedAction, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)
    body = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "token"], condition=~Q(token=""), name="action_note_once"
            )
        ]

    def __str__(self) -> str:
        return self.body[:80]


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Sets of check-ins."""

    def visible_to(self, user: User) -> "CheckInQuerySet":
        """The school's headteachers, the collaborative's lead headteacher and the Director."""
        held = roles_of(user)
        if held.director:
            return self
        return self.filter(
            Q(session__host__in=held.schools) | Q(session__group__collaborative__in=held.collaboratives)
        )


class CheckIn(models.Model):
    """The lead headteacher asks, six to eight weeks after the report, how the actions are going."""

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="check_in")
    due_from = models.DateTimeField()
    due_until = models.DateTimeField()
    going = models.CharField("how it is going", max_length=10, choices=Going, blank=True)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="check_in_done_by_and_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Check-in on {self.session}"
