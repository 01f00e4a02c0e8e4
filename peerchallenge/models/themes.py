"""The themes of a round as they are published, and the summary of outcomes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import Document, User
from hlp.models.history import StateChange, WrittenOnce
from peerchallenge.choices import OUTCOMES_OUT, OutcomesState
from peerchallenge.models.finding import Finding
from peerchallenge.models.round import Round
from peerchallenge.roles import reads_published
from schools.models import AcademicYear
from schools.roles import roles_of


class ThemeRule(models.Model):
    """From when on a theme is proposed as a project: a share of the schools, and a number; the Director's setting."""

    DEFAULT_PERCENT, DEFAULT_SCHOOLS = 20, 6

    year = models.OneToOneField(AcademicYear, on_delete=models.PROTECT, related_name="theme_rule")
    percent = models.PositiveSmallIntegerField(default=DEFAULT_PERCENT)
    schools = models.PositiveSmallIntegerField(default=DEFAULT_SCHOOLS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100), schools__range=(3, 100)), name="theme_rule_within_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} per cent and {self.schools} schools in {self.year}"


class ThemeBoardQuerySet(models.QuerySet["ThemeBoard"]):
    """Sets of published theme boards."""

    def visible_to(self, user: User) -> "ThemeBoardQuerySet":
        """Headteachers, lead headteachers, Director and administrator, and those who sit on the Board.

        Not QA reviewers, who read the sessions that they assure, nor LA officers, who read what is referred to them.
        """
        held = roles_of(user)
        inside = held.schools or held.collaboratives or held.runs_partnership
        return self if inside or reads_published(user) else self.none()


class ThemeBoard(WrittenOnce):
    """The theme board of a round as it was published: the counts that may be shown, and which findings are quoted.

    It is never counted anew, since the difference between two countings would tell of single schools. ``facts`` is what
    ``services.themes.boards`` writes; it holds no count that is hidden. Quoted texts are read from the findings, so that
    what is sealed is gone here too.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="theme_board")
    facts = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ThemeBoardQuerySet.as_manager()

    class Meta:
        ordering = ["-round__opens"]

    def __str__(self) -> str:
        return f"Themes of the {self.round}"

    def get_absolute_url(self) -> str:
        """The page of the board."""
        return reverse("peerchallenge:themeboard-detail", args=[self.round_id])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"theme-board:{self.round_id}"

    @property
    def schools(self) -> int:
        """How many schools it counts."""
        return int(self.facts["of"]["|"])


class WithheldText(models.Model):
    """A finding whose text the Director keeps off theme boards, since somebody could recognise the school."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="withheld")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Withheld: {self.finding}"


class OutcomesQuerySet(models.QuerySet["OutcomesSummary"]):
    """Sets of summaries of outcomes."""

    def visible_to(self, user: User) -> "OutcomesQuerySet":
        """What was published, for everybody with a post and those who sit on the Board; drafts for the Director alone."""
        held = roles_of(user)
        if held.director:
            return self
        return self.out() if held.any or reads_published(user) else self.none()

    def out(self) -> "OutcomesQuerySet":
        """Those that were published, replaced ones too."""
        return self.filter(state__in=sorted(OUTCOMES_OUT))


class OutcomesSummary(models.Model):
    """One version of the summary of a round's outcomes, from the draft on.

    ``sections`` holds for each section its ``text`` (Markdown), what was ``drawn`` from the data for it last, and the
    text ``before`` the last redrawing. ``facts`` are its numbers: of the moment while it is a draft, frozen with its
    publication. A correction names what it ``corrects`` and why, in ``reason``.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="summaries")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=OutcomesState, default=OutcomesState.DRAFT)
    sections = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.OneToOneField(
        Document, null=True, on_delete=models.PROTECT, related_name="outcomes_summary"
    )
    version = models.PositiveIntegerField(default=1)

    objects = OutcomesQuerySet.as_manager()

    class Meta:
        ordering = ["-round__opens", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="outcomes_once_a_number"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=OutcomesState.DRAFT), name="outcomes_one_draft_a_round"
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=OutcomesState.PUBLISHED), name="outcomes_one_out_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(OUTCOMES_OUT))
                | Q(published_at__isnull=False, published_by__isnull=False, document__isnull=False),
                name="outcomes_out_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"Summary of outcomes, {self.round}"

    def get_absolute_url(self) -> str:
        """The page of this version."""
        return reverse("peerchallenge:outcomes-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages, documents and the audit log name it."""
        return f"outcomes:{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.state == OutcomesState.DRAFT

    @property
    def is_current(self) -> bool:
        """Whether it is what is published today."""
        return self.state == OutcomesState.PUBLISHED

    def text_of(self, section: str) -> str:
        """The words of a section, empty where it has none."""
        found: dict[str, Any] = self.sections.get(section, {})
        return str(found.get("text", ""))


class OutcomesEvent(StateChange):
    """One step in the history of a summary."""

    thing = models.ForeignKey(OutcomesSummary, on_delete=models.PROTECT, related_name="events")
