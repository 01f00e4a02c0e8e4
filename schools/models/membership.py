"""Which schools belong to the partnership, year by year: from when, until when, and by whose word."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp.models import TextVersion, User
from hlp.models.history import WrittenOnce
from schools.choices import MembershipStep
from schools.models.school import School
from schools.models.year import AcademicYear
from schools.roles import roles_of


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sets of memberships."""

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """Who is a member is for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def on(self, day: date) -> "MembershipQuerySet":
        """Those in force on a day; the first and last days are included."""
        away = Q(away_from__lte=day, back_on__gt=day)
        return self.filter(starts__lte=day, ends__gte=day).exclude(away)

    def to_the_end(self) -> "MembershipQuerySet":
        """Those that last as long as their year: only such schools are planned for."""
        return self.filter(ends__gte=F("year__ends"))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:  # type: ignore[override]
        """Write rows at once; those without days last the whole of their year."""
        return super().bulk_create([row.with_days() for row in objs], *args, **kwargs)


class Membership(models.Model):
    """A school's membership in one academic year, from ``starts`` to ``ends``, both included.

    ``leaving`` says that the school does not go on into the next year. Where it left and re-joined within the year,
    it was away from ``away_from`` until the day before ``back_on``. ``agreement`` is the version of the membership
    agreement that its headteacher accepted for this year.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="memberships")
    starts = models.DateField()
    ends = models.DateField()
    joined_because = models.CharField(max_length=200, blank=True)
    leaving = models.BooleanField(default=False)
    left_because = models.CharField(max_length=200, blank=True)
    away_from = models.DateField(null=True)
    back_on = models.DateField(null=True)
    agreement = models.ForeignKey(TextVersion, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["year", "school"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="membership_once_a_year"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="membership_ends_after_start"),
            models.CheckConstraint(
                condition=Q(agreement=None, accepted_by=None, accepted_at=None)
                | Q(agreement__isnull=False, accepted_by__isnull=False, accepted_at__isnull=False),
                name="membership_accepted_whole",
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, back_on=None)
                | Q(away_from__gt=F("starts"), back_on__gt=F("away_from"), ends__gte=F("back_on")),
                name="membership_away_between",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; without days it lasts the whole of its year."""
        self.with_days()
        super().save(*args, **kwargs)

    def with_days(self) -> "Membership":
        """The same, lasting the whole of its year where no days were given."""
        self.starts = self.starts or self.year.starts
        self.ends = self.ends or self.year.ends
        return self

    @property
    def begins_late(self) -> bool:
        """Whether the year had begun when the school joined."""
        return self.starts > self.year.starts

    @property
    def ends_early(self) -> bool:
        """Whether the school left before the year was over."""
        return self.ends < self.year.ends


class MembershipChange(WrittenOnce):
    """One step in a school's membership. It stays when a membership is taken back."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="membership_changes")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=MembershipStep)
    day = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.school} {self.year}: {self.get_step_display()}"
