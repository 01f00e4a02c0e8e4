"""Who comes to a meeting: members, alternates, officers and guests; what they answered and whether they were there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from board.choices import Attends, Capacity, Reply
from board.models.meeting import Meeting
from board.models.seat import Seat
from board.roles import board_roles_of
from hlp.models import User


class GuestQuerySet(models.QuerySet["Guest"]):
    """Sets of guests."""

    def visible_to(self, user: User) -> "GuestQuerySet":
        """Those of the meetings that somebody sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Guest(models.Model):
    """Somebody who comes to one meeting: a person with an account, or a name alone. Part II is given to them apart."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="board_guests"
    )
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    reason = models.CharField("why they come", max_length=200, blank=True)
    part_two = models.BooleanField(default=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="guest_once"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name=""), name="guest_has_name"),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else self.name


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Sets of attendances."""

    def visible_to(self, user: User) -> "AttendanceQuerySet":
        """Who comes is known at the table; a guest or an alternate sees their own."""
        return self if board_roles_of(user).sits else self.filter(person=user)


class Attendance(models.Model):
    """One person at one meeting. ``alternate`` comes in a member's place; ``present`` is None until it was noted.

    ``arrived_at`` and ``left_at`` are noted of who came late or left early, on London's clocks.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="board_attendances"
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.MEMBER)
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_note = models.CharField(max_length=200, blank=True)
    alternate = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="stand_ins"
    )
    present = models.BooleanField(null=True, blank=True)
    how = models.CharField(max_length=6, choices=Attends, blank=True)
    arrived_at = models.TimeField(null=True, blank=True)
    left_at = models.TimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["capacity", "seat__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(reply=Reply.ALTERNATE, alternate__isnull=False)
                | ~Q(reply=Reply.ALTERNATE) & Q(alternate=None),
                name="attendance_alternate_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"

    @property
    def votes(self) -> bool:
        """Whether they count for the quorum."""
        return self.seat is not None and self.seat.votes
