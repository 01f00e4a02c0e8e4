"""A project: from the proposal to what came of it."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from board.choices import (
    APPROVED_PROJECTS,
    PROJECT_MOVES,
    PROJECTS_AT_WORK,
    PUBLIC_PROJECTS,
    WRITABLE_PROPOSALS,
    ProjectOutcome,
    ProjectState,
    Rhythm,
)
from board.models.agenda import AgendaItem
from board.models.decision import Decision
from board.roles import board_roles_of
from hlp.models import User
from hlp.models.history import StateChange
from peerchallenge.models import Round
from schools.models import PracticeEntry, School, Theme
from schools.roles import roles_of
from scorecard.models import Measure

NOT_APPROVED = [state for state in ProjectState if state not in APPROVED_PROJECTS]
UNDECIDED = [ProjectState.PROPOSAL, ProjectState.WITHDRAWN]


class ProjectQuerySet(models.QuerySet["Project"]):
    """Sets of projects."""

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Approved ones for everybody with a post or a seat; before that the office, the proposer, the lead, the Board.

        The Board reads a proposal once it was put to it, and nobody reads one from whose item they withdrew.
        """
        held, posts = board_roles_of(user), roles_of(user)
        if posts.runs_partnership:
            return self
        own = Q(proposer=user) | Q(lead_person=user)
        approved = Q(state__in=APPROVED_PROJECTS)
        if held.sits:
            withdrawn = user.withdrawals.filter(lifted_at=None).values("item")
            barred = Q(item__isnull=False) & (Q(item__in=withdrawn) | Q(item__parent__in=withdrawn))
            put = ~Q(state__in=UNDECIDED) & ~Q(pk__in=self.model.objects.filter(barred).values("pk"))
            return self.filter(own | approved | put)
        return self.filter(own | approved) if posts.any or held.reads_record else self.filter(own)

    def approved(self) -> "ProjectQuerySet":
        """Those that the Board approved, running or over."""
        return self.filter(state__in=APPROVED_PROJECTS)

    def at_work(self) -> "ProjectQuerySet":
        """Running and paused ones."""
        return self.filter(state__in=PROJECTS_AT_WORK)

    def public(self) -> "ProjectQuerySet":
        """Those whose public summary everybody may read."""
        return self.filter(state__in=PUBLIC_PROJECTS, public_at__isnull=False)

    def of_school(self, school: School) -> "ProjectQuerySet":
        """Those that a school leads or takes part in."""
        taking_part = Q(members__school=school, members__left_on=None)
        return self.filter(Q(lead_school=school) | taking_part).distinct()


class Project(models.Model):
    """One project. What is measured is a measure of the score card or, in words, ``indicator`` with its ``unit``.

    ``evidence_facts`` are the counts of the theme board as they were when the project was proposed there; they name no
    school. ``item`` is where the Board takes it, ``conditions`` the changes with which it was approved, ``entry`` what
    became of it in the directory.
    """

    title = models.CharField(max_length=120)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="projects")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="projects")
    problem = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    evidence_facts = models.JSONField(default=dict, blank=True)
    approach = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    baseline = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline_source = models.CharField(max_length=200, blank=True)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    lead_school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="led_projects"
    )
    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="led_projects"
    )
    cost = models.DecimalField("cost in pounds", max_digits=9, decimal_places=2, null=True, blank=True)
    funding = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    evaluation = models.TextField(blank=True)
    rhythm = models.CharField(max_length=12, choices=Rhythm, default=Rhythm.HALF_TERMLY)
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.PROPOSAL)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposed_projects"
    )
    proposed_at = models.DateTimeField()
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    conditions = models.TextField(blank=True)
    public_summary = models.TextField(blank=True)
    public_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=ProjectOutcome, blank=True)
    result = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    findings = models.TextField(blank=True)
    worked = models.TextField(blank=True)
    did_not = models.TextField(blank=True)
    question = models.CharField("question for the next round", max_length=300, blank=True)
    asked_in = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="asking_projects"
    )
    closed_on = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(
        PracticeEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = [F("starts").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED_PROJECTS) | Q(decision__isnull=False),
                name="project_approved_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.FINISHED) | (~Q(outcome="") & ~Q(findings="")),
                name="project_finished_with_findings",
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=F("starts")),
                name="project_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(public_at=None) | ~Q(public_summary=""), name="project_public_has_summary"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:project-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"project:{self.pk}"

    @property
    def is_approved(self) -> bool:
        """Whether the Board approved it."""
        return self.state in APPROVED_PROJECTS

    @property
    def is_at_work(self) -> bool:
        """Whether it runs or is paused."""
        return self.state in PROJECTS_AT_WORK

    @property
    def is_writable(self) -> bool:
        """Whether the proposal may still be changed."""
        return self.state in WRITABLE_PROPOSALS

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its public summary."""
        return self.public_at is not None and self.state in PUBLIC_PROJECTS

    def may_become(self, state: ProjectState) -> bool:
        """Whether the table allows the step."""
        return state in PROJECT_MOVES[self.state]

    def has_begun(self, on: date) -> bool:
        """Whether an approved project's first day has come."""
        return self.is_approved and self.starts is not None and self.starts <= on

    @property
    def measured(self) -> str:
        """What is measured, in words; nothing where that is still open."""
        return self.measure.name if self.measure else self.indicator

    def shown(self, value: Decimal | None) -> str:
        """A figure as pages show it: ``59%``, ``12 days``; a dash for none."""
        if self.measure:
            return self.measure.shown(value)
        if value is None:
            return "–"
        text = f"{value.normalize():,f}"
        return f"{text}{self.unit}" if self.unit in {"", "%"} else f"{text} {self.unit}"


class ProjectEvent(StateChange):
    """One step in the history of a project; a change of an approved one has the kind ``amended``."""

    thing = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.to_state or self.kind} {self.at:%Y-%m-%d %H:%M}"
