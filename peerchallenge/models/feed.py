"""A person's private calendar address, which a calendar program reads without a sign-in."""

import secrets

from django.conf import settings
from django.db import models

from hlp.models import User
from schools.roles import roles_of


def new_token() -> str:
    """43 characters that nobody guesses."""
    return secrets.token_urlsafe(32)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Sets of calendar addresses."""

    def visible_to(self, user: User) -> "CalendarFeedQuerySet":
        """The Director and the administrator may reset everybody's, others have their own."""
        return self if roles_of(user).runs_partnership else self.filter(person_id=user.pk)


class CalendarFeed(models.Model):
    """The secret in a person's calendar address. Whoever knows it reads their dates, so it can be made anew.

    ``read`` keeps, for each of its two calendars ("own", "all"), the SHA-256 of what was last read there and the
    moment (ISO 8601) when it was first so.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed"
    )
    token = models.CharField(max_length=43, unique=True, default=new_token)
    made_at = models.DateTimeField()
    read = models.JSONField(default=dict)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"

    @property
    def version(self) -> str:
        """What a reset starts from: when the present secret was made."""
        return self.made_at.isoformat()
