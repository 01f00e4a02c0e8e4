"""Plans of groups in the demonstration: this year's with its history, next year's drafts.

Nothing is worked out while seeding: the drafts are quick ones, and say that nobody knows how far they are from the best.
One plan is asked for and left to the worker.
"""

from datetime import UTC, datetime, time, timedelta
from math import inf

from hlp.models import User
from schools.choices import PinKind, Role
from schools.models import AcademicYear, Appointment, Collaborative, Group, Pin, Plan, School
from schools.planner import DEFAULT_WEIGHTS, PlannedGroup, Problem, evaluate
from schools.planner.annealing import Annealing
from schools.planner.columns import Field
from schools.planner.search import group_numbers
from schools.planner.search import groups_of as found_in
from schools.services.plans import asking, revisions, wishes
from schools.services.plans.changes import Change, apply
from schools.services.plans.problems import problem_now
from schools.services.plans.publishing import publish
from schools.services.plans.snapshots import groups_json, groups_of, problem_json

LARKFIELD, FOXGLOVE, KINGFISHER, MILLSTREAM, WINDMILL = 999001, 999002, 999003, 999004, 999006
MORNING = time(9, 30)
PLANS, STEPS = 8, 400  # of annealing


def lay_plans(years: list[AcademicYear], now: datetime) -> None:
    """This year's plan as it came about last summer, and how next year's are coming about now."""
    director, administrator = _holder(Role.DIRECTOR), _holder(Role.ADMINISTRATOR)
    _this_year(years[1], director, administrator)
    _next_year(years[2], director, administrator, now)


def _holder(role: Role) -> User:
    return Appointment.objects.filter(role=role).select_related("person").earliest("pk").person


def _this_year(year: AcademicYear, director: User, administrator: User) -> None:
    """The groups as they are: a draft, changed by hand twice, published."""
    problem = problem_now(year)
    groups = groups_of(groups_json(_groups_of(year), problem))
    swaps = _swaps(groups, problem)
    first = groups
    for change in reversed(swaps):
        first, _ = apply(first, change, problem)
    summer = datetime.combine(year.starts, MORNING, UTC) - timedelta(days=58)
    facts = {"name": "Draft 1", "problem": problem_json(problem)}
    draft = revisions.start_draft(year, first, what="By nearness", by=administrator, at=summer, **facts)
    at = summer + timedelta(days=2)
    plan = revisions.copy_plan(plan=draft, name="Draft 1, by hand", by=director, at=at)
    for change in swaps:
        at += timedelta(minutes=12)
        plan.refresh_from_db()
        revisions.keep_change(plan=plan, change=change, revision=plan.revision, by=director, at=at)
    plan.refresh_from_db()
    publish(plan=plan, revision=plan.revision, by=director, at=at + timedelta(days=3))


def _groups_of(year: AcademicYear) -> list[PlannedGroup]:
    rows = Group.objects.filter(year=year).prefetch_related("places")
    return [
        PlannedGroup(
            frozenset(place.school_id for place in row.places.all() if not place.additional),
            frozenset(place.school_id for place in row.places.all() if place.additional),
            row.collaborative_id,
        )
        for row in rows
    ]


def _swaps(groups: tuple[PlannedGroup, ...], problem: Problem) -> list[Change]:
    """Two swaps of neighbouring groups of real schools, which undo themselves when made again."""
    real = set(School.objects.filter(invented=False).values_list("pk", flat=True))
    plain = [group for group in groups if group.schools <= real]
    pairs = [(plain[0], plain[1]), (plain[-2], plain[-1])]
    return [Change(school=min(one.schools), to=f"school-{min(other.schools)}") for one, other in pairs]


def _next_year(year: AcademicYear, director: User, administrator: User, now: datetime) -> None:
    """What the planner was told, two quick drafts, and one that is being worked out."""
    at = datetime.combine(now.date() - timedelta(days=9), MORNING, UTC)
    _tell(year, administrator, at)
    _draft(year, "Quick draft", by=administrator, at=at + timedelta(hours=2))
    at += timedelta(days=2)
    weights = {**DEFAULT_WEIGHTS, "recent": 8.0, "distance": 1.2}
    wishes.change_settings(year=year, weights=weights, seconds=60, version="", by=director, at=at)
    draft = _draft(year, "Newer company", by=director, at=at + timedelta(hours=1))
    asking.ask_plan(year=year, name="Newer company, worked out", by=director, at=draft.asked_at)


def _tell(year: AcademicYear, by: User, at: datetime) -> None:
    """Pins that stand, and one that was lifted. They name invented schools alone."""

    def pin(kind: PinKind, *urns: int, reason: str, place: Collaborative | None = None) -> Pin:
        named = list(School.objects.filter(urn__in=urns))
        return wishes.add_pin(
            year=year, kind=kind, schools=named, reason=reason, by=by, at=at, collaborative=place
        )

    pin(PinKind.APART, LARKFIELD, FOXGLOVE, reason="Three years in one group: both asked for new company.")
    third = Collaborative.objects.order_by("name")[2]
    why = "Its headteacher looks after the mathematics network of this collaborative."
    pin(PinKind.COLLABORATIVE, WINDMILL, reason=why, place=third)
    lifted = pin(PinKind.TOGETHER, MILLSTREAM, KINGFISHER, reason="They share a nursery project.")
    wishes.lift(instruction=lifted, by=by, at=at + timedelta(days=1))


def _draft(year: AcademicYear, name: str, *, by: User, at: datetime) -> Plan:
    """A draft found quickly, whose distance from the best nobody knows."""
    problem = problem_now(year)
    groups = groups_of(groups_json(_quick(problem), problem))
    facts = {"name": name, "problem": problem_json(problem)}
    return revisions.start_draft(year, groups, what="Found quickly", by=by, at=at, **facts)


def _quick(problem: Problem) -> tuple[PlannedGroup, ...]:
    """The cheapest of a few plans annealed for a moment: the same on every machine. None of its rules is broken."""
    field = Field(problem)
    annealing = Annealing(field, group_numbers(problem)[0], PLANS, seed=1)
    hot, cold = annealing.usual, annealing.usual / 50
    costs, members, where = annealing.run(STEPS, hot, cold, inf)
    found = (found_in(field, members[plan], where[plan]) for plan in costs.argsort())
    return next(groups for groups in found if not evaluate(problem, groups).broken)
