"""Evidence: the notes that reviewers take on the day, for their team alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.models import User
from peerchallenge.choices import EvidenceKind
from peerchallenge.models.programme import ProgrammeSlot
from peerchallenge.models.scheme import Area
from peerchallenge.models.session import ChallengeSession
from schools.models import Theme


class EvidenceNoteQuerySet(models.QuerySet["EvidenceNote"]):
    """Sets of notes."""

    def visible_to(self, user: User) -> "EvidenceNoteQuerySet":
        """The session's reviewers', and nobody else's: what nobody reads outside the team is written frankly.

        Not the host's, the Director's or the administrator's. Not the QA reviewer's either, who judges from what
        they see themselves and reads the team's findings in its report.
        """
        return self.kept().filter(session__reviewers__person=user.pk)

    def kept(self) -> "EvidenceNoteQuerySet":
        """Those that their author did not delete."""
        return self.filter(deleted_at=None)

    def readable(self) -> "EvidenceNoteQuerySet":
        """Those that have a text: neither deleted by their author nor removed by the lead reviewer."""
        return self.kept().filter(removed_at=None)


class EvidenceNote(models.Model):
    """One thing that a reviewer saw, heard or read.

    ``device_key`` is made where the note is typed, so a note that is sent twice is one note. ``revision`` counts its
    savings; ``turns`` holds, by device, the newest of that device's savings that arrived, ``device`` the one that
    saved last. Deleted by its author or removed by the lead reviewer, the row stays and the text is gone.
    ``slot_words`` is the line of the programme as the author saw it, "" for none; it stays
    when the programme changes.
    """

    MOST_CHARACTERS = 2000

    session = models.ForeignKey(ChallengeSession, on_delete=models.PROTECT, related_name="evidence")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=EvidenceKind)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    slot = models.ForeignKey(
        ProgrammeSlot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slot_words = models.CharField(max_length=220, blank=True)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    device_key = models.UUIDField(unique=True)
    revision = models.PositiveIntegerField(default=1)
    device = models.CharField(max_length=36, blank=True)
    turns = models.JSONField(default=dict)
    flagged_at = models.DateTimeField(null=True)
    flagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True)

    objects = EvidenceNoteQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(flagged_at=None, flagged_by=None)
                | Q(flagged_at__isnull=False, flagged_by__isnull=False),
                name="evidence_flag_by_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, deleted_at=None) | Q(text=""), name="evidence_gone_has_no_text"
            ),
        ]

    def __str__(self) -> str:
        return f"Note of {self.author} on {self.session}"

    @property
    def is_gone(self) -> bool:
        """Whether its text is no longer there."""
        return self.removed_at is not None or self.deleted_at is not None
