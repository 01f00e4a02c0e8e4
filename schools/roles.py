"""What a person is today, from their appointments. Read once a request."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from hlp import clock
from hlp.models import User
from schools.choices import DELEGATE_ROLES, Role


@dataclass(frozen=True)
class Roles:
    """The posts of one person on one day: plain sets of primary keys and flags.

    ``schools`` are those that they head, ``delegated`` those for which they prepare as a deputy or in the office.
    """

    schools: frozenset[int] = field(default_factory=frozenset)
    delegated: frozenset[int] = field(default_factory=frozenset)
    collaboratives: frozenset[int] = field(default_factory=frozenset)
    director: bool = False
    administrator: bool = False
    qa_reviewer: bool = False
    la_officer: bool = False

    @property
    def runs_partnership(self) -> bool:
        """Director or administrator: plans rounds, dates and people."""
        return self.director or self.administrator

    @property
    def any(self) -> bool:
        """Whether the person holds any post at all."""
        return bool(self.schools or self.delegated or self.collaboratives) or any(
            (self.director, self.administrator, self.qa_reviewer, self.la_officer)
        )


def roles_of(user: Any, on: date | None = None) -> Roles:
    """The posts that ``user`` holds today (or on a day), kept on the user object for the rest of the request."""
    if not user.is_authenticated:
        return Roles()
    if on is not None:
        return _read(user, on)
    # Asked by name: a request's user is a lazy stand-in, whose own __dict__ a rule that gets the real one never sees.
    if getattr(user, "_roles", None) is None:
        user._roles = _read(user, clock.today())
    kept: Roles = user._roles
    return kept


def _read(user: User, day: date) -> Roles:
    held = list(user.appointments.on(day).values_list("role", "school_id", "collaborative_id"))
    names = {role for role, _, _ in held}
    return Roles(
        schools=frozenset(s for role, s, _ in held if role == Role.HEADTEACHER),
        delegated=frozenset(s for role, s, _ in held if role in DELEGATE_ROLES),
        collaboratives=frozenset(c for role, _, c in held if role == Role.LEAD_HEADTEACHER),
        director=Role.DIRECTOR in names,
        administrator=Role.ADMINISTRATOR in names,
        qa_reviewer=Role.QA_REVIEWER in names,
        la_officer=Role.LA_OFFICER in names,
    )


def reads_partnership(user: Any) -> bool:
    """Whether somebody reads what is published to members: everybody with a post, and whom a higher room names."""
    if not user.is_authenticated:
        return False
    return roles_of(user).any or any(import_string(path)(user) for path in settings.PARTNERSHIP_READERS)


def describe(user: Any, on: date | None = None) -> list[str]:
    """The posts of a person today (or on a day) in words: ``Headteacher, Belmont Primary School``."""
    if not user.is_authenticated:
        return []
    held = user.appointments.on(on or clock.today()).select_related("school", "collaborative")
    return [post.title for post in held.order_by("starts", "pk")]


def people_with(role: Role, on: date | None = None, **place: Any) -> list[User]:
    """The active people who hold a role on a day (today), by name; ``place`` narrows it: ``school=``, ``collaborative=``."""
    held = {f"appointments__{key}": value for key, value in place.items()}
    day = on or clock.today()
    people: QuerySet[User] = User.objects.filter(
        _in_force(day), is_active=True, appointments__role=role, appointments__starts__lte=day, **held
    )
    return list(people.distinct().order_by("name", "pk"))


def office() -> list[User]:
    """Those who read what is written to the partnership's office: its administrators, or the Director without any."""
    return people_with(Role.ADMINISTRATOR) or people_with(Role.DIRECTOR)


def _in_force(day: date) -> Q:
    return Q(appointments__ends=None) | Q(appointments__ends__gte=day)
