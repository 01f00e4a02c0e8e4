"""Which school follows which, when a school changes its URN."""

from django.db import models
from django.db.models import F, Q

from hlp.models import User
from schools.models.school import School
from schools.roles import roles_of


class SchoolLinkQuerySet(models.QuerySet["SchoolLink"]):
    """Sets of links."""

    def visible_to(self, user: User) -> "SchoolLinkQuerySet":
        """Register facts are for everybody who holds an appointment."""
        return self if roles_of(user).any else self.none()

    def confirmed(self) -> "SchoolLinkQuerySet":
        """Those that the Director has confirmed; the others are what the register proposes."""
        return self.exclude(confirmed_at=None)

    def of(self, school: School) -> "SchoolLinkQuerySet":
        """The confirmed links of a school, before and after it."""
        mine = self.confirmed().filter(Q(school=school) | Q(predecessor=school))
        return mine.select_related("school", "predecessor").order_by("date", "pk")


class SchoolLink(models.Model):
    """``school`` follows ``predecessor`` from ``date`` on, as the register says.

    It counts once the Director has confirmed it. Nothing is inherited: each school keeps its own history.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="predecessor_links")
    predecessor = models.ForeignKey(School, on_delete=models.PROTECT, related_name="successor_links")
    date = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = SchoolLinkQuerySet.as_manager()

    class Meta:
        ordering = ["school", "predecessor"]
        constraints = [
            models.UniqueConstraint(fields=["school", "predecessor"], name="school_link_once"),
            models.CheckConstraint(condition=~Q(school=F("predecessor")), name="school_link_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.school} follows {self.predecessor}"
