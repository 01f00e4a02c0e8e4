"""What the Board asked somebody to do, tracked from meeting to meeting."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import ACTION_RUNS, ActionState, Part
from board.models.agenda import AgendaItem
from board.models.meeting import Meeting
from board.models.minutes import open_to
from board.roles import board_roles_of
from hlp.models import User
from hlp.models.history import StateChange, WrittenNote


class BoardActionQuerySet(models.QuerySet["BoardAction"]):
    """Sets of actions."""

    def visible_to(self, user: User) -> "BoardActionQuerySet":
        """One's own; and for readers of the Board's papers all, part II only with its right."""
        own = Q(owner=user)
        return self.filter(own | open_to(user) if board_roles_of(user).reads_record else own)

    def running(self) -> "BoardActionQuerySet":
        """Those that are neither done nor dropped."""
        return self.filter(state__in=ACTION_RUNS)

    def late(self, on: date) -> "BoardActionQuerySet":
        """Running ones whose day has passed."""
        return self.running().filter(due_on__lt=on)


class BoardAction(models.Model):
    """One action with its owner and the day by which it is due. ``carried`` counts the meetings that gave it more time.

    ``first_due_on`` is the day that the meeting itself set: it is what the minutes say.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="actions")
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    number = models.CharField(max_length=20)
    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="board_actions"
    )
    due_on = models.DateField()
    first_due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ActionState, default=ActionState.OPEN)
    carried = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = BoardActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], name="board_action_runs", condition=Q(state__in=["open", "carried"])
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="board_action_number_once"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="board_action_part_one_or_two"),
            models.CheckConstraint(
                condition=~Q(state=ActionState.DROPPED) | ~Q(outcome=""), name="board_action_dropped_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:action-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"board-action:{self.pk}"

    @property
    def runs(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ACTION_RUNS

    def is_late(self, on: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.runs and self.due_on < on


class BoardActionEvent(StateChange):
    """One step in the history of an action."""

    thing = models.ForeignKey(BoardAction, on_delete=models.PROTECT, related_name="events")


class BoardActionNote(WrittenNote):
    """What somebody reported on an action."""

    action = models.ForeignKey(BoardAction, on_delete=models.PROTECT, related_name="notes")

    def __str__(self) -> str:
        return f"Note on {self.action}"
