"""Whose figures a person may read, from their posts and from what higher rooms say. Read once a request."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from hlp import clock
from schools.models import AcademicYear, GroupPlace
from schools.roles import roles_of


@dataclass(frozen=True)
class Reading:
    """What one person reads: ``own`` with all that these schools reported, ``led`` what was published of them.

    ``everything`` stands for the figures of all schools, ``reported`` for what all schools reported themselves, and
    ``partnership`` for figures of no single school.
    """

    own: frozenset[int] = field(default_factory=frozenset)
    led: frozenset[int] = field(default_factory=frozenset)
    everything: bool = False
    reported: bool = False
    partnership: bool = False

    @property
    def schools(self) -> frozenset[int]:
        """The schools by primary key whose score cards they open, where not all are."""
        return self.own | self.led


def reading_of(user: Any) -> Reading:
    """What a person may read, kept on the user for the rest of the request."""
    if not user.is_authenticated:
        return Reading()
    if getattr(user, "_reading", None) is None:
        user._reading = _read(user)
    kept: Reading = user._reading
    return kept


def reads_partnership(user: Any) -> bool:
    """Whether a person may read what was published of the partnership: a post, or what a higher room says."""
    return roles_of(user).any or any(import_string(path)(user) for path in settings.PARTNERSHIP_READERS)


def _read(user: Any) -> Reading:
    held = roles_of(user)
    return Reading(
        own=held.schools | held.delegated,
        led=_led(held.collaboratives),
        everything=held.runs_partnership,
        reported=held.director,
        partnership=reads_partnership(user),
    )


def _led(collaboratives: frozenset[int]) -> frozenset[int]:
    """The schools that stand in these collaboratives this year."""
    if not collaboratives:
        return frozenset()
    year = AcademicYear.objects.at(clock.today()) or AcademicYear.objects.current()
    places = GroupPlace.objects.filter(year=year, group__collaborative__in=collaboratives)
    return frozenset(places.values_list("school_id", flat=True))
