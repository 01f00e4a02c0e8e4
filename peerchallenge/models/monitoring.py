"""LA school monitoring: the case, its exit criteria, review meetings and notices, in the words of the LA's own scheme."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from hlp.models.history import StateChange, WrittenOnce
from peerchallenge.choices import CaseState, CriterionRating, ReviewDecision, TermKind
from peerchallenge.models.concern import Concern
from schools.models import AcademicYear, School
from schools.roles import roles_of


class MonitoringTerm(models.Model):
    """A stage, category or trigger of the local authority's scheme. Retired ones stay where they were used."""

    kind = models.CharField(max_length=8, choices=TermKind)
    name = models.CharField(max_length=80)
    meaning = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="monitoring_term_once")]

    def __str__(self) -> str:
        return self.name


class MonitoringCaseQuerySet(models.QuerySet["MonitoringCase"]):
    """Sets of monitoring cases."""

    def visible_to(self, user: User) -> "MonitoringCaseQuerySet":
        """The Director, LA officers, that school's headteacher and, where shared, its lead headteacher."""
        held = roles_of(user)
        if held.director or held.la_officer:
            return self
        own = Q(school__in=held.schools)
        if not held.collaboratives:
            return self.filter(own)
        year = AcademicYear.objects.current()
        led = School.objects.filter(places__year=year, places__group__collaborative__in=held.collaboratives)
        return self.filter(own | Q(shared_with_lead=True, school__in=led.values("pk")))

    def open(self) -> "MonitoringCaseQuerySet":
        """Schools that are in monitoring now."""
        return self.filter(state=CaseState.OPEN)


class MonitoringCase(models.Model):
    """One school in the LA's monitoring, from the officer's acceptance to the end of after-care."""

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="case")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="monitoring_cases")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    stage = models.ForeignKey(MonitoringTerm, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(MonitoringTerm, on_delete=models.PROTECT, related_name="+")
    triggers: "models.ManyToManyField[MonitoringTerm, MonitoringTerm]" = models.ManyToManyField(
        MonitoringTerm, related_name="+"
    )
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    plan = models.TextField(blank=True)
    opened_on = models.DateField()
    next_review_on = models.DateField(null=True)
    shared_with_lead = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    closing_note = models.TextField(blank=True)
    after_care_on = models.DateField(null=True)
    after_care_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MonitoringCaseQuerySet.as_manager()

    class Meta:
        ordering = ["state", "school__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, closed_on=None, after_care_on=None)
                | Q(closed_on__isnull=False, after_care_on__isnull=False, next_review_on=None)
                & ~Q(state=CaseState.OPEN),
                name="case_closed_has_after_care",
            ),
            models.UniqueConstraint(
                fields=["school"], condition=~Q(state=CaseState.ENDED), name="case_one_a_school"
            ),
        ]

    def __str__(self) -> str:
        return f"Monitoring of {self.school}"

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("peerchallenge:case-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"monitoring:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the school is in monitoring."""
        return self.state == CaseState.OPEN

    def months_in(self, on: date | None = None) -> int:
        """Full months in monitoring, up to the closing or to a day (today)."""
        last = self.closed_on or on or clock.today()
        months = (last.year - self.opened_on.year) * 12 + last.month - self.opened_on.month
        return max(0, months - (last.day < self.opened_on.day))


class ExitCriterion(models.Model):
    """What must be true before the school leaves monitoring; written at entry."""

    case = models.ForeignKey(MonitoringCase, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="criterion_place_once")]

    def __str__(self) -> str:
        return self.text


class CaseReview(WrittenOnce):
    """A review meeting: who was there, a rating of each criterion, and one decision."""

    case = models.ForeignKey(MonitoringCase, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    attendees = models.CharField(max_length=300)
    notes = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=ReviewDecision)
    stage_before = models.ForeignKey(MonitoringTerm, on_delete=models.PROTECT, related_name="+")
    stage_after = models.ForeignKey(MonitoringTerm, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["case", "held_on"], name="case_one_review_a_day")]

    def __str__(self) -> str:
        return f"Review of {self.case.school}, {self.held_on}"


class Rating(WrittenOnce):
    """How far the school was on one criterion at one review."""

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="ratings")
    criterion = models.ForeignKey(ExitCriterion, on_delete=models.PROTECT, related_name="ratings")
    rating = models.CharField(max_length=12, choices=CriterionRating)
    comment = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="rating_once_a_review")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_rating_display()}"


class Notice(WrittenOnce):
    """A formal notice that the authority has sent: what, to whom, when."""

    case = models.ForeignKey(MonitoringCase, on_delete=models.PROTECT, related_name="notices")
    sent_on = models.DateField()
    kind = models.CharField(max_length=120)
    addressee = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.sent_on}"


class CaseEvent(StateChange):
    """One step in a case's history."""

    thing = models.ForeignKey(MonitoringCase, on_delete=models.PROTECT, related_name="events")
