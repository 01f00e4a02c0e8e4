"""Which schools belong to the partnership, year by year."""

from django.db import models

from schools.models.school import School
from schools.models.year import AcademicYear


class Membership(models.Model):
    """A school's membership in one academic year."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        ordering = ["year", "school"]
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="membership_once_a_year")]

    def __str__(self) -> str:
        return f"{self.school} {self.year}"
