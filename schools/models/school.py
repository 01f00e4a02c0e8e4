"""A school as the register knows it."""

from datetime import date
from math import hypot
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hlp.models import User
from schools.choices import Phase
from schools.roles import roles_of


class SchoolQuerySet(models.QuerySet["School"]):
    """Sets of schools."""

    def visible_to(self, user: User) -> "SchoolQuerySet":
        """Register facts of schools are for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def members_in(self, year: Any) -> "SchoolQuerySet":
        """The members of the partnership in an academic year."""
        return self.filter(memberships__year=year)

    def staying_in(self, year: Any) -> "SchoolQuerySet":
        """The members that stay to the end of an academic year: those that are planned for."""
        return self.filter(memberships__year=year, memberships__ends__gte=F("memberships__year__ends"))

    def members_on(self, day: date) -> "SchoolQuerySet":
        """The members of the partnership on a day."""
        away = Q(memberships__away_from__lte=day, memberships__back_on__gt=day)
        return self.filter(memberships__starts__lte=day, memberships__ends__gte=day).exclude(away)

    def free_in(self, year: Any, group: Any = None) -> "SchoolQuerySet":
        """Members that stay to the end of a year and have no place in another group than ``group``."""
        placed = School.objects.filter(places__year=year)
        elsewhere = placed.exclude(groups=group) if group else placed
        return self.staying_in(year).exclude(pk__in=elsewhere.values("pk"))


class School(models.Model):
    """One establishment, known by its URN (six digits). Coordinates are OSGB metres."""

    urn = models.PositiveIntegerField("URN", unique=True)
    name = models.CharField(max_length=150)
    type = models.CharField(max_length=60)
    phase = models.CharField(max_length=12, choices=Phase)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    website = models.CharField(max_length=200, blank=True)
    open = models.BooleanField(default=True)
    status = models.CharField(max_length=40, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    la_code = models.CharField("local authority code", max_length=3, blank=True)
    estab = models.CharField("establishment number", max_length=4, blank=True)
    religious_character = models.CharField(max_length=80, blank=True)
    federation = models.CharField(max_length=120, blank=True)
    trust = models.CharField(max_length=200, blank=True)
    pupils = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    capacity = models.PositiveIntegerField("places for pupils", null=True, blank=True)
    invented = models.BooleanField("invented for the demonstration", default=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "urn"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The school's page."""
        return reverse("schools:school-detail", args=[self.urn])

    @property
    def ages(self) -> str:
        """``3 to 11``, or nothing where the register does not say."""
        return f"{self.low_age} to {self.high_age}" if self.low_age is not None and self.high_age else ""

    @property
    def number(self) -> str:
        """LA and establishment number as the Department writes them, ``313/2003``, or nothing."""
        return f"{self.la_code}/{self.estab}" if self.la_code and self.estab else ""

    @property
    def is_special(self) -> bool:
        """Whether it is a special school."""
        return self.phase == Phase.SPECIAL

    @property
    def address(self) -> str:
        """The postal address on one line."""
        return ", ".join(part for part in (self.street, self.locality, self.town, self.postcode) if part)

    @property
    def website_href(self) -> str:
        """The website as an address that a browser opens, or nothing where it is none."""
        if not self.website:
            return ""
        address = self.website if "://" in self.website else f"http://{self.website}"
        return address if address.startswith(("http://", "https://")) else ""

    def distance_to(self, other: "School") -> float | None:
        """Metres as the crow flies, or None where a coordinate is missing."""
        here, there = (self.easting, self.northing), (other.easting, other.northing)
        if None in here or None in there:
            return None
        return hypot(here[0] - there[0], here[1] - there[1])  # type: ignore[operator]
