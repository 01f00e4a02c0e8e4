"""Collaboratives, and the triads and quads of each academic year."""

from django.db import models

from hlp.models import User
from schools.models.school import School
from schools.models.year import AcademicYear
from schools.roles import roles_of


class CollaborativeQuerySet(models.QuerySet["Collaborative"]):
    """Sets of collaboratives."""

    def visible_to(self, user: User) -> "CollaborativeQuerySet":
        """For everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()


class Collaborative(models.Model):
    """One of the sets of groups, led by a lead headteacher."""

    name = models.CharField(max_length=60, unique=True)

    objects = CollaborativeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupQuerySet(models.QuerySet["Group"]):
    """Sets of groups."""

    def visible_to(self, user: User) -> "GroupQuerySet":
        """Who works with whom is for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()


class Group(models.Model):
    """A triad or quad of one academic year."""

    name = models.CharField(max_length=40)
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="groups")
    collaborative = models.ForeignKey(Collaborative, on_delete=models.PROTECT, related_name="groups")
    schools: "models.ManyToManyField[School, GroupPlace]" = models.ManyToManyField(
        School, through="GroupPlace", related_name="groups"
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "collaborative__name", "name"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="group_name_once_a_year")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """``Triad`` of three schools, ``quad`` of four; additional members are not counted."""
        return {3: "Triad", 4: "Quad"}.get(sum(not place.additional for place in self.places.all()), "Group")


class GroupPlace(models.Model):
    """A school's place in a group. A special school is an additional member beside the three or four."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="places")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="places")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    additional = models.BooleanField(default=False)

    class Meta:
        ordering = ["group", "additional", "school__name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="school_in_one_group_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.group}"
