"""Who has something to do with an entry."""

from collections.abc import Iterable

from hlp import clock
from hlp.models import User
from schools.choices import DELEGATE_ROLES, Role
from schools.models import Collaborative, School
from schools.roles import people_with


def heads(school: School) -> list[User]:
    """The headteachers of a school today."""
    return people_with(Role.HEADTEACHER, school=school)


def preparers(school: School) -> list[User]:
    """The deputies and the office of a school today."""
    return [person for role in sorted(DELEGATE_ROLES) for person in people_with(role, school=school)]


def checkers(school: School) -> list[User]:
    """Who checks what a school writes: the lead headteacher of its collaborative, the Director in their own case.

    The Director also steps in where there is none.
    """
    own = {person.pk for person in heads(school)}
    leads = [person for person in _lead_headteachers(school) if person.pk not in own]
    return leads or directors()


def _lead_headteachers(school: School) -> list[User]:
    today = clock.today()
    places = school.places.filter(year__starts__lte=today, year__ends__gte=today)
    found = Collaborative.objects.filter(groups__places__in=places).first()
    return people_with(Role.LEAD_HEADTEACHER, collaborative=found) if found else []


def directors() -> list[User]:
    """The Director of the partnership."""
    return people_with(Role.DIRECTOR)


def others(people: Iterable[User], by: User | None) -> list[User]:
    """Each once, without whoever acts."""
    unique = {person.pk: person for person in people}
    return [person for key, person in unique.items() if by is None or key != by.pk]
