"""Papers under an item of the agenda, and the files that were given for each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import PaperState, VersionState
from board.models.agenda import AgendaItem
from board.roles import board_roles_of
from hlp import clock
from hlp.models import Blob, Document, User


class PaperQuerySet(models.QuerySet["Paper"]):
    """Sets of papers."""

    def visible_to(self, user: User) -> "PaperQuerySet":
        """Those of agendas that somebody prepares, without items from which they withdrew; an author's own.

        Members read papers in packs, not here.
        """
        if not board_roles_of(user).prepares:
            return self.filter(author=user)
        withdrawn = user.withdrawals.filter(lifted_at=None).values("item")
        barred = Q(item__in=withdrawn) | Q(item__parent__in=withdrawn)
        return self.exclude(barred & ~Q(author=user))

    def standing(self) -> "PaperQuerySet":
        """Those that were not withdrawn."""
        return self.exclude(state=PaperState.WITHDRAWN)

    def owed(self) -> "PaperQuerySet":
        """Those for which an author still has to give a file."""
        return self.filter(state__in=[PaperState.ASKED, PaperState.REFUSED], author__isnull=False)


class Paper(models.Model):
    """One paper of an item. ``current`` is its newest good version, ``source_key`` names the system's own papers.

    ``author`` was asked for it until the end of ``due_on``. ``late`` papers came after a pack was published and stand
    in its addendum.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    source_key = models.CharField(max_length=60, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="board_papers"
    )
    wanted = models.TextField("what is wanted", blank=True)
    due_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.ASKED)
    current = models.ForeignKey(
        "PaperVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="paper_owed",
                condition=Q(state__in=[PaperState.ASKED, PaperState.REFUSED]),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("board:paper-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Whether its author should have given it by now."""
        owed = self.state in {PaperState.ASKED, PaperState.REFUSED}
        return owed and self.due_on is not None and self.due_on < clock.today()


class PaperVersion(models.Model):
    """One file given for a paper: as it came (``original``), or drawn from the system (``document``).

    ``pdf`` is what goes into packs: safe, upright A4. A refused version says why in ``refusal``.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=200)
    original = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.WAITING)
    refusal = models.CharField(max_length=1000, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once"),
            models.CheckConstraint(
                condition=~Q(state=VersionState.READY) | Q(pdf__isnull=False), name="paper_ready_has_pdf"
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.REFUSED) | ~Q(refusal=""), name="paper_refusal_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["added_at"], name="paper_unchecked", condition=Q(state=VersionState.WAITING))
        ]

    def __str__(self) -> str:
        return f"{self.paper}, version {self.number}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be read."""
        return self.state == VersionState.READY

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be checked."""
        return self.state == VersionState.WAITING
