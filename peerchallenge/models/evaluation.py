"""What host and reviewers thought of a session: six marks and a line."""

from django.conf import settings
from django.db import models

from hlp.models import User
from peerchallenge.choices import Part
from peerchallenge.models.session import ChallengeSession
from schools.roles import roles_of


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Sets of evaluations."""

    def visible_to(self, user: User) -> "EvaluationQuerySet":
        """The Director all; everybody else their own. Averages are another matter: see ``services/evaluations.py``."""
        return self if roles_of(user).director else self.filter(person=user.pk)


class Evaluation(models.Model):
    """One person's view of one session. ``marks`` holds 1 to 4 for each question of ``packs/questions.py``."""

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="evaluations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    marks = models.JSONField(default=dict)
    comment = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="evaluation_once_a_person")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} on {self.session}"
