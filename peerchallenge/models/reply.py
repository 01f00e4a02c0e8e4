"""What the host answers to its report: factual corrections, a right of reply, disputes of judgements."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from hlp.models.history import StateChange
from peerchallenge.choices import (
    CONTESTED,
    DECIDED,
    IN_DISPUTE,
    REPLY_OVER,
    CorrectionState,
    DisputeState,
    ReplyState,
)
from peerchallenge.models.selfevaluation import SavedWhileTyping
from peerchallenge.models.session import ChallengeSession
from schools.roles import roles_of


def audience_of_report(user: User, path: str = "") -> Q:
    """Those who read a report in the ordinary way: its team, its host, the collaborative's lead headteacher.

    ``path`` leads from the rows asked for to the session (``"reply__session__"``). The Director is asked before.
    """
    held = roles_of(user)
    mine = ChallengeSession.objects.filter(reviewers__person=user.pk).values("pk")
    return (
        Q(**{f"{path}host__in": held.schools})
        | Q(**{f"{path}pk__in": mine})
        | Q(**{f"{path}group__collaborative__in": held.collaboratives})
    )


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Sets of replies."""

    def visible_to(self, user: User) -> "ReplyQuerySet":
        """The audience of the report. What the host has not sent yet is the host's alone: see the rows below it."""
        return self if roles_of(user).director else self.filter(audience_of_report(user, "session__"))

    def with_rows(self) -> "ReplyQuerySet":
        """With session, corrections and disputes, in a fixed number of queries."""
        return self.select_related(
            "session__host", "session__round__year", "session__group__collaborative", "answered_by"
        ).prefetch_related("corrections__decided_by", "disputes", "session__reviewers__person")


class Reply(SavedWhileTyping):
    """The host's answer to its report, born when the report is sent.

    ``words`` is the right of reply; ``revision``, ``page`` and ``turn`` are of its savings. ``generation`` counts how
    often ``reply_due_at`` was set. ``next_reminder_at`` is when something is next owed to somebody.
    """

    session = models.OneToOneField(ChallengeSession, on_delete=models.PROTECT, related_name="reply")
    state = models.CharField(max_length=12, choices=ReplyState, default=ReplyState.OPEN)
    opened_at = models.DateTimeField()
    reply_due_at = models.DateTimeField()
    generation = models.PositiveSmallIntegerField(default=1)
    words = models.TextField("right of reply", blank=True)
    saved_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decisions_due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    next_reminder_at = models.DateTimeField(null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["reply_due_at", "pk"]
        verbose_name_plural = "replies"
        indexes = [
            models.Index(fields=["reply_due_at"], name="reply_due", condition=Q(state=ReplyState.OPEN)),
            models.Index(
                fields=["next_reminder_at"], name="reply_owes", condition=Q(next_reminder_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="reply_answered_by_and_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Reply of {self.session}"

    def get_absolute_url(self) -> str:
        """The reply's page."""
        return reverse("peerchallenge:reply-detail", args=[self.session_id])

    @property
    def is_open(self) -> bool:
        """Whether the host may still write."""
        return self.state == ReplyState.OPEN

    @property
    def is_over(self) -> bool:
        """Whether nothing more is awaited before the session may be closed."""
        return self.state in REPLY_OVER

    @property
    def is_closable(self) -> bool:
        """Whether the session may be closed: the reply is over, and nobody has a dispute to deal with."""
        return self.is_over and not any(row.is_waiting for row in self.disputes.all())

    @property
    def undecided(self) -> "list[FactualCorrection]":
        """The corrections that the lead reviewer has yet to decide."""
        return [row for row in self.corrections.all() if row.state == CorrectionState.PROPOSED]

    @property
    def contested(self) -> "list[Dispute]":
        """The disputes that every page and document tells of."""
        return [row for row in self.disputes.all() if row.state in CONTESTED]


class ReplyEvent(StateChange):
    """One step in a reply's history."""

    thing = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="events")


class FactualCorrectionQuerySet(models.QuerySet["FactualCorrection"]):
    """Sets of corrections."""

    def visible_to(self, user: User) -> "FactualCorrectionQuerySet":
        """The host all of its own; the report's audience what was sent."""
        held = roles_of(user)
        sent = ~Q(state=CorrectionState.DRAFT)
        own = Q(reply__session__host__in=held.schools)
        if held.director:
            return self.filter(sent | own)
        return self.filter(own | sent & audience_of_report(user, "reply__session__"))


class FactualCorrection(models.Model):
    """A fact of one paragraph that the host asks to have put right. ``paragraph`` is its key in the report.

    ``before`` is the paragraph as it was sent, ``after`` the whole paragraph as the host proposes it.
    """

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="corrections")
    paragraph = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=160)
    before = models.TextField()
    after = models.TextField("how it should read")
    why = models.TextField("how you know", blank=True)
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.DRAFT)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = FactualCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["reply", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "paragraph"],
                condition=~Q(state=CorrectionState.WITHDRAWN),
                name="correction_once_a_paragraph",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CorrectionState.ACCEPTED, CorrectionState.DECLINED])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="correction_decided_by_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Paragraph {self.number}, {self.place}"

    @property
    def is_decided(self) -> bool:
        """Whether the lead reviewer has decided."""
        return self.state in DECIDED


class CorrectionEvent(StateChange):
    """One step in a correction's history. Texts stand on the correction, where they can be sealed."""

    thing = models.ForeignKey(FactualCorrection, on_delete=models.CASCADE, related_name="events")


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Sets of disputes."""

    def visible_to(self, user: User) -> "DisputeQuerySet":
        """Grounds and notes: the host, the Director, and the collaborative's lead headteacher unless on the team."""
        held = roles_of(user)
        sent = ~Q(state=DisputeState.DRAFT)
        own = Q(reply__session__host__in=held.schools)
        if held.director:
            return self.filter(sent | own)
        mine = ChallengeSession.objects.filter(reviewers__person=user.pk).values("pk")
        overseen = Q(reply__session__group__collaborative__in=held.collaboratives)
        return self.filter(own | sent & overseen & ~Q(reply__session__in=mine))


class Dispute(models.Model):
    """A judgement that the host contests. ``judgement`` is the name of its part of the report."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="disputes")
    judgement = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    verdict = models.CharField(max_length=80)
    grounds = models.TextField()
    conversation = models.TextField("notes of the conversation", blank=True)
    outcome = models.TextField("the Director’s note", blank=True)
    state = models.CharField(max_length=16, choices=DisputeState, default=DisputeState.DRAFT)
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["reply", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "judgement"],
                condition=~Q(state=DisputeState.WITHDRAWN),
                name="dispute_once_a_judgement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.verdict}"

    def get_absolute_url(self) -> str:
        """The page on which it is dealt with."""
        return reverse("peerchallenge:dispute-detail", args=[self.reply.session_id, self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to act."""
        return self.state in IN_DISPUTE

    @property
    def is_contested(self) -> bool:
        """Whether the judgement is shown as contested."""
        return self.state in CONTESTED


class DisputeEvent(StateChange):
    """One step in a dispute's history."""

    thing = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="events")
