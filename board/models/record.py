"""The record: one line for each decision, each confirmed minute and each page of an earlier paper, to be searched."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import ArchiveKind, ArchiveState, Part, RecordKind
from board.models.agenda import AgendaItem
from board.models.decision import Decision
from board.models.meeting import Meeting
from board.models.minutes import open_to
from board.roles import board_roles_of
from hlp.models import Blob, User


class ArchivedPaperQuerySet(models.QuerySet["ArchivedPaper"]):
    """Sets of earlier papers."""

    def visible_to(self, user: User) -> "ArchivedPaperQuerySet":
        """Readers of the Board's papers; part II only with its right."""
        held = board_roles_of(user)
        if not held.reads_record:
            return self.none()
        return self if held.part_two else self.filter(part=Part.ONE)


class ArchivedPaper(models.Model):
    """Minutes or a pack of an earlier meeting, uploaded as PDF. A worker reads its text, page by page."""

    kind = models.CharField(max_length=8, choices=ArchiveKind, default=ArchiveKind.MINUTES)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=ArchiveState, default=ArchiveState.READING)
    notice = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ArchivedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["blob", "part"], name="archived_paper_once_a_part"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="archived_part_one_or_two"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:archive-detail", args=[self.pk])

    @property
    def about(self) -> str:
        """How the audit log names it."""
        return f"archive:{self.pk}"

    @property
    def filename(self) -> str:
        """What a download is called: the day and the kind, never the title."""
        return f"board-{self.kind}-{self.held_on:%Y-%m-%d}.pdf"


class RecordEntryQuerySet(models.QuerySet["RecordEntry"]):
    """Sets of lines of the record."""

    def visible_to(self, user: User) -> "RecordEntryQuerySet":
        """What its reader may read where it comes from: part II only with its right, nothing of withdrawn items."""
        held = board_roles_of(user)
        if not held.reads_record:
            return self.none()
        rows = self if held.prepares else self.filter(open_to_board=True)
        return rows.filter(open_to(user))


class RecordEntry(models.Model):
    """One line of the record. ``words`` is what is searched; ``open_to_board`` is false while a meeting is going on."""

    kind = models.CharField(max_length=8, choices=RecordKind)
    part = models.PositiveSmallIntegerField(choices=Part)
    on = models.DateField()
    title = models.CharField(max_length=300)
    text = models.TextField()
    words = models.TextField()
    outcome = models.CharField(max_length=10, blank=True)
    open_to_board = models.BooleanField(default=True)
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="record")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.CASCADE, related_name="record")
    decision = models.OneToOneField(Decision, null=True, on_delete=models.CASCADE, related_name="record")
    archived = models.ForeignKey(ArchivedPaper, null=True, on_delete=models.CASCADE, related_name="record")
    page = models.PositiveIntegerField(null=True)

    objects = RecordEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "kind", "archived", "page", "pk"]
        verbose_name_plural = "record entries"
        constraints = [
            models.UniqueConstraint(fields=["archived", "page"], name="record_page_once"),
        ]
        indexes = [models.Index(fields=["kind", "-on"], name="record_by_kind")]

    def __str__(self) -> str:
        return self.title
