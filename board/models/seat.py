"""Seats on the board and who holds them, from when until when. Board rights follow from here alone."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from board.choices import Constituency
from board.roles import board_roles_of
from hlp import clock
from hlp.models import User
from schools.models import Collaborative


class SeatQuerySet(models.QuerySet["Seat"]):
    """Sets of seats."""

    def visible_to(self, user: User) -> "SeatQuerySet":
        """Who sits on the board is known to everybody who has to do with it."""
        return self if board_roles_of(user).any else self.none()

    def standing(self, day: date | None = None) -> "SeatQuerySet":
        """Those that exist on a day (today)."""
        return self.filter(Q(abolished_on=None) | Q(abolished_on__gt=day or clock.today()))

    def voting(self) -> "SeatQuerySet":
        """Those with a vote, which count for the quorum."""
        return self.filter(votes=True)


class Seat(models.Model):
    """A place on the board. ``collaborative`` names the one whose lead headteacher sits here by default."""

    name = models.CharField(max_length=120)
    constituency = models.CharField(max_length=12, choices=Constituency)
    order = models.PositiveSmallIntegerField(default=0)
    votes = models.BooleanField("has a vote", default=True)
    term_years = models.PositiveSmallIntegerField(default=4)
    collaborative = models.ForeignKey(
        Collaborative, null=True, blank=True, on_delete=models.PROTECT, related_name="board_seats"
    )
    abolished_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(abolished_on=None), name="seat_name_once"),
            models.CheckConstraint(
                condition=Q(votes=False) | ~Q(constituency=Constituency.CLERK), name="seat_clerk_has_no_vote"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the seat."""
        return reverse("board:seat-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"seat:{self.pk}"


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Sets of holdings."""

    def on(self, day: date) -> "HoldingQuerySet":
        """Those in force on a day; the first and last days are included."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)

    def current(self) -> "HoldingQuerySet":
        """Those of today and those to come."""
        return self.exclude(ends__lt=clock.today())

    def visible_to(self, user: User) -> "HoldingQuerySet":
        """As the seats: everybody who has to do with the board."""
        return self if board_roles_of(user).any else self.none()


class Holding(models.Model):
    """One seat held by one person. An alternate of the seat comes when its holder cannot and names them."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    as_alternate = models.BooleanField(default=False)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["seat__order", "starts", "pk"]
        indexes = [models.Index(fields=["person", "starts"], name="holding_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="holding_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    @property
    def title(self) -> str:
        """``Board member, Independent chair``."""
        if self.seat.constituency == Constituency.CLERK:
            return "Clerk to the Board"
        return f"Board {'alternate' if self.as_alternate else 'member'}, {self.seat}"

    @property
    def is_current(self) -> bool:
        """Whether it is held today or to come."""
        return self.ends is None or self.ends >= clock.today()
