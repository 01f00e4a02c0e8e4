"""The headteachers' yearly declarations: with whom they should not work, and with whom they would like to."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp.models import User
from schools.choices import ConflictKind, InterestKind
from schools.models.school import School
from schools.models.theme import Theme
from schools.models.year import AcademicYear
from schools.roles import roles_of


class DeclarationWindowQuerySet(models.QuerySet["DeclarationWindow"]):
    """Sets of windows."""

    def visible_to(self, user: User) -> "DeclarationWindowQuerySet":
        """When people are asked is for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()


class DeclarationWindow(models.Model):
    """From when until when headteachers are asked to declare for a year, both days included."""

    year = models.OneToOneField(AcademicYear, on_delete=models.PROTECT, related_name="declaration_window")
    opens = models.DateField()
    closes = models.DateField()

    objects = DeclarationWindowQuerySet.as_manager()

    class Meta:
        ordering = ["-opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="declaration_window_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return f"Declarations for {self.year}"

    def is_open(self, day: date) -> bool:
        """Whether headteachers are asked on a day."""
        return self.opens <= day <= self.closes


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Sets of declarations."""

    def visible_to(self, user: User) -> "DeclarationQuerySet":
        """A declaration is its author's and the Director's; nobody else reads a word of it."""
        return self if roles_of(user).director else self.filter(person=user)


class Declaration(models.Model):
    """What one person declares for one academic year. Once it is answered, an empty one says "nothing to declare"."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declarations"
    )
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="declarations")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="declaration_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.year}"


class DeclaredQuerySet(models.QuerySet[Any]):
    """Sets of conflicts or interests."""

    def visible_to(self, user: User) -> "DeclaredQuerySet":
        """Those of the declarations that the reader may see."""
        return self.filter(declaration__in=Declaration.objects.visible_to(user))

    def standing(self) -> "DeclaredQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Declared(models.Model):
    """One entry of a declaration. Withdrawn, it stays in the history."""

    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DeclaredQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["declared_at", "pk"]


class Conflict(Declared):
    """A school, or a person wherever they work, that the author should not challenge nor be challenged by.

    The kind is kept for the Director; ``detail`` is free text that the author may leave empty.
    """

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="conflicts")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=ConflictKind)
    detail = models.TextField(blank=True)

    class Meta(Declared.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, person__isnull=False) | Q(school__isnull=False, person=None),
                name="conflict_with_school_or_person",
            ),
            models.UniqueConstraint(
                fields=["declaration", "school", "kind"],
                condition=Q(withdrawn_at=None, school__isnull=False),
                name="conflict_once_with_a_school",
            ),
            models.UniqueConstraint(
                fields=["declaration", "person", "kind"],
                condition=Q(withdrawn_at=None, person__isnull=False),
                name="conflict_once_with_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom}, {self.get_kind_display()}"

    @property
    def whom(self) -> School | User | None:
        """The school or the person."""
        return self.school or self.person


class Interest(Declared):
    """A school that the author would like to work with or learn from, and what about."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="interests")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=InterestKind)
    focus = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Declared.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "school", "kind"],
                condition=Q(withdrawn_at=None),
                name="interest_once_with_a_school",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.get_kind_display()}"
