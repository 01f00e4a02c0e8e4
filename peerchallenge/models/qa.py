"""Quality assurance: the declaration of independence, the QA reviewer's own judgement, and their form."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import Document, User
from hlp.models.history import WrittenOnce
from peerchallenge.choices import Accuracy
from peerchallenge.models.scheme import Area, Direction
from peerchallenge.models.session import ChallengeSession
from schools.models import AcademicYear, School
from schools.roles import roles_of


class IndependenceQuerySet(models.QuerySet["Independence"]):
    """Sets of declarations."""

    def visible_to(self, user: User) -> "IndependenceQuerySet":
        """One's own; the Director's all."""
        return self if roles_of(user).director else self.filter(person=user.pk)


class Independence(WrittenOnce):
    """What a QA reviewer declares for a year: no tie in the borough for three years, but for ``ties``.

    The newest of a year counts; older ones stay. ``near`` is the school next to where they set out from, if known.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="independences"
    )
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    ties = models.ManyToManyField(School, related_name="+")
    detail = models.TextField(blank=True)
    near = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = IndependenceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Independence of {self.person} in {self.year}"


class QAJudgementQuerySet(models.QuerySet["QAJudgement"]):
    """Sets of QA reviewers' own judgements."""

    def visible_to(self, user: User) -> "QAJudgementQuerySet":
        """Their own, and those of QA reports that the reader may read."""
        reports = QAReview.objects.visible_to(user).values("session")
        return self.filter(Q(by=user.pk) | Q(session__in=reports))


class QAJudgement(WrittenOnce):
    """The QA reviewer's own judgement, recorded before the team's is shown to them. It never changes."""

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="qa_judgement")
    overall = models.CharField(max_length=14, choices=Accuracy)
    overall_evidence = models.TextField()
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="+")
    direction_evidence = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = QAJudgementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Own judgement of {self.by} on {self.session}"


class QAAreaJudgement(WrittenOnce):
    """The QA reviewer's own judgement on the self-evaluation of one area."""

    judgement = models.ForeignKey(QAJudgement, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    accuracy = models.CharField(max_length=14, choices=Accuracy)

    class Meta:
        ordering = ["area__position"]
        constraints = [models.UniqueConstraint(fields=["judgement", "area"], name="qa_area_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_accuracy_display()}"


class QAReviewQuerySet(models.QuerySet["QAReview"]):
    """Sets of QA forms."""

    def visible_to(self, user: User) -> "QAReviewQuerySet":
        """Their writer always. Once sent the Director, the review team, and the lead headteacher unless they host."""
        held = roles_of(user)
        mine = Q(by=user.pk)
        sent = Q(sent_at__isnull=False)
        if held.director:
            return self.filter(mine | sent)
        leads = Q(session__group__collaborative__in=held.collaboratives) & ~Q(session__host__in=held.schools)
        team = Q(pk__in=QAReview.objects.filter(session__reviewers__person=user.pk).values("pk"))
        return self.filter(mine | sent & (team | leads))

    def sent(self) -> "QAReviewQuerySet":
        """Those that were sent."""
        return self.filter(sent_at__isnull=False)


class QAReview(models.Model):
    """The QA reviewer's form. ``answers`` holds each part by its slug, ``saves`` its last saving.

    ``data`` are the facts as they were sent. ``full`` is printed for the lead reviewer, the Director and the writer;
    ``shared`` for all other readers and holds nothing on the lead reviewer's skills.
    """

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="qa_review")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    saves = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)
    full = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="+")
    shared = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="+")

    objects = QAReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, full=None, shared=None)
                | Q(sent_at__isnull=False, full__isnull=False, shared__isnull=False),
                name="qa_sent_with_documents",
            )
        ]

    def __str__(self) -> str:
        return f"QA of {self.session}"

    def get_absolute_url(self) -> str:
        """The page on which it is read."""
        return reverse("peerchallenge:qa-read", args=[self.session_id])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"qa:{self.pk}"

    def is_late(self, at: datetime) -> bool:
        """Whether it came, or is still to come, after it was due."""
        return self.due_at is not None and (self.sent_at or at) > self.due_at
