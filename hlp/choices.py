"""States and kinds of the kernel's own records."""

from django.db.models import TextChoices


class MessageState(TextChoices):
    """Where a message stands on its way to a person."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "No longer needed"


class DocumentState(TextChoices):
    """Where a document stands on its way to being a file."""

    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    SEALED = "sealed", "Sealed"
