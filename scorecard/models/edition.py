"""Published versions of the score card: what was shown to whom stays as it was."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp.models import User
from hlp.models.history import StateChange, WrittenOnce
from schools.models import School
from schools.roles import roles_of
from scorecard.choices import IN_HAND, OUT, EditionState, year_label
from scorecard.roles import reading_of


class EditionQuerySet(models.QuerySet["Edition"]):
    """Sets of versions."""

    def visible_to(self, user: User) -> "EditionQuerySet":
        """What was published, for everybody who reads the partnership's figures; drafts for the Director alone."""
        if roles_of(user).director:
            return self
        return self.out() if reading_of(user).partnership else self.none()

    def out(self) -> "EditionQuerySet":
        """Those that were published, replaced ones too."""
        return self.filter(state__in=OUT)

    def newest_out(self) -> "Edition | None":
        """The published version of the latest year."""
        return self.filter(state=EditionState.PUBLISHED).order_by("-year").first()


class Edition(models.Model):
    """One version of the score card of an academic year, from the draft on.

    ``measures`` are codes in their order, ``commentary`` the Director's words by part. ``frozen_at`` is the moment whose
    figures the cards hold. ``sha256`` is of everything that was published. A correction names what it ``corrects``,
    and why, in ``reason``.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.DRAFT)
    measures = models.JSONField(default=list)
    commentary = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    claimed_until = models.DateTimeField(null=True)
    notice = models.TextField(blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_edition_a_number"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state=EditionState.PUBLISHED),
                name="one_edition_published_a_year",
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state__in=sorted(IN_HAND)), name="one_edition_in_hand_a_year"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(OUT)) | (Q(published_at__isnull=False) & ~Q(sha256="")),
                name="edition_out_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""), name="edition_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Score card {self.label}, version {self.number}"

    def get_absolute_url(self) -> str:
        """The page of this version."""
        return reverse("scorecard:edition-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """The academic year: ``2024/25``."""
        return year_label(self.year)

    @property
    def about(self) -> str:
        """How messages, documents and the audit log name it."""
        return f"score-card:{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.state == EditionState.DRAFT

    @property
    def is_out(self) -> bool:
        """Whether it was published, replaced or not."""
        return self.state in OUT


class EditionEvent(StateChange):
    """One step in the history of a version."""

    thing = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="events")


def _shown_to(user: User, rows: Any) -> Any:
    """What a person may open of rows with ``edition``, ``school`` and ``full``: in full what their schools and the
    Director read, and of others what was published."""
    reading = reading_of(user)
    seen = rows.filter(edition__in=Edition.objects.visible_to(user))
    if reading.reported:
        return seen.filter(Q(school=None) | Q(full=True))
    others = Q(full=False) & ~Q(school__in=reading.own)
    if not reading.everything:
        others &= Q(school__in=reading.led)
    return seen.filter(Q(school=None) | Q(school__in=reading.own, full=True) | others)


class CardQuerySet(models.QuerySet["Card"]):
    """Sets of frozen cards."""

    def visible_to(self, user: User) -> "CardQuerySet":
        """The partnership's of visible versions, and one for each school whose score card one may open."""
        found: CardQuerySet = _shown_to(user, self)
        return found


class Card(WrittenOnce):
    """The frozen facts of one school (None: the partnership) in one version.

    ``full`` is what the school and the Director read; another row holds what others may. ``figures`` holds part, heading
    and the digest of the drawing of each figure. ``sha256`` is of facts and figures.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="cards")
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="cards")
    full = models.BooleanField(default=False)
    facts = models.JSONField()
    figures = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "school__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "school", "full"], name="one_card_a_school"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(school=None), name="one_card_of_the_partnership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.school or 'the partnership'}"

    def get_absolute_url(self) -> str:
        """The frozen page."""
        if self.school is None:
            return self.edition.get_absolute_url()
        return reverse("scorecard:edition-school", args=[self.edition_id, self.school.urn])


class ErratumQuerySet(models.QuerySet["Erratum"]):
    """Sets of changed figures."""

    def visible_to(self, user: User) -> "ErratumQuerySet":
        """The partnership's, and those of schools whose score cards one may open."""
        found: ErratumQuerySet = _shown_to(user, self)
        return found


class Erratum(WrittenOnce):
    """One figure that a correction changed: of a school, or (None) of the partnership and those it is compared with.

    ``full`` as with the cards: what others may read of a school stands in rows of its own.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="errata")
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    full = models.BooleanField(default=False)
    code = models.CharField(max_length=40)
    what = models.CharField(max_length=250)
    place = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    before = models.TextField()
    after = models.TextField()
    why = models.CharField(max_length=250, blank=True)

    objects = ErratumQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "school__name", "pk"]

    def __str__(self) -> str:
        return f"{self.what}, {self.place}, {self.label}: {self.before} → {self.after}"

    @property
    def label(self) -> str:
        """The academic year of the figure."""
        return year_label(self.year)
