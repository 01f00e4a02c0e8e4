"""Appointments: a person, a role, where, from when until when. Rights follow from here alone."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp import clock
from hlp.models import User
from schools.choices import COLLABORATIVE_ROLES, DELEGATE_ROLES, PARTNERSHIP_ROLES, SCHOOL_ROLES, Role
from schools.models.group import Collaborative
from schools.models.school import School
from schools.roles import roles_of


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Sets of appointments."""

    def on(self, day: date) -> "AppointmentQuerySet":
        """Those in force on a day; the first and last days are included."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)

    def current(self) -> "AppointmentQuerySet":
        """Those of today and those to come."""
        return self.exclude(ends__lt=clock.today())

    def visible_to(self, user: User) -> "AppointmentQuerySet":
        """The Director and the administrator see all; others their own and those who help at a school they head."""
        held = roles_of(user)
        if held.runs_partnership:
            return self
        return self.filter(Q(person=user) | Q(role__in=DELEGATE_ROLES, school__in=held.schools))


class Appointment(models.Model):
    """One post held by one person. Acting posts are posts like any other."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(max_length=20, choices=Role)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    collaborative = models.ForeignKey(
        Collaborative, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)
    copies = models.BooleanField(
        "copies of messages about dates", default=True
    )  # for those who help a school

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "starts", "pk"]
        indexes = [models.Index(fields=["person", "starts"], name="appointment_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(role__in=SCHOOL_ROLES, school__isnull=False, collaborative=None)
                | Q(role__in=COLLABORATIVE_ROLES, school=None, collaborative__isnull=False)
                | Q(role__in=PARTNERSHIP_ROLES, school=None, collaborative=None),
                name="appointment_place_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    @property
    def is_current(self) -> bool:
        """Whether it is held today or to come."""
        return self.ends is None or self.ends >= clock.today()

    @property
    def title(self) -> str:
        """``Acting headteacher, Belmont Primary School``."""
        role = self.get_role_display()
        place = self.school or self.collaborative
        name = f"Acting {role[0].lower()}{role[1:]}" if self.acting else role
        return f"{name}, {place}" if place else name
