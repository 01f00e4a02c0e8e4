"""What the planner is told for a year: weights, pins, hard rules overruled. All of it keeps its history."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.choices import PinKind
from schools.models import AcademicYear, Collaborative, Membership, Overrule, Pin, PlannerSettings, School
from schools.models.wish import Instruction
from schools.planner import DEFAULT_WEIGHTS, WISHES, Overruling, Pins
from schools.roles import roles_of
from schools.services.versions import fingerprint, refuse_stale

EVERYWHERE = frozenset({"additional"})  # rules that are not about pairs: overruled for the whole year
SECONDS = 60  # that the planner may think, until the Director says otherwise


def seconds_of(year: AcademicYear) -> int:
    """How many seconds the planner may think for a year."""
    found = PlannerSettings.objects.filter(year=year).first()
    return found.seconds if found else SECONDS


def weights_of(year: AcademicYear) -> dict[str, float]:
    """What each wish weighs in a year, in points."""
    found = PlannerSettings.objects.filter(year=year).first()
    return {**DEFAULT_WEIGHTS, **(found.weights if found else {})}


def in_words(year: AcademicYear) -> str:
    """What of the usual weights was changed for a year, as a sentence."""
    weights = weights_of(year)
    changed = [
        f"‘{wish.label}’ {weights[wish.key]:g} instead of {wish.weight:g}"
        for wish in WISHES
        if weights[wish.key] != wish.weight
    ]
    if not changed:
        return "Every wish has its usual weight."
    return f"Not usual: {', '.join(changed)}."


def pins_of(year: AcademicYear) -> Pins:
    """The standing pins and overruled rules of a year as the planner takes them, two by two where it asks for pairs."""
    pins = [(pin, frozenset(_ids(pin))) for pin in _standing(Pin, year)]
    overrules = [(one, sorted(_ids(one))) for one in _standing(Overrule, year)]
    return Pins(
        together=tuple(schools for pin, schools in pins if pin.kind == PinKind.TOGETHER),
        apart=frozenset(
            frozenset(pair)
            for pin, schools in pins
            if pin.kind == PinKind.APART
            for pair in combinations(sorted(schools), 2)
        ),
        placed={
            school: pin.collaborative_id
            for pin, schools in pins
            if pin.collaborative_id
            for school in schools
        },
        overruled=frozenset(
            Overruling(one.rule, frozenset(pair))
            for one, schools in overrules
            for pair in (combinations(schools, 2) if schools else [()])
        ),
    )


def _standing(kind: type[Instruction], year: AcademicYear) -> list[Any]:
    return [*kind._default_manager.filter(year=year, lifted_at=None).prefetch_related("schools")]


def settings_version(year: AcademicYear) -> str:
    """The print of a year's settings that an edit starts from."""
    found = PlannerSettings.objects.filter(year=year).first()
    return fingerprint(sorted(found.weights.items()), found.seconds) if found else fingerprint()


@transaction.atomic
def change_settings(
    *,
    year: AcademicYear,
    weights: dict[str, float],
    seconds: int,
    version: str,
    by: User,
    at: datetime | None = None,
) -> None:
    """Set the weights of a year and how long the planner may think: lock, save, audit with what was before.

    Raises StaleEdit when others changed them since ``version``.
    """
    locked = AcademicYear.objects.select_for_update().get(pk=year.pk)
    refuse_stale(version, settings_version(locked))
    before = PlannerSettings.objects.filter(year=locked).first()
    now = at or clock.now()
    facts = {"weights": weights, "seconds": seconds, "changed_by": by, "changed_at": now}
    PlannerSettings.objects.update_or_create(year=locked, defaults=facts)
    old = before.weights if before else {}
    audit.record("planner.weigh", about=f"year:{year.name}", by=by, at=now, before=old, after=weights)


@transaction.atomic
def add_pin(
    *,
    year: AcademicYear,
    kind: PinKind,
    schools: Collection[School],
    collaborative: Collaborative | None = None,
    reason: str,
    confidential: bool = False,
    by: User,
    at: datetime | None = None,
) -> Pin:
    """Pin schools together, apart or to a collaborative: lock, check, save, audit. Said twice it stands once.

    Only the Director keeps a reason to themselves. Raises ValidationError by field.
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    standing = _standing(Pin, year)
    if same := _same(standing, schools, kind=kind, collaborative=collaborative):
        return same
    place = collaborative if kind == PinKind.COLLABORATIVE else None
    _check_members(year, schools, least=1 if place else 2)
    _check_against(standing, kind, schools, place)
    facts = {"year": year, "kind": kind, "collaborative": place, "reason": reason}
    pin = Pin.objects.create(
        **facts, confidential=confidential and roles_of(by).director, by=by, at=at or clock.now()
    )
    pin.schools.set(schools)
    audit.record("planner.pin", about=f"pin:{pin.pk}", by=by, at=pin.at, year=year.name)
    return pin


@transaction.atomic
def overrule(
    *,
    year: AcademicYear,
    rule: str,
    schools: Collection[School],
    reason: str,
    confidential: bool = False,
    by: User,
    at: datetime | None = None,
) -> Overrule:
    """Let a hard rule be broken between named schools: lock, check, save, audit. Said twice it stands once.

    A rule that is not about pairs of schools is overruled for the whole year. Raises ValidationError by field.
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    schools = () if rule in EVERYWHERE else schools
    standing = _standing(Overrule, year)
    if same := _same(standing, schools, rule=rule):
        return same
    _check_members(year, schools, least=0 if rule in EVERYWHERE else 2)
    made = Overrule.objects.create(
        year=year, rule=rule, reason=reason, confidential=confidential, by=by, at=at or clock.now()
    )
    made.schools.set(schools)
    audit.record("planner.overrule", about=f"overrule:{made.pk}", by=by, at=made.at, rule=rule)
    return made


@transaction.atomic
def lift(*, instruction: Instruction, by: User, at: datetime | None = None) -> None:
    """Let a pin or an overrule count no longer: lock, note who and when, audit. Lifted twice it is lifted once."""
    kind = type(instruction)
    row = kind._default_manager.select_for_update().get(pk=instruction.pk)
    if row.lifted_at:
        return
    row.lifted_by, row.lifted_at = by, at or clock.now()
    row.save(update_fields=["lifted_by", "lifted_at"])
    noun = kind.__name__.lower()
    audit.record(f"planner.lift-{noun}", about=f"{noun}:{row.pk}", by=by, at=row.lifted_at)


def _same(standing: Iterable[Any], schools: Collection[School], **facts: Any) -> Any:
    """The instruction that says exactly this already, or None."""
    wanted = {school.pk for school in schools}
    for one in standing:
        if all(getattr(one, name) == value for name, value in facts.items()) and _ids(one) == wanted:
            return one
    return None


def _ids(instruction: Any) -> set[int]:
    return {school.pk for school in instruction.schools.all()}


def _check_members(year: AcademicYear, schools: Collection[School], *, least: int) -> None:
    if len(schools) < least:
        raise ValidationError({"schools": f"Select at least {least} schools"})
    staying = Membership.objects.to_the_end().filter(year=year)
    members = set(staying.values_list("school_id", flat=True))
    strangers = [str(school) for school in schools if school.pk not in members]
    if strangers:
        raise ValidationError({"schools": f"Not a member to the end of {year}: {', '.join(strangers)}"})


def _check_against(
    standing: Iterable[Pin], kind: PinKind, schools: Collection[School], place: Collaborative | None
) -> None:
    """Raise ValidationError where an older pin says the contrary; what clashes by three corners the planner finds."""
    wanted = {school.pk for school in schools}
    for pin in standing:
        both = wanted & _ids(pin)
        apart = {kind, pin.kind} == {PinKind.TOGETHER, PinKind.APART} and len(both) > 1
        elsewhere = place is not None and pin.collaborative not in (None, place) and both
        if apart or elsewhere:
            raise ValidationError({"schools": f"This contradicts another pin: {pin}. Lift that one first"})
