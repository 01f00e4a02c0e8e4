"""What schools were called before."""

from django.db import models

from hlp.models import User
from schools.models.school import School
from schools.roles import roles_of


class FormerNameQuerySet(models.QuerySet["FormerName"]):
    """Sets of former names."""

    def visible_to(self, user: User) -> "FormerNameQuerySet":
        """Register facts are for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()


class FormerName(models.Model):
    """A name that a school had until it was renamed, so that whoever remembers it still finds the school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=150)

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        ordering = ["school", "name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="former_name_once")]

    def __str__(self) -> str:
        return f"{self.school}, formerly {self.name}"
