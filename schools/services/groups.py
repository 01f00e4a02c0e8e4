"""Forms triads and quads."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hlp import audit, clock
from hlp.models import User
from schools.models import AcademicYear, Collaborative, Group, GroupPlace, Membership, School
from schools.services.versions import fingerprint, refuse_stale

SIZES = (3, 4)  # a triad, a quad; special schools come in addition


def version_of(group: Group) -> str:
    """The print of a group that an edit starts from."""
    schools = sorted(group.places.values_list("school_id", flat=True))
    return fingerprint(group.name, group.collaborative_id, schools)


@transaction.atomic
def create_group(
    *,
    year: AcademicYear,
    name: str,
    collaborative: Collaborative,
    schools: Collection[School],
    by: User,
    at: datetime | None = None,
) -> Group:
    """Form a group: check, group, places, audit. Raises ValidationError where a rule is broken."""
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    _check(year, name, schools, None)
    group = Group.objects.create(year=year, name=name, collaborative=collaborative)
    _place(group, schools)
    audit.record("group.create", about=f"group:{group.pk}", by=by, at=at or clock.now())
    return group


@transaction.atomic
def change_group(
    *,
    group: Group,
    name: str,
    collaborative: Collaborative,
    schools: Collection[School],
    version: str,
    by: User,
    at: datetime | None = None,
) -> Group:
    """Change a group: lock, check, save, replace places, audit.

    Raises StaleEdit when others changed it since ``version``, ValidationError where a rule is broken.
    """
    AcademicYear.objects.select_for_update().get(pk=group.year_id)
    locked = Group.objects.select_for_update().get(pk=group.pk)
    refuse_stale(version, version_of(locked))
    _check(locked.year, name, schools, locked)
    locked.name, locked.collaborative = name, collaborative
    locked.save(update_fields=["name", "collaborative"])
    locked.places.exclude(school__in=schools).delete()
    staying = set(locked.places.values_list("school_id", flat=True))
    _place(locked, [school for school in schools if school.pk not in staying])
    audit.record("group.change", about=f"group:{locked.pk}", by=by, at=at or clock.now())
    return locked


def _place(group: Group, schools: Collection[School]) -> None:
    rows = [GroupPlace(group=group, school=s, year=group.year, additional=s.is_special) for s in schools]
    try:
        GroupPlace.objects.bulk_create(rows)
    except IntegrityError:
        raise ValidationError(
            {"schools": "One of these schools has joined another group meanwhile"}
        ) from None


def _check(year: AcademicYear, name: str, schools: Collection[School], group: Group | None) -> None:
    others = year.groups.exclude(pk=group.pk) if group else year.groups.all()
    if others.filter(name__iexact=name).exists():
        raise ValidationError({"name": f"There is a {name} in {year} already"})
    problem = _problem(year, schools, group)
    if problem:
        raise ValidationError({"schools": problem})


def _problem(year: AcademicYear, schools: Collection[School], group: Group | None) -> str | None:
    """What is wrong with this choice of schools, as a sentence; None if nothing."""
    size = sum(not school.is_special for school in schools)
    if size not in SIZES:
        chosen = "none" if not size else f"{size}"
        return (
            f"Select 3 or 4 schools. You have {chosen}. Special schools come in addition and are not counted"
        )
    staying = Membership.objects.to_the_end().filter(year=year, school__in=schools)
    members = set(staying.values_list("school_id", flat=True))
    strangers = [str(school) for school in schools if school.pk not in members]
    if strangers:
        return f"Not a member to the end of {year}: {', '.join(strangers)}"
    taken = GroupPlace.objects.filter(year=year, school__in=schools).exclude(group=group)
    clash = taken.select_related("school", "group").first()
    return f"{clash.school} is in {clash.group} already" if clash else None
