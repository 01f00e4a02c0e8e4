"""Support between schools, brokered by the Director: a need, what others are strong in, and what came of it."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp.models import User
from hlp.models.history import StateChange, WrittenNote
from peerchallenge.choices import (
    SUPPORT_OVER,
    Impact,
    MatchState,
    StrengthSource,
    SupportSource,
    SupportState,
    Urgency,
)
from peerchallenge.models.concern import Concern
from peerchallenge.models.session import ChallengeSession
from schools.models import PracticeEntry, School, Theme
from schools.roles import roles_of


class SupportCaseQuerySet(models.QuerySet["SupportCase"]):
    """Sets of needs."""

    def visible_to(self, user: User) -> "SupportCaseQuerySet":
        """The Director, and the headteacher of the school that needs help. A request is confidential."""
        held = roles_of(user)
        return self if held.director else self.filter(school__in=held.schools)

    def running(self) -> "SupportCaseQuerySet":
        """Those that are neither closed nor withdrawn."""
        return self.exclude(state__in=SUPPORT_OVER)

    def untouched(self, before: datetime) -> "SupportCaseQuerySet":
        """Those with which nothing has happened since a moment, though somebody should act.

        While support runs as agreed nobody is asked for anything; its review of impact is asked for by itself.
        """
        waiting = self.running().exclude(state=SupportState.AGREED)
        return waiting.filter(touched_at__lte=before)


class SupportCase(models.Model):
    """One need of one school. ``touched_at`` is the moment of the last step or note: nothing waits in silence."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="support_cases")
    source = models.CharField(max_length=8, choices=SupportSource)
    session = models.OneToOneField(
        ChallengeSession, null=True, on_delete=models.PROTECT, related_name="support_case"
    )
    concern = models.ForeignKey(Concern, null=True, on_delete=models.PROTECT, related_name="support_cases")
    need = models.TextField()
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=4, choices=Urgency, default=Urgency.TERM)
    state = models.CharField(max_length=10, choices=SupportState, default=SupportState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    touched_at = models.DateTimeField()
    closing_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SupportCaseQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        indexes = [
            models.Index(
                fields=["touched_at"], name="support_running", condition=~Q(state__in=["closed", "withdrawn"])
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source=SupportSource.REPORT, session__isnull=False)
                | ~Q(source=SupportSource.REPORT),
                name="support_from_report_has_session",
            )
        ]

    def __str__(self) -> str:
        return f"Support for {self.school}"

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("peerchallenge:support-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"support:{self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in SUPPORT_OVER

    def is_untouched(self, before: datetime) -> bool:
        """Whether somebody should act, and nothing has happened since a moment (see ``untouched``)."""
        waits = self.state not in {*SUPPORT_OVER, SupportState.AGREED}
        return waits and self.touched_at <= before


class SupportEvent(StateChange):
    """One step in the history of a need."""

    thing = models.ForeignKey(SupportCase, on_delete=models.PROTECT, related_name="events")


class SupportNote(WrittenNote):
    """A note of the Director on a case."""

    case = models.ForeignKey(SupportCase, on_delete=models.PROTECT, related_name="notes")

    def __str__(self) -> str:
        return f"Note on {self.case}"


class StrengthQuerySet(models.QuerySet["Strength"]):
    """Sets of strengths."""

    def visible_to(self, user: User) -> "StrengthQuerySet":
        """The Director, and the headteacher of the school that has it."""
        held = roles_of(user)
        return self if held.director else self.filter(school__in=held.schools)

    def standing(self) -> "StrengthQuerySet":
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class Strength(models.Model):
    """What a school is strong in and how that is known. It is offered to others only with the headteacher's consent."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="strengths")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="strengths")
    detail = models.CharField(max_length=300)
    source = models.CharField(max_length=10, choices=StrengthSource)
    entry = models.ForeignKey(
        PracticeEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="strengths"
    )
    known_at = models.DateTimeField()
    consent_at = models.DateTimeField(null=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = StrengthQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "theme__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "theme", "source", "detail"],
                condition=Q(withdrawn_at=None),
                name="strength_once",
            ),
            models.CheckConstraint(
                condition=Q(consent_at=None, consent_by=None)
                | Q(consent_at__isnull=False, consent_by__isnull=False),
                name="strength_consent_by_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}, {self.school}"


class MatchQuerySet(models.QuerySet["Match"]):
    """Sets of introductions."""

    def visible_to(self, user: User) -> "MatchQuerySet":
        """The Director, and the headteachers of both schools."""
        held = roles_of(user)
        mine = Q(provider__in=held.schools) | Q(case__school__in=held.schools)
        return self if held.director else self.filter(mine)

    def agreed(self) -> "MatchQuerySet":
        """Those with days agreed, reviewed or not."""
        return self.filter(state__in=[MatchState.AGREED, MatchState.REVIEWED])


class Match(models.Model):
    """One school introduced to another: the agreement, and its impact as the receiving school sees it.

    ``days`` are days of the helping school's people, ``cost`` pounds to the receiving school. ``review_on`` is eight
    weeks after the beginning.
    """

    case = models.ForeignKey(SupportCase, on_delete=models.PROTECT, related_name="matches")
    provider = models.ForeignKey(School, on_delete=models.PROTECT, related_name="support_given")
    strength = models.ForeignKey(Strength, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MatchState, default=MatchState.INTRODUCED)
    introduced_at = models.DateTimeField()
    what = models.TextField(blank=True)
    days = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, validators=[MinValueValidator(Decimal("0.5"))]
    )
    cost = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, validators=[MinValueValidator(Decimal(0))]
    )
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    review_on = models.DateField(null=True)
    impact = models.CharField(max_length=6, choices=Impact, blank=True)
    impact_text = models.TextField(blank=True)
    impact_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["introduced_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "provider"], name="match_once_a_case"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[MatchState.INTRODUCED, MatchState.AGREED]),
                name="match_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MatchState.AGREED, MatchState.REVIEWED])
                | Q(days__isnull=False, starts__isnull=False, ends__gte=F("starts"), review_on__isnull=False),
                name="match_agreed_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.REVIEWED) | ~Q(impact=""), name="match_reviewed_has_impact"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} for {self.case.school}"

    def get_absolute_url(self) -> str:
        """The page of the introduction."""
        return reverse("peerchallenge:match-detail", args=[self.pk])

    def is_review_due(self, on: date) -> bool:
        """Whether the receiving school owes its review of impact."""
        return self.state == MatchState.AGREED and self.review_on is not None and self.review_on <= on


class MatchEvent(StateChange):
    """One step in the history of an introduction."""

    thing = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="events")
