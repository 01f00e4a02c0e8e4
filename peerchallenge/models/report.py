"""The report: what the team writes, what the host received, and what only the Director reads."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import Document, User
from peerchallenge.choices import REPLY_OVER, REPORT_SENT, Accuracy, SupportWanted
from peerchallenge.models.scheme import Area, Direction
from peerchallenge.models.session import ChallengeSession
from peerchallenge.models.sharing import shared_with
from schools.roles import roles_of


class ReportQuerySet(models.QuerySet["Report"]):
    """Sets of reports, as the team writes them."""

    def visible_to(self, user: User) -> "ReportQuerySet":
        """The working text is the review team's alone."""
        return self.filter(session__reviewers__person=user.pk)


class Report(models.Model):
    """The working text. ``revisions`` counts the savings of each section, so that a stale edit is told.

    ``saves`` holds the last saving of each section: ``at``, ``by`` (a name), and the ``page`` (a token of the page
    in the browser) and ``turn`` (that page's count) it came from.
    """

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="report")
    context = models.TextField(blank=True)
    activities = models.TextField(blank=True)
    teaching_strengths = models.TextField(blank=True)
    teaching_better = models.TextField(blank=True)
    focus_strengths = models.TextField(blank=True)
    focus_better = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    overall_accuracy = models.CharField(max_length=14, choices=Accuracy, blank=True)
    overall_evidence = models.TextField(blank=True)
    direction = models.ForeignKey(Direction, null=True, on_delete=models.PROTECT, related_name="+")
    direction_evidence = models.TextField(blank=True)
    good_practice = models.TextField(blank=True)
    support = models.CharField(max_length=10, choices=SupportWanted, blank=True)
    support_detail = models.TextField(blank=True)
    visited = models.JSONField(
        default=list
    )  # slugs of optional sections that somebody has looked at and saved
    revisions = models.JSONField(default=dict)
    saves = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Report on {self.session}"


class AreaJudgement(models.Model):
    """The team's judgement on the school's self-evaluation of one area."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="area_judgements")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    accuracy = models.CharField(max_length=14, choices=Accuracy, blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["area__position"]
        constraints = [models.UniqueConstraint(fields=["report", "area"], name="judgement_area_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_accuracy_display()}"


class AgreedAction(models.Model):
    """What was agreed: what, who, by when."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=120, blank=True)
    by_when = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.what


class ConfidentialNoteQuerySet(models.QuerySet["ConfidentialNote"]):
    """Sets of confidential notes."""

    def visible_to(self, user: User) -> "ConfidentialNoteQuerySet":
        """The Director, once the report is sent; its writers always."""
        sent = Q(report__session__state__in=REPORT_SENT)
        mine = Q(report__session__reviewers__person=user.pk)
        return self.filter(mine | sent if roles_of(user).director else mine).distinct()


class ConfidentialNote(models.Model):
    """A note to the Director: no part of the report, never in a document."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="note")
    body = models.TextField(blank=True)

    objects = ConfidentialNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Note on {self.report.session}"


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    """Sets of sent versions."""

    def visible_to(self, user: User) -> "ReportVersionQuerySet":
        """The default audience, and once the reply is over those with whom the headteacher shares reports."""
        if roles_of(user).director:
            return self
        shared = ChallengeSession.objects.filter(shared_with(user), reply__state__in=REPLY_OVER).values("pk")
        return self.filter(Q(pk__in=self.audience(user).values("pk")) | Q(session__in=shared))

    def audience(self, user: User) -> "ReportVersionQuerySet":
        """Host, team, the collaborative's lead headteacher and the Director.

        The session's QA reviewer once their own judgement is recorded. Not the administrator, not the LA officer.
        """
        held = roles_of(user)
        if held.director:
            return self
        assured = Q(session__qa_reviewer=user.pk, session__qa_judgement__by=user.pk)
        return self.filter(
            Q(session__host__in=held.schools)
            | Q(session__reviewers__person=user.pk)
            | Q(session__group__collaborative__in=held.collaboratives)
            | (assured if held.qa_reviewer else Q(pk=None))
        ).distinct()


class ReportVersion(models.Model):
    """The report as it was sent: frozen facts, frozen bytes. A correction is a new version with an erratum.

    A sealed version keeps number, time, hash and reason; its text and bytes are gone. ``sent_at`` is when the host
    first received the report and stays the same in a replacement; ``issued_at`` is when this version was made.
    """

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    data = models.JSONField(default=dict)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="report_version")
    sent_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    due_at = models.DateTimeField()
    erratum = models.TextField(blank=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seal_reason = models.TextField(blank=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        ordering = ["session", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="report_version_once"),
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_by=None)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                name="report_sealed_by_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Report on {self.session}, version {self.number}"

    def get_absolute_url(self) -> str:
        """The page on which it is read."""
        return reverse("peerchallenge:report-read", args=[self.session_id])

    @property
    def on_time(self) -> bool:
        """Whether it was sent by the moment it was due."""
        return self.sent_at <= self.due_at

    @property
    def took(self) -> timedelta:
        """From the end of the session to the sending."""
        return self.sent_at - self.ended_at

    @property
    def is_sealed(self) -> bool:
        """Whether its text and bytes are gone."""
        return self.sealed_at is not None
