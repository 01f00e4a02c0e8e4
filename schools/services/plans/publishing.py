"""Publishes one plan: its groups become the groups of the year. What sessions hang on is left as it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.choices import PlanState, Role
from schools.models import AcademicYear, Appointment, Group, GroupPlace, Overrule, Plan
from schools.planner import Broken, PlannedGroup, Problem, evaluate
from schools.services.plans.problems import problem_now
from schools.services.plans.sheets import kind_of, letters_of, said
from schools.services.plans.snapshots import groups_of, problem_of
from schools.services.plans.work import end

Key = tuple[frozenset[int], int | None]  # the schools of a group and its collaborative
NOT_READY = "Only a draft can be published"


@dataclass
class Publication:
    """What publishing a plan would do, and what stands in its way.

    ``broken`` are rules that it breaks today, ``bound`` groups that must stay because sessions hang on them.
    """

    plan: Plan
    problem: Problem
    broken: list[str] = field(default_factory=list)
    bound: list[Group] = field(default_factory=list)
    kept: list[Group] = field(default_factory=list)
    removed: list[Group] = field(default_factory=list)
    new: list[tuple[str, PlannedGroup]] = field(default_factory=list)
    overrules: list[Overrule] = field(default_factory=list)
    people: list[User] = field(default_factory=list)

    @property
    def obstacles(self) -> list[str]:
        """Everything that stands in the way, in sentences."""
        held = [f"{group} has sessions, so it must stay as it is." for group in self.bound]
        return [*self.broken, *held]


def publication(plan: Plan, *, groups: Iterable[Group] | None = None) -> Publication:
    """What publishing would do today. Nothing is written. Raises ValidationError where there is nothing to plan with."""
    year, problem = plan.year, problem_now(plan.year)
    planned = {(group.everybody, group.collaborative): group for group in groups_of(plan.groups)}
    found = Publication(plan, problem, overrules=list(_overrules(year)))
    broken = evaluate(problem, tuple(planned.values())).broken
    found.broken = [_said(one, problem, plan) for one in broken]
    there = list(_groups(year) if groups is None else groups)
    used = in_use(there)
    for group in there:
        key = _key(group)
        if key in planned:
            found.kept.append(group)
        elif group.pk in used:
            found.bound.append(group)
        else:
            found.removed.append(group)
    kept = {_key(group) for group in found.kept}
    found.new = _named([group for key, group in planned.items() if key not in kept], found)
    found.people = concerned(year, [group for _, group in found.new])
    return found


def _said(one: Broken, problem: Problem, plan: Plan) -> str:
    """A broken rule as a sentence; a school that is no longer a member is named as the plan knew it."""
    gone = one.schools - problem.by_key.keys()
    if one.rule == "once" and gone:
        names = problem_of(plan.problem).named(gone)
        return f"{names} {'is' if len(gone) == 1 else 'are'} no longer a member in {plan.year}."
    return said(one, problem, discreet=False)


def _groups(year: AcademicYear) -> QuerySet[Group]:
    return Group.objects.filter(year=year).prefetch_related("places")


def _overrules(year: AcademicYear) -> Iterable[Overrule]:
    return Overrule.objects.standing().filter(year=year).prefetch_related("schools").select_related("by")


def in_use(groups: Iterable[Group]) -> set[int]:
    """The keys of groups that may not go, because something of a higher room hangs on them."""
    keys = [group.pk for group in groups]
    return set().union(*(import_string(path)(keys) for path in settings.GROUPS_IN_USE))


def _key(group: Group) -> Key:
    return frozenset(place.school_id for place in group.places.all()), group.collaborative_id


def _named(groups: list[PlannedGroup], found: Publication) -> list[tuple[str, PlannedGroup]]:
    """New groups with names: numbered in each collaborative, around the numbers of those that stay."""
    letters = letters_of([(one.key, one.name) for one in found.problem.collaboratives])
    taken = {_number(group.name) for group in [*found.kept, *found.bound]}
    named = []
    for group in groups:
        letter = letters.get(group.collaborative or 0, "")
        number = next(n for n in range(1, len(groups) + len(taken) + 2) if f"{letter}{n}" not in taken)
        taken.add(f"{letter}{number}")
        named.append((f"{kind_of(group)} {letter}{number}", group))
    return named


def _number(name: str) -> str:
    """``A2`` of ``Quad A2``, and the whole name where it has no such end."""
    found = re.search(r"[A-Z]+[0-9]+$", name)
    return found[0] if found else name


def concerned(year: AcademicYear, groups: Iterable[PlannedGroup]) -> list[User]:
    """The headteachers of these groups' schools and the lead headteachers of their collaboratives.

    Those of today; for a year to come, those of its first day too.
    """
    groups = list(groups)
    schools = {key for group in groups for key in group.everybody}
    places = {group.collaborative for group in groups}
    people: dict[int, User] = {}
    for day in {clock.today(), max(clock.today(), year.starts)}:
        held = Appointment.objects.on(day).filter(person__is_active=True).select_related("person")
        heads = held.filter(role=Role.HEADTEACHER, school__in=schools)
        leads = held.filter(role=Role.LEAD_HEADTEACHER, collaborative__in=places)
        people |= {post.person_id: post.person for post in (heads | leads)}
    return sorted(people.values(), key=lambda person: (person.name, person.pk))


@transaction.atomic
def publish(*, plan: Plan, revision: int, by: User, at: datetime | None = None) -> Publication:
    """Make a plan's groups the groups of its year. Published twice, it is published once.

    Locks year, plan and groups; checks; takes out the groups that are not in the plan, makes the new ones with their
    places; the plan published before is replaced; history rows, audit, a message to everybody whose group is new.
    Raises StaleEdit when the plan has changed since ``revision``, ValidationError where a rule is broken today and not
    overruled, or where sessions hang on a group that would change.
    """
    year = AcademicYear.objects.select_for_update().get(pk=plan.year_id)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    groups = list(_groups(year).select_for_update(of=("self",)))
    found = publication(locked, groups=groups)
    if locked.state == PlanState.PUBLISHED:
        return found
    _check(locked, revision, found)
    now = at or clock.now()
    _replace(found, by, now)
    _write(found)
    detail = {"overruled": [_told(one) for one in found.overrules], "new": [name for name, _ in found.new]}
    end(locked, PlanState.PUBLISHED, by=by, at=now, published_by=by, published_at=now, detail=detail)
    audit.record("plan.publish", about=locked.about, by=by, at=now, year=year.name)
    outbox.write([_note(found, person) for person in found.people], at=now)
    return found


def _check(plan: Plan, revision: int, found: Publication) -> None:
    if not plan.is_open:
        raise ValidationError(NOT_READY)
    if plan.revision != revision:
        raise StaleEdit
    if found.obstacles:
        raise ValidationError(found.obstacles)


def _replace(found: Publication, by: User, at: datetime) -> None:
    """The plan that was published before is so no longer."""
    older = Plan.objects.select_for_update().filter(year=found.plan.year_id, state=PlanState.PUBLISHED)
    for plan in older:
        end(plan, PlanState.REPLACED, by=by, at=at)


def _write(found: Publication) -> None:
    """First what goes, then what comes: a school has one place a year and a name is given once."""
    Group.objects.filter(pk__in=[group.pk for group in found.removed]).delete()
    for name, planned in found.new:
        group = Group.objects.create(
            year_id=found.plan.year_id, name=name, collaborative_id=planned.collaborative or 0
        )
        GroupPlace.objects.bulk_create(
            GroupPlace(
                group=group,
                school_id=key,
                year_id=found.plan.year_id,
                additional=key in planned.additional,
            )
            for key in sorted(planned.everybody)
        )


def _told(overrule: Overrule) -> dict[str, str]:
    return {"rule": overrule.rule, "schools": overrule.names, "reason": overrule.reason}


def _note(found: Publication, person: User) -> outbox.Note:
    year = found.plan.year
    return outbox.Note(
        key=f"groups-published:plan={found.plan.pk}:person={person.pk}",
        kind="groups-published",
        person=person,
        context={"year": year.name, "path": f"{reverse('schools:group-list')}?year={year.pk}"},
        about=found.plan.about,
        why="The groups of the year were published",
    )
