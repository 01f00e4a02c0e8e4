"""QA reviewers come from outside: what they declare for a year, and which sessions they may therefore not assure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.choices import OFF, EventKind
from peerchallenge.models import ChallengeSession, Independence, SessionEvent
from peerchallenge.services.plans import Plan, Problem
from schools.choices import Role
from schools.models import AcademicYear, Appointment, School
from schools.roles import roles_of

# The code of a refusal that the Director's reason overrules.
THIRD_VISIT = "third-visit"
MOST_VISITS = 2  # to the same schools together, before somebody asks for fresh eyes
YEARS_AWAY = timedelta(days=3 * 365 + 1)
LOCAL_ROLES = (Role.HEADTEACHER, Role.DEPUTY, Role.SCHOOL_OFFICE, Role.LEAD_HEADTEACHER, Role.LA_OFFICER)


@dataclass(frozen=True)
class Standing:
    """What is known of a QA reviewer for a year.

    ``ties`` are schools, ``said`` names them with the tie, for the Director; ``post`` is one held here lately, in words.
    """

    declared: bool
    ties: frozenset[int] = frozenset()
    near: School | None = None
    post: str = ""
    said: str = ""

    def problem(self, person: User, host: School, year: AcademicYear) -> str:
        """Why the person may not assure a session at the school; "" where they may."""
        if self.post:
            return (
                f"{person} holds or held a post here within three years ({self.post}): a QA reviewer is "
                "external to the borough"
            )
        if not self.declared:
            return f"{person} has not made the declaration of independence for {year}"
        if host.pk in self.ties:
            return f"{person} has declared a tie with {host} and cannot assure the quality of its session"
        return ""


@transaction.atomic
def declare(
    *,
    person: User,
    year: AcademicYear,
    ties: Iterable[School] = (),
    detail: str = "",
    near: School | None = None,
    at: datetime | None = None,
) -> Independence:
    """Keep a declaration for a year: a new row, audit. The same again returns the one that counts.

    Raises ValidationError where schools are named and nothing is said of the tie, or the other way round.
    """
    moment, named = at or clock.now(), {school.pk for school in ties}
    if named and not detail:
        raise ValidationError({"detail": "Say what the tie is, and until when"})
    if detail and not named:
        raise ValidationError({"ties": "Choose the schools that this is about"})
    User.objects.select_for_update().get(pk=person.pk)
    last = Independence.objects.filter(person=person, year=year).first()
    if last and (last.detail, last.near, _named(last)) == (detail, near, named):
        return last
    row = Independence(person=person, year=year, detail=detail, near=near, at=moment)
    row.save()
    row.ties.set(named)
    audit.record("qa.declared", about=f"user:{person.pk}", by=person, at=moment, year=str(year))
    return row


def _named(row: Independence) -> set[int]:
    return set(row.ties.values_list("pk", flat=True))


def newest(person: User, year: AcademicYear) -> Independence | None:
    """The declaration of a year that counts, or None."""
    return Independence.objects.filter(person=person, year=year).select_related("near").first()


def standings(people: Iterable[User], year: AcademicYear, day: date) -> dict[int, Standing]:
    """What is known of each person, in a fixed number of queries."""
    keys = [person.pk for person in people]
    rows = Independence.objects.filter(person__in=keys, year=year).select_related("near")
    last: dict[int, Independence] = {}
    for row in rows.prefetch_related("ties"):
        last.setdefault(row.person_id, row)
    posts = _posts(keys, day)
    return {pk: _standing(last.get(pk), posts.get(pk, "")) for pk in keys}


def _standing(row: Independence | None, post: str) -> Standing:
    if row is None:
        return Standing(declared=False, post=post)
    ties = list(row.ties.all())
    said = f"{', '.join(map(str, ties))}: {row.detail}" if ties else ""
    return Standing(True, frozenset(school.pk for school in ties), row.near, post, said)


def _posts(people: list[int], day: date) -> dict[int, str]:
    """Posts in schools here or at the LA, held on a day or within three years before."""
    lately = Q(ends=None) | Q(ends__gte=day - YEARS_AWAY)
    rows = Appointment.objects.filter(lately, person__in=people, role__in=LOCAL_ROLES)
    return {row.person_id: row.title for row in rows.select_related("school", "collaborative")}


def visits(people: Iterable[User], besides: int = 0) -> dict[int, dict[int, int]]:
    """How often each person assures, or has assured, a session at each school: person, school, number."""
    rows = ChallengeSession.objects.filter(qa_reviewer__in=[person.pk for person in people])
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for person, host in rows.exclude(state__in=OFF).exclude(pk=besides).values_list("qa_reviewer", "host"):
        found[person][host] += 1  # type: ignore[index]
    return found


def visits_to(counts: dict[int, int], schools: Iterable[int]) -> int:
    """How many of somebody's visits were to these schools."""
    return sum(counts.get(school, 0) for school in schools)


def assurer_problems(plan: Plan, *, reason: str, by: User) -> Iterator[Problem]:
    """Against a newly named QA reviewer: no declaration, a tie, a post here, or a third visit to the group.

    The Director may go on with a third visit by giving a reason, and with nothing else.
    """
    person = plan.qa_reviewer
    if person is None or person.pk in plan.kept:
        return
    year = plan.round.year
    if problem := standings([person], year, plan.day)[person.pk].problem(person, plan.host, year):
        yield "qa_reviewer", problem, "independence"
        return
    if not _is_third(plan, person) or (roles_of(by).director and reason.strip()):
        return
    told = f"This would be the third visit, or a later one, of {person} to the schools of {plan.group}"
    more = "Give a reason to go on" if roles_of(by).director else "Only the Director may go on, with a reason"
    yield "qa_reviewer", f"{told}. {more}", THIRD_VISIT


def _is_third(plan: Plan, person: User) -> bool:
    schools = plan.group.places.values_list("school_id", flat=True)
    counts = visits([person], besides=plan.session or 0)
    return visits_to(counts[person.pk], schools) >= MOST_VISITS


def note_third_visit(session: ChallengeSession, plan: Plan, *, reason: str, by: User, at: datetime) -> None:
    """Keep the Director's reason in the session's history and the audit log, where it was needed and given."""
    person = plan.qa_reviewer
    if person is None or person.pk in plan.kept or not reason.strip() or not _is_third(plan, person):
        return
    facts = {"person": person.pk, "name": person.name}
    SessionEvent(
        thing=session, kind=EventKind.THIRD_VISIT, at=at, by=by, reason=reason.strip(), detail=facts
    ).save()
    audit.record("session.third-visit", about=session.about, by=by, at=at, person=person.name)


def tell_booked(session: ChallengeSession, *, at: datetime) -> None:
    """A message to the QA reviewer who is newly named for a session."""
    person = session.qa_reviewer
    if person is None:
        return
    note = Note(
        key=f"qa-booked:session={session.pk}:version={session.version}:user={person.pk}",
        kind="qa-booked",
        person=person,
        context={"path": session.get_absolute_url(), "on": clock.day(session.starts_at)},
        about=session.about,
        why="they are named as the QA reviewer of a session",
    )
    outbox.write([note], at=at)
