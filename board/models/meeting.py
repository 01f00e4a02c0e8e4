"""Meetings of the board."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from board.choices import AGENDA_OUT, AHEAD, BOARD_OVER, MeetingState
from board.roles import board_roles_of
from hlp import clock
from hlp.models import User
from hlp.models.history import StateChange
from schools.models import AcademicYear


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Sets of meetings."""

    def visible_to(self, user: User) -> "MeetingQuerySet":
        """All for members, the clerk and the Director; for alternates and guests those to which they come."""
        held = board_roles_of(user)
        return self if held.sits else self.filter(pk__in=held.stands_in | held.guest_of)

    def ahead(self) -> "MeetingQuerySet":
        """Those that are to come, the nearest first."""
        return self.filter(state__in=AHEAD).order_by("starts_at", "pk")

    def over(self) -> "MeetingQuerySet":
        """Those that were held, the newest first."""
        return self.filter(state__in=BOARD_OVER).order_by("-starts_at", "-pk")


class Meeting(models.Model):
    """One meeting of the board. ``quorum`` is how many members with a vote must be there; ``sequence`` counts moves.

    ``generation`` counts publications of the agenda; ``version`` every change, so that a stale edit is told.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="board_meetings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, default="Board meeting")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    joining = models.CharField("how to join from elsewhere", max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    quorum = models.PositiveSmallIntegerField(default=7)
    invited_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    generation = models.PositiveIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    frozen = models.JSONField(default=list)  # the agenda as it was last published, an object an item
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                name="meeting_ahead",
                condition=Q(state__in=["planned", "open", "published"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {clock.day(self.starts_at).partition(' ')[2]}"

    def get_absolute_url(self) -> str:
        """The page of the meeting."""
        return reverse("board:meeting-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"meeting:{self.pk}"

    @property
    def day(self) -> date:
        """Its day in London."""
        return clock.local(self.starts_at).date()

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come."""
        return self.state in AHEAD

    @property
    def is_agenda_out(self) -> bool:
        """Whether the members read its agenda."""
        return self.state in AGENDA_OUT

    @property
    def is_being_corrected(self) -> bool:
        """Whether a published agenda is open again: members read it as it was published."""
        return self.state == MeetingState.OPEN and self.generation > 0

    @property
    def is_over(self) -> bool:
        """Whether it was held."""
        return self.state in BOARD_OVER


class MeetingEvent(StateChange):
    """One step in the history of a meeting: states, moves, invitations."""

    thing = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
