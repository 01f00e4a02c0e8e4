"""Documents that the worker makes, and the bytes they consist of."""

from hashlib import sha256

from django.db import models
from django.db.models import Q

from hlp.choices import DocumentState


class Blob(models.Model):
    """Bytes, known by their SHA-256 (64 hexadecimal digits)."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def keep(cls, data: bytes) -> "Blob":
        """The blob of these bytes, stored once however often it is kept."""
        digest = sha256(data).hexdigest()
        return cls.objects.get_or_create(sha256=digest, defaults={"size": len(data), "data": data})[0]


class Document(models.Model):
    """A file to be made from ``source``, the facts it shows, frozen when it was asked for.

    ``about`` and ``version`` name it ("handbook:12", 3). ``digest`` is the SHA-256 of kind and source: the same
    facts are never rendered twice for the same thing.
    """

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    source = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["about", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "version"], name="document_version_once"),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.READY) | Q(ready_at__isnull=False, blob__isnull=False),
                name="document_ready_has_bytes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="document_unfinished",
                condition=Q(state__in=[DocumentState.WAITING, DocumentState.MAKING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be downloaded."""
        return self.state == DocumentState.READY

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be made."""
        return self.state in {DocumentState.WAITING, DocumentState.MAKING}
