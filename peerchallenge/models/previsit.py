"""The team's analysis before the visit: hypotheses from what the school says of itself, and how to test each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.models import User
from peerchallenge.choices import HypothesisOutcome
from peerchallenge.models.scheme import Area
from peerchallenge.models.session import ChallengeSession, Reviewer


class HypothesisQuerySet(models.QuerySet["Hypothesis"]):
    """Sets of hypotheses."""

    def visible_to(self, user: User) -> "HypothesisQuerySet":
        """The review team alone. The host sees the key lines once the lead hands them over."""
        return self.filter(session__reviewers__person=user.pk)


class PreVisit(models.Model):
    """That the analysis of a session is finished, and when its key lines went to the host."""

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="previsit")
    ready_at = models.DateTimeField()
    ready_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Analysis for {self.session}"


class Hypothesis(models.Model):
    """One hypothesis: what the papers suggest, the question to be asked on the day, where and with whom.

    ``taken_by`` looks into it. ``outcome`` and ``found`` are written on the day.
    """

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="hypotheses")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    suggests = models.TextField("what the papers suggest")
    question = models.CharField("key line of enquiry", max_length=300)
    look_for = models.TextField("how to find out", blank=True)
    taken_by = models.ForeignKey(
        Reviewer, null=True, blank=True, on_delete=models.SET_NULL, related_name="hypotheses"
    )
    outcome = models.CharField(max_length=8, choices=HypothesisOutcome, default=HypothesisOutcome.OPEN)
    found = models.TextField("what the day showed", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = HypothesisQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position", "pk"]
        verbose_name_plural = "hypotheses"
        constraints = [models.CheckConstraint(condition=~Q(question=""), name="hypothesis_has_question")]

    def __str__(self) -> str:
        return self.question

    @property
    def colour(self) -> str:
        """Of the tag of its outcome."""
        colours = {
            HypothesisOutcome.HOLDS: "teal",
            HypothesisOutcome.PARTLY: "yellow",
            HypothesisOutcome.NOT: "purple",
        }
        return colours.get(HypothesisOutcome(self.outcome), "grey")
