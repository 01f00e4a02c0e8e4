"""Takes schools in and keeps their register facts."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.models import AcademicYear, Membership, School
from schools.services import names
from schools.services.memberships import join, withdraw
from schools.services.versions import fingerprint, refuse_stale


@dataclass(frozen=True)
class Facts:
    """What the register says of a school. Coordinates are OSGB metres."""

    urn: int
    name: str
    type: str
    phase: str
    low_age: int | None = None
    high_age: int | None = None
    street: str = ""
    locality: str = ""
    town: str = ""
    postcode: str = ""
    easting: int | None = None
    northing: int | None = None
    website: str = ""
    pupils: int | None = None
    capacity: int | None = None


def version_of(school: School, year: AcademicYear | None) -> str:
    """The print of a school's facts that an edit starts from."""
    values = [getattr(school, name) for name in Facts.__dataclass_fields__]
    return fingerprint(*values, is_member(school, year))


def is_member(school: School, year: AcademicYear | None) -> bool:
    """Whether the school belongs to the partnership in a year."""
    return Membership.objects.filter(school_id=school.pk, year=year).exists() if year else False


@transaction.atomic
def create_school(
    *, facts: Facts, member_in: AcademicYear | None, by: User, at: datetime | None = None
) -> School:
    """Take a school in: row, membership of the year, audit.

    Raises ValidationError where a school with this URN is known.
    """
    known = School.objects.filter(urn=facts.urn).first()
    if known:
        raise ValidationError({"urn": f"{known} has this URN already"})
    school = School.objects.create(**asdict(facts))
    if member_in:
        join(school=school, year=member_in, by=by, at=at)
    audit.record("school.create", about=f"school:{school.urn}", by=by, at=at or clock.now())
    return school


@transaction.atomic
def change_school(
    *,
    school: School,
    facts: Facts,
    year: AcademicYear | None,
    member: bool,
    version: str,
    by: User,
    at: datetime | None = None,
) -> School:
    """Change the facts and this year's membership: lock, check, keep a former name, save, audit. The URN stays what it is.

    Raises StaleEdit when others changed the school since ``version``; ValidationError when a school should not be a
    member although a group or a session counts on it.
    """
    if year:  # before the school, in the same order as whoever forms groups or records members
        list(AcademicYear.objects.select_for_update().filter(starts__gte=year.starts).order_by("starts"))
    locked = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    refuse_stale(version, version_of(locked, year))
    values = {name: value for name, value in asdict(facts).items() if name != "urn"}
    names.keep_former([(locked, facts.name)])
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    if year:
        _set_membership(locked, year, member, by)
    audit.record("school.change", about=f"school:{locked.urn}", by=by, at=at or clock.now())
    return locked


def _set_membership(school: School, year: AcademicYear, member: bool, by: User) -> None:
    """What the tick in the box says. Nothing is done where it says what is so already."""
    if member == is_member(school, year):
        return
    try:
        if member:
            join(school=school, year=year, by=by)
        else:
            withdraw(school=school, year=year, by=by)
    except ValidationError as problem:
        raise ValidationError({"member": problem.messages}) from None
