"""The agenda: what a meeting deals with, in order, and what stands on every agenda."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from board.choices import AGENDA_OUT, Part, Purpose, StandingAt
from board.models.meeting import Meeting
from board.roles import board_roles_of
from hlp.models import User


class StandingItemQuerySet(models.QuerySet["StandingItem"]):
    """Sets of standing items."""

    def visible_to(self, user: User) -> "StandingItemQuerySet":
        """Those who prepare agendas."""
        return self if board_roles_of(user).prepares else self.none()


class StandingItem(models.Model):
    """What is put on the agenda by itself. ``source_key`` names the paper that the system draws for it."""

    title = models.CharField(max_length=200)
    at = models.CharField(max_length=10, choices=StandingAt, default=StandingAt.EVERY)
    position = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.NOTE)
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    minutes = models.PositiveSmallIntegerField(default=5)
    presenter_name = models.CharField(max_length=120, blank=True)
    source_key = models.CharField(max_length=60, blank=True)

    objects = StandingItemQuerySet.as_manager()

    class Meta:
        ordering = ["part", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["title"], name="standing_item_once")]

    def __str__(self) -> str:
        return self.title


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Sets of items."""

    def visible_to(self, user: User) -> "AgendaItemQuerySet":
        """What stands on the agendas that somebody reads: part II only for those who have it.

        Agendas in the making are read by the chair, the clerk and the Director.
        """
        held = board_roles_of(user)
        rows = self if held.sits else self.filter(meeting__in=held.stands_in | held.guest_of)
        if not held.prepares:
            rows = rows.filter(meeting__state__in=AGENDA_OUT)
        if not held.part_two:
            rows = rows.filter(Q(part=Part.ONE) | Q(meeting__in=held.part_two_meetings))
        return rows

    def readable_by(self, user: User) -> "AgendaItemQuerySet":
        """Those of ``visible_to`` whose papers and minutes somebody gets: none from which they are withdrawn.

        Who withdraws from an item withdraws from what stands under it.
        """
        withdrawn = user.withdrawals.filter(lifted_at=None).values("item")
        return self.visible_to(user).exclude(Q(pk__in=withdrawn) | Q(parent__in=withdrawn))

    def in_order(self) -> "AgendaItemQuerySet":
        """As they are taken, part II last; ``board.calculations`` numbers them."""
        return self.order_by("part", "position", "pk")


class AgendaItem(models.Model):
    """One item, or one under another (``parent``), whose part it shares. Its number and time are computed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    detail = models.TextField("what the board is asked", blank=True)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.DISCUSS)
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    minutes = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(480)])
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="presented"
    )
    presenter_name = models.CharField(max_length=120, blank=True)
    standing = models.ForeignKey(
        StandingItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    version = models.PositiveIntegerField(default=1)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "part", "position", "pk"]
        indexes = [models.Index(fields=["meeting", "part", "position"], name="agenda_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def presented_by(self) -> str:
        """The presenter's name, or what stands for it."""
        return str(self.presenter) if self.presenter else self.presenter_name

    @property
    def is_restricted(self) -> bool:
        """Whether it belongs to part II."""
        return self.part == Part.TWO
