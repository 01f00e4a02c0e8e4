"""Minutes: texts typed beside each item, and the whole as it goes from the clerk to the chair, the Board and the file."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from board.choices import UNFINISHED_MINUTES, MinutesState, Part
from board.models.agenda import AgendaItem
from board.models.meeting import Meeting
from board.roles import board_roles_of
from hlp.models import Document, User
from hlp.models.history import StateChange, WrittenOnce


def open_to(user: User, meeting: str = "meeting", item: str = "item") -> Q:
    """The condition on rows with a ``part``, the paths of whose meeting and item are given, that somebody may read them.

    Part I is open (it becomes public), part II needs its right; nobody reads part II of an item they withdrew from.
    """
    held = board_roles_of(user)
    granted = Q() if held.part_two else Q(**{f"{meeting}__in": held.part_two_meetings})
    gone = user.withdrawals.filter(lifted_at=None).values("item")
    readable = AgendaItem.objects.exclude(Q(pk__in=gone) | Q(parent__in=gone)).values("pk")
    reachable = Q(**{f"{item}__isnull": True}) | Q(**{f"{item}__in": readable})
    return Q(part=Part.ONE) | Q(part=Part.TWO) & granted & reachable


class MinuteQuerySet(models.QuerySet["Minute"]):
    """Sets of minuted texts."""

    def visible_to(self, user: User) -> "MinuteQuerySet":
        """Those of items that somebody sees; part II only with its right, and not of an item they withdrew from."""
        rows = self.filter(item__in=AgendaItem.objects.visible_to(user))
        return rows.filter(open_to(user, "item__meeting"))


class Minute(models.Model):
    """What was minuted of one item in one part. ``page`` and ``turn`` tell the savings of one page apart."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minuted")
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.ONE)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=32, blank=True)
    turn = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MinuteQuerySet.as_manager()

    class Meta:
        ordering = ["item", "part"]
        constraints = [
            models.UniqueConstraint(fields=["item", "part"], name="minute_once_a_part"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="minute_part_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"Minute {self.pk}, part {self.part}"


class MinutesQuerySet(models.QuerySet["Minutes"]):
    """Sets of minutes."""

    def visible_to(self, user: User) -> "MinutesQuerySet":
        """Clerk, chair and Director from the first word; everybody else on the Board once the chair has passed them."""
        held = board_roles_of(user)
        if held.prepares:
            return self
        rows = self if held.reads_record else self.none()
        return rows.exclude(state__in=UNFINISHED_MINUTES)

    def public(self) -> "MinutesQuerySet":
        """Those whose public version the clerk has approved; only confirmed minutes can have one."""
        return self.filter(state=MinutesState.CONFIRMED).exclude(published_at=None)


class Minutes(models.Model):
    """The minutes of one meeting. Once confirmed, nothing but the public version is added to them."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_in = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="minutes_confirmed"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    public_document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__starts_at"]
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MinutesState.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_in__isnull=False),
                name="minutes_confirmed_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(state=MinutesState.CONFIRMED),
                name="minutes_public_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes, {self.meeting}"

    def get_absolute_url(self) -> str:
        """The page of the minutes."""
        return reverse("board:minutes-detail", args=[self.meeting_id])

    @property
    def about(self) -> str:
        """How messages, documents and the audit log name them."""
        return f"minutes:{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether they are with the clerk."""
        return self.state == MinutesState.DRAFT

    @property
    def is_confirmed(self) -> bool:
        """Whether they are frozen."""
        return self.state == MinutesState.CONFIRMED


class MinutesEvent(StateChange):
    """One step in the history of minutes."""

    thing = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="events")


class MinutesVersion(WrittenOnce):
    """The minutes as they stood at one moment: ``facts`` whole, ``open_facts`` without a word of part II."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    facts = models.JSONField()
    open_facts = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    open_document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["minutes", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
