"""The host's self-evaluation before the day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.models import User
from peerchallenge.choices import OwnJudgement, OwnText
from peerchallenge.models.scheme import Area
from peerchallenge.models.session import ChallengeSession
from schools.roles import roles_of


class SelfEvaluationQuerySet(models.QuerySet["SelfEvaluation"]):
    """Sets of self-evaluations."""

    def visible_to(self, user: User) -> "SelfEvaluationQuerySet":
        """The host always; once shared also the team, the collaborative's lead headteacher, the Director and QA."""
        held = roles_of(user)
        shared = Q(shared_at__isnull=False)
        if held.director:
            return self.filter(shared | Q(session__host__in=held.schools))
        return self.filter(
            Q(session__host__in=held.schools)
            | shared & Q(session__reviewers__person=user.pk)
            | shared & Q(session__group__collaborative__in=held.collaboratives)
            | shared & (Q(session__qa_reviewer=user.pk) if held.qa_reviewer else Q(pk=None))
        ).distinct()


class SavedWhileTyping(models.Model):
    """A text that saves itself. ``revision`` counts the savings, so that a stale edit is told.

    ``page`` is the token of the browser's page that saved last, ``turn`` that page's own count: a page never finds
    itself stale, and its savings that arrive late are passed over.
    """

    revision = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=32, blank=True)
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class SelfEvaluation(models.Model):
    """What the school says of itself: some plain texts, and the rest area by area."""

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="self_evaluation")
    shared_at = models.DateTimeField(null=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(null=True)

    objects = SelfEvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None, shared_by=None)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
                name="selfevaluation_shared_by_and_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Self-evaluation of {self.session}"


class OwnPart(SavedWhileTyping):
    """A part of a self-evaluation. ``taken_over``: it is last time's text, and nobody has read it through yet."""

    taken_over = models.BooleanField(default=False)

    class Meta:
        abstract = True


class SelfEvaluationText(OwnPart):
    """One of the plain texts."""

    self_evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=OwnText)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["self_evaluation", "kind"], name="selfevaluation_text_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written."""
        return not self.body

    @property
    def is_complete(self) -> bool:
        """Whether something stands in it that the school means today."""
        return bool(self.body) and not self.taken_over

    @property
    def missing(self) -> list[str]:
        """What is still to be done, in words."""
        return (
            [] if self.is_complete else ["last time’s text, to be read through" if self.body else "the text"]
        )


class AreaSelfEvaluation(OwnPart):
    """One area: own judgement, strengths, areas for development, impact, evidence."""

    self_evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    judgement = models.CharField(max_length=16, choices=OwnJudgement, blank=True)
    strengths = models.TextField(blank=True)
    development = models.TextField("areas for development", blank=True)
    impact = models.TextField(blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["area__position"]
        constraints = [
            models.UniqueConstraint(fields=["self_evaluation", "area"], name="selfevaluation_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.area}"

    @property
    def _parts(self) -> dict[str, str]:
        return {
            "your judgement": self.judgement,
            "strengths": self.strengths,
            "areas for development": self.development,
            "impact": self.impact,
            "evidence": self.evidence,
        }

    @property
    def missing(self) -> list[str]:
        """What is still to be done, in words: the parts that nothing stands in yet, and last time's text."""
        empty = [name for name, value in self._parts.items() if not value]
        return [*empty, "last time’s text, to be read through"] if self.taken_over else empty

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written."""
        return not any(self._parts.values())

    @property
    def is_complete(self) -> bool:
        """Whether every part has something in it that the school means today."""
        return not self.missing
