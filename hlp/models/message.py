"""The outbox: a message is a row before it is an e-mail."""

from datetime import datetime
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.module_loading import import_string

from hlp.choices import MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    """Sets of messages."""

    def due(self, at: datetime) -> "MessageQuerySet":
        """What may be sent at this moment and is not being sent by a living worker."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.filter(free, state=MessageState.WAITING, due_at__lte=at)

    def visible_to(self, user: settings.AUTH_USER_MODEL) -> "MessageQuerySet":  # type: ignore[name-defined]
        """Messages are the Director's and the administrator's to see."""
        return self if user.has_perm("hlp.read_messages") else self.none()

    def failed(self) -> "MessageQuerySet":
        """Those that were given up."""
        return self.filter(state=MessageState.FAILED)

    def kinds(self) -> list[str]:
        """The kinds that occur, in the order of the alphabet."""
        return list(self.order_by("kind").values_list("kind", flat=True).distinct())


def kind_label(kind: str) -> str:
    """A kind in the words of the room that writes it (``settings.MESSAGE_LABELS``), else its own, spaced."""
    return labels().get(kind) or kind.replace("-", " ").capitalize()


@cache
def labels() -> dict[str, str]:
    """What each room calls the kinds of messages that it writes."""
    return {kind: label for path in settings.MESSAGE_LABELS for kind, label in import_string(path).items()}


class Message(models.Model):
    """One message to one person.

    ``key`` says what it is for and is unique, so writing it twice is harmless. ``context`` holds the facts
    that the text is made from, never confidential content. ``due_at`` is when it may next be tried.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    address = models.EmailField()
    context = models.JSONField(default=dict)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    why = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    resends = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="message_waiting", condition=Q(state=MessageState.WAITING)),
            models.Index(fields=["-written_at", "-id"], name="message_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at=None)),
                name="message_sent_has_moment",
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """The page that shows this message to the Director."""
        return reverse("hlp:message-detail", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kind_label(self.kind)

    @property
    def colour(self) -> str:
        """The colour of the state's tag."""
        return {"waiting": "yellow", "sent": "green", "failed": "red"}.get(self.state, "grey")

    @property
    def message_id(self) -> str:
        """The e-mail's Message-ID: the same at each attempt, so that a mail client shows a repeat once."""
        host = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
        digest = sha256(f"{self.key}:{self.resends}".encode()).hexdigest()[:32]
        return f"<{digest}@{host}>"
