"""Visits between schools to see what the directory tells of."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from hlp.models.history import StateChange
from schools.choices.practice import VISIT_OPEN, VisitImpact, VisitState
from schools.models.practice import PracticeEntry
from schools.models.school import School
from schools.roles import roles_of

IMPACT_AFTER = timedelta(weeks=8)


class PracticeVisitQuerySet(models.QuerySet["PracticeVisit"]):
    """Sets of visits."""

    def visible_to(self, user: User) -> "PracticeVisitQuerySet":
        """The Director, and whoever leads or prepares for either of both schools."""
        held = roles_of(user)
        mine = held.schools | held.delegated
        return self if held.director else self.filter(Q(entry__school__in=mine) | Q(school__in=mine))

    def agreed(self) -> "PracticeVisitQuerySet":
        """Those with a day, whether it has come or not."""
        return self.filter(state__in=[VisitState.AGREED, VisitState.DONE])

    def open(self) -> "PracticeVisitQuerySet":
        """Those in which somebody still has something to do."""
        return self.filter(state__in=VISIT_OPEN)


class PracticeVisit(models.Model):
    """One visit of one school. ``visitors`` come; moments are UTC. ``sequence`` counts changes of the calendar entry."""

    entry = models.ForeignKey(PracticeEntry, on_delete=models.PROTECT, related_name="visits")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="practice_visits")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.ASKED)
    visitors = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    purpose = models.TextField("what we would like to see")
    suits = models.CharField("days that would suit us", max_length=200, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    impact = models.CharField(max_length=8, choices=VisitImpact, blank=True)
    impact_text = models.TextField(blank=True)
    impact_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = PracticeVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "school"],
                condition=Q(state__in=["asked", "agreed"]),
                name="practice_visit_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "done"])
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="practice_visit_agreed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(impact=""), name="practice_visit_done_has_impact"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="practice_visit_open", condition=Q(state="agreed"))
        ]

    def __str__(self) -> str:
        return f"{self.school} to {self.entry.school}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("schools:visit-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"visit:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in VISIT_OPEN

    @property
    def day(self) -> date | None:
        """The day in London, once there is one."""
        return clock.local(self.starts_at).date() if self.starts_at else None

    def is_over(self, at: datetime) -> bool:
        """Whether the visit has been by a moment."""
        return self.state == VisitState.AGREED and self.ends_at is not None and self.ends_at <= at

    def impact_due(self) -> datetime | None:
        """The moment, eight weeks after, from which what came of it is asked for."""
        return self.ends_at + IMPACT_AFTER if self.ends_at else None


class PracticeVisitEvent(StateChange):
    """One step of a visit."""

    thing = models.ForeignKey(PracticeVisit, on_delete=models.PROTECT, related_name="events")
