"""A year to be planned: nine members and a special school, in two collaboratives, with the people of the cast."""

from datetime import date

from hlp import clock
from hlp.models import User
from schools.choices import Phase, PinKind
from schools.models import AcademicYear, Membership, Plan, School
from schools.planner import PlannedGroup
from schools.services.plans import asking, problems, revisions, snapshots, wishes
from schools.services.plans.changes import Change
from tests import factories as make
from tests.conftest import Cast

NAMES = ("Ash", "Beech", "Cedar", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
SPECIAL = "Kestrel"


def next_year(cast: Cast) -> AcademicYear:
    """2027/28 with its members; each has a headteacher."""
    year = AcademicYear.objects.create(name="2027/28", starts=date(2027, 9, 1), ends=date(2028, 8, 31))
    for place, name in enumerate([*NAMES, SPECIAL]):
        school = School.objects.filter(name__startswith=name).first() or _found(name)
        school.easting, school.northing = 510_000 + 900 * place, 176_000
        school.save(update_fields=["easting", "northing"])
        Membership.objects.create(school=school, year=year)
        if not school.appointments.filter(role="headteacher").exists():
            make.head_of(school, f"Head of {name}")
    return year


def _found(name: str) -> School:
    special = name == SPECIAL
    kind = "School" if special else "Primary School"
    return make.SchoolFactory(name=f"{name} {kind}", phase=Phase.SPECIAL if special else Phase.PRIMARY)


def schools(*names: str) -> list[School]:
    """The schools whose names begin so."""
    return [School.objects.get(name__startswith=name) for name in names]


def keys(*names: str) -> list[int]:
    """Their primary keys."""
    return [school.pk for school in schools(*names)]


def draft(year: AcademicYear, by: User, *groups: str, **facts: object) -> Plan:
    """A plan as if worked out. Groups are words: ``"Ash Beech Cedar"``; the first half goes to North."""
    problem = problems.problem_now(year)
    words = groups or ("Ash Beech Cedar Kestrel", "Elm Fir Gorse", "Hazel Ivy Juniper")
    places = [one.key for one in problem.collaboratives]
    made = tuple(_group(text, places[2 * place // len(words)]) for place, text in enumerate(words))
    moment = clock.now()
    plan = Plan.objects.create(
        year=year, name="Draft 1", problem=snapshots.problem_json(problem), asked_by=by, asked_at=moment
    )
    revisions.finish(plan, made, what="Worked out by the planner", by=None, at=moment, **facts)
    return plan


def _group(text: str, place: int) -> PlannedGroup:
    found = schools(*text.split())
    special = frozenset(school.pk for school in found if school.is_special)
    return PlannedGroup(frozenset(school.pk for school in found) - special, special, place)


def company(plan: Plan) -> list[str]:
    """The groups of a plan in the words of ``draft``, in order."""
    plan.refresh_from_db()
    first = dict(School.objects.values_list("pk", "name"))
    groups = [
        sorted(first[key].split()[0] for key in row["schools"] + row["additional"]) for row in plan.groups
    ]
    return [" ".join(names) for names in groups]


def year() -> AcademicYear:
    """2027/28, laid out already."""
    return AcademicYear.objects.get(name="2027/28")


def swap(plan: Plan, one: str, other: str, by: User) -> None:
    """Swap two schools and keep it."""
    here, there = keys(one, other)
    revision = Plan.objects.get(pk=plan.pk).revision
    revisions.keep_change(
        plan=plan, change=Change(school=here, to=f"school-{there}"), revision=revision, by=by
    )


def impossible(year: AcademicYear, by: User) -> Plan:
    """A plan that cannot be: two schools of one trust are pinned together."""
    pair = schools("Ash", "Beech")
    School.objects.filter(pk__in=[school.pk for school in pair]).update(trust="Two Trees Trust")
    wishes.add_pin(year=year, kind=PinKind.TOGETHER, schools=pair, reason="Friends", by=by)
    plan = asking.ask_plan(year=year, name="Draft 1", by=by)
    asking.work_on(plan.pk)
    return plan
