"""What must hold before a session may stand in the calendar: place, time and team, each refusal one sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError

from hlp import clock
from hlp.models import User
from peerchallenge.calculations import unavailable
from peerchallenge.choices import OFF
from peerchallenge.models import ChallengeSession, Round
from schools.calculations import closures_on, is_school_day
from schools.choices import Role
from schools.models import Appointment, Group, School
from schools.roles import roles_of

# The code of a refusal that planning "all the same" overrules: an unusual day, not an impossible one.
UNUSUAL_DAY = "unusual-day"

Problem = tuple[str, str, str]


@dataclass(frozen=True)
class TeamMember:
    """A place in a review team: the person, the school they come from, and whether they lead."""

    person: User
    school: School | None
    is_lead: bool = False


@dataclass(frozen=True)
class Plan:
    """A session as somebody would like it.

    ``session`` is the row that it changes, None for a new one. ``kept`` are people named in it already: they stay
    theirs when an appointment has ended. ``anyway`` accepts an unusual day.
    """

    round: Round
    host: School
    group: Group
    starts_at: datetime
    planned_end_at: datetime
    team: tuple[TeamMember, ...]
    qa_reviewer: User | None = None
    session: int | None = None
    kept: frozenset[int] = field(default_factory=frozenset)
    anyway: bool = False

    @property
    def day(self) -> date:
        """The day in London."""
        return clock.local(self.starts_at).date()

    @property
    def people(self) -> set[int]:
        """Primary keys of the team and the QA reviewer."""
        qa = {self.qa_reviewer.pk} if self.qa_reviewer else set()
        return {member.person.pk for member in self.team} | qa


def plan_of(session: ChallengeSession) -> Plan:
    """A session (loaded ``with_people``) as the plan that it stands for."""
    team = tuple(TeamMember(r.person, r.school, r.is_lead) for r in session.reviewers.all())
    qa = {session.qa_reviewer_id} if session.qa_reviewer_id else set()
    return Plan(
        round=session.round,
        host=session.host,
        group=session.group,
        starts_at=session.starts_at,
        planned_end_at=session.planned_end_at,
        team=team,
        qa_reviewer=session.qa_reviewer,
        session=session.pk,
        kept=frozenset({member.person.pk for member in team} | qa),
    )


def lock_people(plan: Plan) -> None:
    """Lock everybody who would be engaged, so that two plans cannot book one person at the same moment."""
    heads = Appointment.objects.on(plan.day).filter(role=Role.HEADTEACHER, school=plan.host)
    wanted = plan.people | set(heads.values_list("person_id", flat=True))
    list(User.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def refuse(problems: Iterable[Problem]) -> None:
    """Raise ValidationError, by field, if there is any problem."""
    found: dict[str, list[ValidationError]] = {}
    for name, message, code in problems:
        found.setdefault(name, []).append(ValidationError(message, code=code))
    if found:
        raise ValidationError(found)  # type: ignore[arg-type]


def place_problems(plan: Plan) -> Iterator[Problem]:
    """Host, group and round must fit: a group of the round's year that the host belongs to, once a round."""
    if plan.group.year_id != plan.round.year_id:
        yield "host", f"{plan.group} belongs to another academic year than the {plan.round}", "group"
    if not plan.group.places.filter(school=plan.host).exists():
        yield "host", f"{plan.host} is not in {plan.group}", "group"
    others = ChallengeSession.objects.filter(round=plan.round, host=plan.host).exclude(state="cancelled")
    if other := others.exclude(pk=plan.session or 0).first():
        yield "host", f"{plan.host} has a session in this round already, {_stands(other)}", "once-a-round"


def _stands(session: ChallengeSession) -> str:
    """How a session stands in the calendar, in words."""
    on = clock.day(session.starts_at)
    return f"postponed from {on}" if session.state == "postponed" else f"on {on}"


def time_problems(plan: Plan, at: datetime) -> Iterator[Problem]:
    """One day, start before end; the usual days are school days of the round that are still ahead."""
    if plan.planned_end_at <= plan.starts_at:
        yield "planned_end_at", "The session must end after it starts", "order"
    elif clock.local(plan.planned_end_at).date() != plan.day:
        yield "planned_end_at", "A session starts and ends on the same day", "one-day"
    if not plan.anyway:
        against = [*unusual(plan.round, plan.day, at), *_not_asked_for(plan)]
        yield from (("starts_at", message, UNUSUAL_DAY) for message in against)


def _not_asked_for(plan: Plan) -> Iterator[str]:
    """Days of tests, checks and INSET, and those on which somebody has said that they cannot."""
    for period in closures_on(plan.day, plan.host):
        yield f"No challenge is held on {clock.day(plan.day)}: {period}"
    heads = _heads([plan.host], plan.day).get(plan.host.pk, [])
    people = [member.person for member in plan.team]
    away = {pk for pk, days in unavailable([*heads, *people], plan.day, plan.day).items() if days}
    missing = [person for person in people if person.pk in away]
    missing += heads if heads and all(person.pk in away for person in heads) else []
    yield from (f"{person} cannot on {clock.day(plan.day)}" for person in missing)


def unusual(round_: Round, day: date, at: datetime) -> Iterator[str]:
    """What is unusual about a day: outside the round, no school day, gone by."""
    if not round_.opens <= day <= round_.closes:
        window = f"{clock.day(round_.opens)} to {clock.day(round_.closes)}"
        yield f"{clock.day(day)} is outside the round, which runs from {window}"
    if not is_school_day(day):
        yield f"{clock.day(day)} is not a school day"
    if day < clock.local(at).date():
        yield f"{clock.day(day)} has passed"


def team_problems(plan: Plan) -> Iterator[Problem]:
    """One lead; nobody twice; headteachers of that day; never the host's own."""
    leads = [member for member in plan.team if member.is_lead]
    if len(leads) != 1:
        yield "team", "Choose one lead reviewer", "lead"
    seen: set[int] = set()
    for member in plan.team:
        if member.person.pk in seen:
            yield "team", f"{member.person} is named twice", "twice"
        elif problem := _member_problem(plan, member):
            yield "team", problem, "member"
        seen.add(member.person.pk)
    if plan.qa_reviewer:
        yield from _qa_problems(plan, plan.qa_reviewer, seen)


def _member_problem(plan: Plan, member: TeamMember) -> str:
    held = roles_of(member.person, plan.day).schools
    own = plan.host.pk in held or (member.school is not None and member.school.pk == plan.host.pk)
    on = clock.day(plan.day)
    if own:
        return f"{member.person} belongs to {plan.host}: a host never leads or reviews its own session"
    if member.person.pk in plan.kept:
        return ""
    if not held:
        return f"{member.person} is not a headteacher on {on}"
    if member.school is None or member.school.pk not in held:
        return f"{member.person} does not head {member.school or 'that school'} on {on}"
    return ""


def _qa_problems(plan: Plan, person: User, team: set[int]) -> Iterator[Problem]:
    if person.pk in team:
        yield "qa_reviewer", f"{person} is on the review team and cannot also assure its quality", "qa"
    elif plan.host.pk in roles_of(person, plan.day).schools:
        yield (
            "qa_reviewer",
            f"{person} belongs to {plan.host} and cannot assure the quality of its session",
            "qa",
        )
    elif person.pk not in plan.kept and not roles_of(person, plan.day).qa_reviewer:
        yield "qa_reviewer", f"{person} is not a QA reviewer on {clock.day(plan.day)}", "qa"


def clash_problems(plan: Plan) -> Iterator[Problem]:
    """Nobody is in two sessions on one day. A host needs one of its headteachers at home."""
    taken = engaged(plan.day, besides=plan.session)
    for member in plan.team:
        if other := taken.get(member.person.pk):
            yield "team", _clash(member.person, other), "clash"
    if plan.qa_reviewer and (other := taken.get(plan.qa_reviewer.pk)):
        yield "qa_reviewer", _clash(plan.qa_reviewer, other), "clash"
    heads = _heads([plan.host], plan.day).get(plan.host.pk, [])
    if heads and all(person.pk in taken for person in heads):
        yield "starts_at", _clash(heads[0], taken[heads[0].pk]), "clash"


def _clash(person: User, other: ChallengeSession) -> str:
    return (
        f"{person} is at {other.host} on {clock.day(other.starts_at)}: nobody is in two sessions on one day"
    )


def engaged(day: date, besides: int | None = None) -> dict[int, ChallengeSession]:
    """Who is in which session on a day: teams, QA reviewers, and headteachers who alone head a host school."""
    first, last = clock.at(day, time.min), clock.at(day + timedelta(days=1), time.min)
    sessions = ChallengeSession.objects.filter(starts_at__gte=first, starts_at__lt=last)
    rows = list(sessions.exclude(state__in=OFF).exclude(pk=besides or 0).with_people())
    heads = _heads([row.host for row in rows], day)
    taken: dict[int, ChallengeSession] = {}
    for row in rows:
        at_home = heads.get(row.host_id, [])
        people = {r.person_id for r in row.reviewers.all()} | {p.pk for p in at_home if len(at_home) == 1}
        qa = {row.qa_reviewer_id} if row.qa_reviewer_id else set()
        taken |= dict.fromkeys(people | qa, row)
    return taken


def _heads(schools: list[School], day: date) -> dict[int, list[User]]:
    posts = Appointment.objects.on(day).filter(role=Role.HEADTEACHER, school__in=schools)
    found: dict[int, list[User]] = {}
    for post in posts.select_related("person"):
        found.setdefault(post.school_id, []).append(post.person)  # type: ignore[arg-type]
    return found


def advice(team: Iterable[object]) -> str:
    """What is recommended and not required of a team; "" where nothing is."""
    if len(list(team)) < 2:
        return "Only the lead reviewer is named. At least one more reviewer is recommended."
    return ""
