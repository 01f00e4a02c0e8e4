"""Training: what is taught, when, who came, and until when it counts."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp import clock
from hlp.models import User
from schools.choices import Audience, PlaceState
from schools.roles import roles_of


class TrainingModuleQuerySet(models.QuerySet["TrainingModule"]):
    """Sets of modules."""

    def visible_to(self, user: User) -> "TrainingModuleQuerySet":
        """What is taught is for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def offered(self) -> "TrainingModuleQuerySet":
        """Those that are still taught."""
        return self.filter(retired=False)

    def needed_on(self, day: date) -> "TrainingModuleQuerySet":
        """Those that a lead reviewer needs on a day."""
        return self.offered().filter(needed_from__lte=day)


class TrainingModule(models.Model):
    """One thing that is taught.

    ``needed_from`` is the day from which a lead reviewer needs it, None where it is not needed: a module made
    today leaves nobody untrained overnight. After ``refresh_years`` it is to be refreshed, None means never.
    """

    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)
    needed_from = models.DateField(null=True, blank=True)
    refresh_years = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    objects = TrainingModuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def refresh_due(self, day: date) -> date | None:
        """The last day on which training of ``day`` still counts; None where it counts for good."""
        if self.refresh_years is None:
            return None
        try:
            return day.replace(year=day.year + self.refresh_years)
        except ValueError:  # 29 February
            return day.replace(year=day.year + self.refresh_years, day=28)


class TrainingEventQuerySet(models.QuerySet["TrainingEvent"]):
    """Sets of events."""

    def visible_to(self, user: User) -> "TrainingEventQuerySet":
        """What is planned is for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def to_come(self) -> "TrainingEventQuerySet":
        """Those that are not over, the next first."""
        return self.filter(ends_at__gt=clock.now(), cancelled_at=None).order_by("starts_at", "pk")


class TrainingEvent(models.Model):
    """An occasion on which modules are taught. Moments are UTC; ``capacity`` None means room for all."""

    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.CharField("place", max_length=200)
    provider = models.CharField("trainer or provider", max_length=120)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.HEADTEACHERS)
    note = models.TextField(blank=True)
    modules: "models.ManyToManyField[TrainingModule, models.Model]" = models.ManyToManyField(
        TrainingModule, related_name="events"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    attendance_at = models.DateTimeField(null=True, blank=True)

    objects = TrainingEventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="training_event_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {clock.day(self.starts_at)}"

    def get_absolute_url(self) -> str:
        """The event's page."""
        return reverse("schools:training-event", args=[self.pk])

    @property
    def about(self) -> str:
        """How messages and the audit log name this event."""
        return f"training-event:{self.pk}"

    @property
    def day(self) -> date:
        """The day in London."""
        return clock.local(self.starts_at).date()

    @property
    def is_over(self) -> bool:
        """Whether its end has passed."""
        return self.ends_at <= clock.now()

    @property
    def takes_names(self) -> bool:
        """Whether anybody may still sign up."""
        return self.cancelled_at is None and not self.is_over


class TrainingPlaceQuerySet(models.QuerySet["TrainingPlace"]):
    """Sets of places."""

    def visible_to(self, user: User) -> "TrainingPlaceQuerySet":
        """The Director and the administrator see all, others their own."""
        return self if roles_of(user).runs_partnership else self.filter(person=user)


class TrainingPlace(models.Model):
    """A person's place at an event. ``certificate`` is the number by which what was printed can be checked."""

    event = models.ForeignKey(TrainingEvent, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_places"
    )
    state = models.CharField(max_length=10, choices=PlaceState)
    changed_at = models.DateTimeField()
    certificate = models.CharField(max_length=14, blank=True)

    objects = TrainingPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="training_place_once_an_event"),
            models.UniqueConstraint(
                fields=["certificate"], condition=~Q(certificate=""), name="training_certificate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.event}"

    @property
    def about(self) -> str:
        """How documents name this place."""
        return f"training-place:{self.pk}"


class TrainingRecordQuerySet(models.QuerySet["TrainingRecord"]):
    """Sets of records."""

    def visible_to(self, user: User) -> "TrainingRecordQuerySet":
        """The Director and the administrator see all, others their own."""
        return self if roles_of(user).runs_partnership else self.filter(person=user)

    def standing(self) -> "TrainingRecordQuerySet":
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def in_date(self, day: date) -> "TrainingRecordQuerySet":
        """Those that count on a day: done by then, and not yet to be refreshed."""
        return self.standing().filter(Q(refresh_due=None) | Q(refresh_due__gte=day), day__lte=day)


class TrainingRecord(models.Model):
    """One module that one person has done. It stays theirs whatever they are appointed to.

    ``refresh_due`` is the last day on which it counts, None for good. A record entered by mistake is taken back
    and kept, with the reason.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_records"
    )
    module = models.ForeignKey(TrainingModule, on_delete=models.PROTECT, related_name="records")
    day = models.DateField()
    provider = models.CharField(max_length=120)
    refresh_due = models.DateField(null=True, blank=True)
    event = models.ForeignKey(TrainingEvent, null=True, on_delete=models.PROTECT, related_name="records")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "module__position", "pk"]
        indexes = [models.Index(fields=["module", "person", "day"], name="training_record_in_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(refresh_due=None) | Q(refresh_due__gte=F("day")),
                name="training_record_due_after_day",
            ),
            models.UniqueConstraint(
                fields=["person", "module", "day"],
                condition=Q(taken_back_at=None),
                name="training_record_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.module}, {clock.day(self.day)}"
