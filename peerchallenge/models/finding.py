"""Findings: the strengths, even-better-ifs and actions of a report, each with its themes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.models import User
from peerchallenge.choices import FindingKind, FindingOrigin
from peerchallenge.models.earlier import EarlierReport
from peerchallenge.models.report import ReportVersion
from peerchallenge.models.round import Round
from peerchallenge.models.scheme import Area
from peerchallenge.models.session import ChallengeSession
from schools.models import AcademicYear, School, Theme
from schools.roles import roles_of


class FindingQuerySet(models.QuerySet["Finding"]):
    """Sets of findings."""

    def visible_to(self, user: User) -> "FindingQuerySet":
        """The report's audience; of an earlier report the Director and the school's own headteachers."""
        held = roles_of(user)
        if held.director:
            return self
        reports = Q(version__in=ReportVersion.objects.visible_to(user).values("pk"))
        return self.filter(reports | Q(version=None, school__in=held.schools))

    def confirmable_by(self, user: User) -> "FindingQuerySet":
        """Those whose themes a person may confirm: the Director all, the lead reviewer those of their report."""
        if roles_of(user).director:
            return self
        return self.filter(session__reviewers__person=user.pk, session__reviewers__is_lead=True)

    def with_tags(self) -> "FindingQuerySet":
        """With school, round and tags, for pages that show them."""
        tags = FindingTheme.objects.select_related("theme__merged_into", "by")
        people = self.select_related("school", "round__year", "year", "settled_by")
        return people.prefetch_related(models.Prefetch("tags", tags))

    def waiting(self) -> "FindingQuerySet":
        """Those whose themes nobody has confirmed yet."""
        return self.filter(settled_at=None)

    def settled(self) -> "FindingQuerySet":
        """Those whose themes a person has confirmed; one may have none."""
        return self.filter(settled_at__isnull=False)


class Finding(models.Model):
    """One strength, even-better-if or action. It follows the newest version of its report and keeps its themes.

    ``place`` says where in the report it stands. ``settled_at`` and ``settled_by`` say who confirmed its themes and when;
    ``proposed_by`` is the digest of what the proposals of its themes were learned from, empty before there are any.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="findings")
    session = models.ForeignKey(
        ChallengeSession, null=True, on_delete=models.PROTECT, related_name="findings"
    )
    version = models.ForeignKey(ReportVersion, null=True, on_delete=models.PROTECT, related_name="findings")
    paper = models.ForeignKey(EarlierReport, null=True, on_delete=models.PROTECT, related_name="findings")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="findings")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=8, choices=FindingKind)
    text = models.TextField()
    place = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="findings")
    origin = models.CharField(max_length=6, choices=FindingOrigin, default=FindingOrigin.REPORT)
    position = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    themes = models.ManyToManyField(Theme, through="FindingTheme", related_name="findings")
    proposed_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "school__name", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="finding_once_a_version"),
            models.UniqueConstraint(fields=["paper", "position"], name="finding_once_a_paper"),
            models.CheckConstraint(
                condition=Q(origin=FindingOrigin.REPORT, session__isnull=False, version__isnull=False)
                | Q(origin=FindingOrigin.WORD, session=None, version=None),
                name="finding_stands_in_its_report",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="finding_settled_by_and_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "school"], name="finding_waiting", condition=Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def is_settled(self) -> bool:
        """Whether a person has confirmed its themes."""
        return self.settled_at is not None


class FindingThemeQuerySet(models.QuerySet["FindingTheme"]):
    """Sets of tags."""

    def visible_to(self, user: User) -> "FindingThemeQuerySet":
        """The tags of the findings that somebody sees."""
        if roles_of(user).director:
            return self
        return self.filter(finding__in=Finding.objects.visible_to(user).values("pk"))

    def confirmed(self) -> "FindingThemeQuerySet":
        """Those that count: a person confirmed them."""
        return self.filter(confirmed=True)


class FindingTheme(models.Model):
    """A finding's tag. ``by`` is who confirmed it, None while it is only proposed; only confirmed tags count.

    ``named`` is what the theme was called when it was tagged, ``score`` how sure a proposal was, from 0 to 1.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="tags")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="tags")
    named = models.CharField(max_length=80)
    confirmed = models.BooleanField(default=False)
    score = models.FloatField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = FindingThemeQuerySet.as_manager()

    class Meta:
        ordering = ["theme__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "theme"], name="finding_theme_once"),
            models.CheckConstraint(
                condition=Q(confirmed=False, by=None) | Q(confirmed=True, by__isnull=False),
                name="finding_theme_confirmed_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.finding}"
