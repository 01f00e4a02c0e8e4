"""Everybody who holds a post in the demonstration. All of them are invented."""

from datetime import date, timedelta
from typing import Any

from hlp.models import User
from schools.choices import Role
from schools.demo import names
from schools.demo.register import ever_members
from schools.models import AcademicYear, Appointment, Collaborative, School

# Stories that need an unusual headship all lie with invented schools.
SHARED = 999002  # two people share this headship
ONE_PERSON = (999003, 999006)  # one person heads both
ACTING = 999005  # an acting headteacher; the former one's sessions remain theirs
FORMER_LEFT = timedelta(days=61)
NEW_THIS_YEAR = 102485  # its headteacher began with the school year

OTHERS = (
    (Role.DIRECTOR, "partnership"),
    (Role.ADMINISTRATOR, "partnership"),
    (Role.QA_REVIEWER, "elsewhere"),
    (Role.QA_REVIEWER, "far-away"),
    (Role.LA_OFFICER, "council"),
)


class Office:
    """Makes people, one number after another, and keeps their posts until all are written."""

    def __init__(self, since: date) -> None:
        self.since = since
        self.people: list[User] = []
        self.posts: list[Appointment] = []

    def hire(self, domain: str) -> User:
        """The next invented person."""
        person = names.person(len(self.people), domain)
        self.people.append(person)
        return person

    def appoint(self, person: User, role: Role, **facts: Any) -> None:
        """A post, from long ago unless ``starts`` says otherwise."""
        years = len(self.posts) % 6
        facts.setdefault("starts", self.since.replace(year=self.since.year - years))
        self.posts.append(Appointment(person=person, role=role, **facts))

    def write(self) -> None:
        """Save everybody, then their posts."""
        User.objects.bulk_create(self.people)
        Appointment.objects.bulk_create(self.posts)


def appoint_everybody(schools: list[School], year: AcademicYear, today: date) -> None:
    """A headteacher for each school, four lead headteachers, and the partnership's own people."""
    office = Office(year.starts.replace(year=year.starts.year - 3))
    for role, domain in OTHERS:
        office.appoint(office.hire(domain), role)
    heads = {school.pk: _head(office, school, today) for school in ever_members(schools) if _plain(school)}
    _one_person(office, {school.urn: school for school in schools})
    for collaborative in Collaborative.objects.order_by("name"):
        office.appoint(
            heads[_central(collaborative, year).pk], Role.LEAD_HEADTEACHER, collaborative=collaborative
        )
    _before(office, next(school for school in schools if school.urn == NEW_THIS_YEAR), year)
    _helping(office, ever_members(schools))
    office.write()


def _before(office: Office, school: School, year: AcademicYear) -> None:
    """A headteacher began with the school year; who was there before is retired."""
    (post,) = (p for p in office.posts if p.school == school and p.role == Role.HEADTEACHER)
    since, post.starts = post.starts, year.starts
    person = office.hire(names.domain(school))
    last = year.starts - timedelta(days=1)
    office.appoint(person, Role.HEADTEACHER, school=school, starts=since, ends=last)


def _helping(office: Office, schools: list[School]) -> None:
    """Deputies and offices that prepare the day, at the invented schools and some others."""
    for number, school in enumerate(schools):
        if school.invented or number % 3 == 0:
            deputy = office.hire(names.domain(school))
            office.appoint(deputy, Role.DEPUTY, school=school, copies=number % 2 == 0)
        if school.invented or number % 6 == 0:
            office.appoint(office.hire(names.domain(school)), Role.SCHOOL_OFFICE, school=school)


def _plain(school: School) -> bool:
    return school.urn not in ONE_PERSON


def _head(office: Office, school: School, today: date) -> User:
    """The school's headteacher; two where the headship is shared, a former and an acting one where it changed."""
    domain = names.domain(school)
    person = office.hire(domain)
    if school.urn == ACTING:
        left = today - FORMER_LEFT
        office.appoint(person, Role.HEADTEACHER, school=school, ends=left)
        person = office.hire(domain)
        starts = left + timedelta(days=1)
        office.appoint(person, Role.HEADTEACHER, school=school, starts=starts, acting=True)
        return person
    office.appoint(person, Role.HEADTEACHER, school=school)
    if school.urn == SHARED:
        office.appoint(office.hire(domain), Role.HEADTEACHER, school=school)
    return person


def _one_person(office: Office, schools: dict[int, School]) -> None:
    person = office.hire(names.domain(schools[ONE_PERSON[0]]))
    for urn in ONE_PERSON:
        office.appoint(person, Role.HEADTEACHER, school=schools[urn])


def _central(collaborative: Collaborative, year: AcademicYear) -> School:
    """The school in the middle of a collaborative's real ones: its headteacher leads it."""
    real = School.objects.filter(groups__collaborative=collaborative, groups__year=year, invented=False)
    ordered = list(real.exclude(phase="special").order_by("northing", "urn"))
    return ordered[len(ordered) // 2]
