"""States and kinds of the kernel's own records."""

from django.db.models import TextChoices


class PageKind(TextChoices):
    """What stands on the public site."""

    PAGE = "page", "Page"
    NEWS = "news", "News"


class PageState(TextChoices):
    """What the public sees of a page; computed, never stored."""

    DRAFT = "draft", "Not published"
    PLANNED = "planned", "Waits for its time"
    SHOWN = "shown", "Published"
    CHANGED = "changed", "Published, with a newer draft"


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


MESSAGE_LABELS = {"enquiry-received": "A visitor’s message"}
