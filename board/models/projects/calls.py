"""Schools in a project: the call for expressions of interest, what schools answered, and who takes part."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from board.choices import ExpressionState
from board.models.projects.project import Project
from board.roles import board_roles_of
from hlp import clock
from hlp.models import User
from hlp.models.history import StateChange
from schools.models import School
from schools.roles import roles_of


class ProjectCallQuerySet(models.QuerySet["ProjectCall"]):
    """Sets of calls."""

    def visible_to(self, user: User) -> "ProjectCallQuerySet":
        """The office and the Board all; people of schools from the first day on; and the lead their own project's."""
        posts = roles_of(user)
        if posts.runs_partnership or board_roles_of(user).sits:
            return self
        own = Q(project__lead_person=user) | Q(project__proposer=user)
        if posts.schools or posts.delegated or posts.collaboratives:
            return self.filter(own | Q(opens_on__lte=clock.today()))
        return self.filter(own)

    def open_on(self, day: date) -> "ProjectCallQuerySet":
        """Those that schools may answer on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day, closed_at=None)


class ProjectCall(models.Model):
    """A call to the schools: what is asked and given, from the first to the last day. ``places`` is how many can join.

    It is closed by its last day, or before by the office (``closed_at``).
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="call")
    text = models.TextField()
    asks = models.TextField(blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ProjectCallQuerySet.as_manager()

    class Meta:
        ordering = ["closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="project_call_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"Call for {self.project}"

    def get_absolute_url(self) -> str:
        """Its page for schools."""
        return reverse("board:call-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"project-call:{self.pk}"

    def is_open(self, on: date) -> bool:
        """Whether schools may answer it on a day."""
        return self.closed_at is None and self.opens_on <= on <= self.closes_on


class ExpressionQuerySet(models.QuerySet["Expression"]):
    """Sets of expressions of interest."""

    def visible_to(self, user: User) -> "ExpressionQuerySet":
        """The office all; a headteacher and who prepares for them their own school's."""
        posts = roles_of(user)
        return self if posts.runs_partnership else self.filter(school__in=posts.schools | posts.delegated)


class Expression(models.Model):
    """What one school answered to a call, and what the office answered to it."""

    call = models.ForeignKey(ProjectCall, on_delete=models.CASCADE, related_name="expressions")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="expressions")
    why = models.TextField()
    colleague = models.CharField("who would take part", max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=ExpressionState, default=ExpressionState.SENT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ExpressionQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "school"], name="expression_once_a_school"),
        ]

    def __str__(self) -> str:
        return f"{self.school} for {self.call}"

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"expression:{self.pk}"


class ExpressionEvent(StateChange):
    """One step in the history of an expression of interest."""

    thing = models.ForeignKey(Expression, on_delete=models.PROTECT, related_name="events")


class ProjectMember(models.Model):
    """A school that takes part, beside the lead school."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="project_memberships")
    colleague = models.CharField("who takes part", max_length=120, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["school__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "school"], name="project_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.project}"
