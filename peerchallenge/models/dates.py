"""Who hosts in which round, and plans of dates and leads before they are published."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from peerchallenge.choices import DatesState
from peerchallenge.models.round import Round
from schools.models import AcademicYear, Group, School
from schools.roles import roles_of


class RoundHost(models.Model):
    """The Director's choice whether a school hosts in a round. Without a row it hosts in the two main rounds."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="host_choices")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    hosts = models.BooleanField()

    class Meta:
        ordering = ["round", "school__name"]
        constraints = [models.UniqueConstraint(fields=["round", "school"], name="round_host_once")]

    def __str__(self) -> str:
        return f"{self.school} {'hosts' if self.hosts else 'does not host'} in the {self.round}"


class DatesPlanQuerySet(models.QuerySet["DatesPlan"]):
    """Sets of plans of dates."""

    def visible_to(self, user: User) -> "DatesPlanQuerySet":
        """Before dates are published they are the business of those who run the partnership."""
        return self if roles_of(user).runs_partnership else self.none()


class DatesPlan(models.Model):
    """One plan of dates for one round, or for all rounds of a year.

    ``outcome`` is what the planner said of it: cost by wish, bound, seconds, and the hosts that it could not
    place with the reasons. ``wishes`` are the weights that it was made with. ``version`` counts the changes by hand.
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="dates_plans")
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="dates_plans"
    )
    state = models.CharField(max_length=10, choices=DatesState, default=DatesState.PLANNING)
    starts = models.TimeField(default=time(8, 15))
    ends = models.TimeField(default=time(16, 0))
    wishes = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    notice = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DatesPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Dates of the {self.round}" if self.round else f"Dates of {self.year}"

    def get_absolute_url(self) -> str:
        """The page of this plan."""
        return reverse("peerchallenge:dates-detail", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        """Whether a worker has something to do."""
        return self.state == DatesState.PLANNING

    @property
    def is_draft(self) -> bool:
        """Whether it may be changed and published."""
        return self.state == DatesState.DRAFT


class DatesLine(models.Model):
    """One host's date in a plan; ``day`` is None where none was found. ``by_hand`` once somebody changed it."""

    plan = models.ForeignKey(DatesPlan, on_delete=models.CASCADE, related_name="lines")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["round__opens", "group__name", "day", "host__name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "round", "host"], name="dates_line_once_a_host")
        ]

    def __str__(self) -> str:
        return f"{self.host}, {self.day or 'no date'}"


class DatesSeat(models.Model):
    """A visitor of a line: the headteacher, their school, and whether they lead."""

    line = models.ForeignKey(DatesLine, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_lead", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "person"], name="dates_seat_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(is_lead=True), name="dates_seat_one_lead_a_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {'lead reviewer' if self.is_lead else 'reviewer'}"
