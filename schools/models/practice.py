"""The directory of good practice: an entry as its school writes it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from hlp.models.history import StateChange
from schools.choices import Phase
from schools.choices.practice import (
    PRACTICE_WRITTEN,
    PracticeAudience,
    PracticeKind,
    PracticeState,
    ValidatedBy,
)
from schools.models.group import GroupPlace
from schools.models.school import School
from schools.models.theme import Theme
from schools.roles import reads_partnership, roles_of

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
REVIEW_MONTHS = 18


class PracticeArea(models.Model):
    """An area of self-evaluation that an entry belongs to, by its name: the lists themselves belong to years."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PracticeText(models.Model):
    """What an entry says. Shares are per cent of the pupils on roll; ``pupils`` is the number that the measure counts."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="%(class)ss")
    kind = models.CharField(max_length=10, choices=PracticeKind, default=PracticeKind.CASE_STUDY)
    title = models.CharField(max_length=120)
    summary = models.CharField("in one or two sentences", max_length=300, blank=True)
    phase = models.CharField(max_length=12, choices=Phase, blank=True)
    year_groups = models.CharField(max_length=80, blank=True)
    roll = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    pupil_premium = models.DecimalField(
        "pupils who attract the pupil premium, per cent",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    eal = models.DecimalField(
        "pupils with English as an additional language, per cent",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    context = models.TextField("about the school", blank=True)
    need = models.TextField("why we did it", blank=True)
    what_we_did = models.TextField("what we did", blank=True)
    cost = models.CharField("what it cost", max_length=200, blank=True)
    time = models.CharField("how long it took", max_length=200, blank=True)
    impact = models.TextField("what it changed", blank=True)
    measure = models.CharField("what was measured", max_length=200, blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    source = models.CharField("where the figures come from", max_length=200, blank=True)
    pupils = models.PositiveIntegerField("how many pupils", null=True, blank=True)
    would_change = models.TextField("what we would do differently", blank=True)
    resources = models.TextField("what others can use", blank=True)
    contact_role = models.CharField("whom to ask, by their role", max_length=100, blank=True)
    visits_welcome = models.BooleanField(default=False)
    visit_days = models.CharField("when visits suit", max_length=200, blank=True)
    visit_capacity = models.PositiveSmallIntegerField("most visitors on one day", null=True, blank=True)
    validated_by = models.CharField(max_length=10, choices=ValidatedBy, blank=True)
    validated_on = models.DateField(null=True, blank=True)
    themes: "models.ManyToManyField[Theme, models.Model]" = models.ManyToManyField(
        Theme, blank=True, related_name="%(class)ss"
    )
    areas: "models.ManyToManyField[PracticeArea, models.Model]" = models.ManyToManyField(
        PracticeArea, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


# What is copied into an edition, beside themes, areas, pictures and files.
TEXT_FIELDS: tuple[str, ...] = tuple(field.name for field in PracticeText._meta.fields)


class PracticeEntryQuerySet(models.QuerySet["PracticeEntry"]):
    """Sets of entries."""

    def visible_to(self, user: User) -> "PracticeEntryQuerySet":
        """What is published for whoever reads the partnership's things; the rest for those who work on it."""
        rows = self.filter(_works(user))
        return (rows | self.filter(live__isnull=False)) if reads_partnership(user) else rows

    def worked_on_by(self, user: User) -> "PracticeEntryQuerySet":
        """Those whose drafts somebody reads: their school's, their collaborative's, for the Director all."""
        return self.filter(_works(user))

    def published(self) -> "PracticeEntryQuerySet":
        """Those that members can read now, whatever is being prepared beside."""
        return self.filter(live__isnull=False)

    def in_collaboratives(self, keys: Any) -> "PracticeEntryQuerySet":
        """Those of schools that are in these collaboratives this year."""
        return self.filter(school__in=_schools_of(keys))


def _schools_of(collaboratives: Any) -> "models.QuerySet[GroupPlace, Any]":
    today = clock.today()
    places = GroupPlace.objects.filter(group__collaborative__in=collaboratives)
    return places.filter(year__starts__lte=today, year__ends__gte=today).values("school")


def _works(user: User) -> Q:
    held = roles_of(user)
    if held.director:
        return Q()
    mine = Q(school__in=held.schools | held.delegated)
    return mine | Q(school__in=_schools_of(held.collaboratives)) if held.collaboratives else mine


class PracticeEntry(PracticeText):
    """One entry with the text that its school is working on. ``live`` is the edition that is published now.

    ``provenance`` and its day say where it was found, ``quoted`` what was written there, which is never published.
    ``consent_audience`` is the widest to which the headteacher has agreed. It is to be looked at again on ``review_on``.
    """

    state = models.CharField(max_length=10, choices=PracticeState, default=PracticeState.NOMINATED)
    provenance = models.CharField(max_length=200, blank=True)
    provenance_on = models.DateField(null=True, blank=True)
    quoted = models.TextField(blank=True)
    nominated_at = models.DateTimeField()
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    consent_audience = models.CharField(max_length=8, choices=PracticeAudience, blank=True)
    image_consent = models.BooleanField(default=False)
    review_months = models.PositiveSmallIntegerField(
        "months until it is looked at again",
        default=REVIEW_MONTHS,
        validators=[MinValueValidator(12), MaxValueValidator(24)],
    )
    review_on = models.DateField(null=True, blank=True)
    live = models.OneToOneField(
        "PracticeEdition", null=True, blank=True, on_delete=models.PROTECT, related_name="live_on"
    )
    touched_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PracticeEntryQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "practice entries"
        indexes = [
            models.Index(fields=["review_on"], name="practice_review", condition=Q(live__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PracticeState.PUBLISHED) | Q(live__isnull=False),
                name="practice_published_has_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state=PracticeState.ARCHIVED) | Q(live=None), name="practice_archived_is_gone"
            ),
            models.CheckConstraint(
                condition=Q(consent_at=None, consent_by=None, consent_audience="")
                | Q(consent_at__isnull=False, consent_by__isnull=False) & ~Q(consent_audience=""),
                name="practice_consent_whole",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("schools:practice-detail", args=[self.pk])

    @property
    def work_address(self) -> str:
        """The page on which it is written, checked and published."""
        return reverse("schools:practice-work", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name it."""
        return f"practice:{self.pk}"

    @property
    def is_written(self) -> bool:
        """Whether its school may change the text now."""
        return self.state in PRACTICE_WRITTEN

    def is_review_due(self, on: date) -> bool:
        """Whether it should have been looked at again by a day."""
        return self.live_id is not None and self.review_on is not None and self.review_on <= on


class PracticeEvent(StateChange):
    """One step in the life of an entry."""

    thing = models.ForeignKey(PracticeEntry, on_delete=models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
