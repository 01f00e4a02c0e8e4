"""Decisions of the Board, and declarations of interests made in a meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import AHEAD, Outcome, Part, Stays
from board.models.agenda import AgendaItem
from board.models.meeting import Meeting
from board.models.minutes import open_to
from board.roles import board_roles_of
from hlp.models import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Sets of decisions."""

    def visible_to(self, user: User) -> "DecisionQuerySet":
        """Clerk, chair and Director all at once; the Board once the meeting is over. Part II only with its right."""
        held = board_roles_of(user)
        if not held.reads_record:
            return self.none()
        rows = self if held.prepares else self.exclude(meeting__state__in=AHEAD)
        return rows.filter(open_to(user))

    def standing(self) -> "DecisionQuerySet":
        """Those that were not struck out."""
        return self.filter(struck_at=None)


class Decision(models.Model):
    """One decision: in a meeting at an item, or by chair's action between meetings (then ``item`` is none).

    ``quorate`` is whether the meeting was when it was taken; votes are counted only where somebody asked for it.
    """

    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="decisions")
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    number = models.CharField(max_length=20)
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.AGREED)
    moved_by = models.CharField(max_length=120, blank=True)
    seconded_by = models.CharField(max_length=120, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    abstentions = models.PositiveSmallIntegerField(null=True)
    quorate = models.BooleanField(default=True)
    chairs_action = models.BooleanField(default=False)
    taken_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="decision_part_one_or_two"),
            models.CheckConstraint(
                condition=Q(chairs_action=True, item=None) | Q(chairs_action=False, item__isnull=False),
                name="decision_at_an_item_or_between",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.number}"

    def get_absolute_url(self) -> str:
        """Its page in the record."""
        return reverse("board:decision-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How the audit log names it."""
        return f"decision:{self.pk}"

    @property
    def counted(self) -> bool:
        """Whether votes were counted."""
        return self.votes_for is not None

    @property
    def votes(self) -> str:
        """``8 for, 1 against, 2 abstentions``; nothing where they were not counted."""
        if not self.counted:
            return ""
        against, abstained = self.votes_against or 0, self.abstentions or 0
        return (
            f"{self.votes_for} for, {against} against, {abstained} abstention{'' if abstained == 1 else 's'}"
        )


class DeclaredInterestQuerySet(models.QuerySet["DeclaredInterest"]):
    """Sets of declarations."""

    def visible_to(self, user: User) -> "DeclaredInterestQuerySet":
        """Whoever keeps the minutes; others read them there."""
        return self if board_roles_of(user).prepares else self.none()


class DeclaredInterest(models.Model):
    """An interest that somebody declared in a meeting. ``item`` is none where it concerns the meeting as a whole."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="declarations")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    text = models.CharField(max_length=300)
    stays = models.CharField(max_length=8, choices=Stays, default=Stays.STAYS)
    at = models.DateTimeField()

    objects = DeclaredInterestQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "item", "person", "text"], name="declaration_once"),
        ]

    def __str__(self) -> str:
        return f"DeclaredInterest {self.pk}"
