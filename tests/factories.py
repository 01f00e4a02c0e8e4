"""Factories without surprises: each makes one row and what it cannot exist without."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from hlp.models import Blob, Text, TextVersion, User
from peerchallenge.models import (
    Area,
    ChallengeSession,
    Direction,
    HostDocument,
    Independence,
    PreVisit,
    Programme,
    Report,
    Reviewer,
    Round,
    SelfEvaluation,
)
from schools.choices import Phase, Role, TermName
from schools.models import (
    AcademicYear,
    Appointment,
    Collaborative,
    Group,
    GroupPlace,
    Membership,
    School,
    Synonym,
    Term,
    Theme,
    TrainingEvent,
    TrainingModule,
    TrainingPlace,
    TrainingRecord,
)
from tests.board.factories import (  # noqa: F401 the board's are read from here too
    AgendaItemFactory,
    GuestFactory,
    InterestFactory,
    MeetingFactory,
    SeatFactory,
    StandingItemFactory,
    attend,
    seat,
)


class UserFactory(DjangoModelFactory[User]):
    """A person who may sign in."""

    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@school.example")


class SchoolFactory(DjangoModelFactory[School]):
    """An open primary school."""

    class Meta:
        model = School

    urn = factory.Sequence(lambda n: 900000 + n)
    name = factory.Sequence(lambda n: f"Number {n} Primary School")
    type = "Community school"
    phase = Phase.PRIMARY
    street = "1 School Lane"
    town = "Hounslow"
    postcode = "TW3 1AA"
    easting = 513000
    northing = 176000


class YearFactory(DjangoModelFactory[AcademicYear]):
    """The academic year 2026/27."""

    class Meta:
        model = AcademicYear
        django_get_or_create = ("name",)

    name = "2026/27"
    starts = date(2026, 9, 1)
    ends = date(2027, 8, 31)


class CollaborativeFactory(DjangoModelFactory[Collaborative]):
    """A collaborative."""

    class Meta:
        model = Collaborative

    name = factory.Sequence(lambda n: f"Collaborative {n}")


class ThemeFactory(DjangoModelFactory[Theme]):
    """A focus theme."""

    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Theme {n}")


class SynonymFactory(DjangoModelFactory[Synonym]):
    """Other words for a theme."""

    class Meta:
        model = Synonym

    theme = factory.SubFactory(ThemeFactory)
    words = factory.Sequence(lambda n: f"words {n}")


class GroupFactory(DjangoModelFactory[Group]):
    """A group without schools."""

    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Triad {n}")
    year = factory.SubFactory(YearFactory)
    collaborative = factory.SubFactory(CollaborativeFactory)


class RoundFactory(DjangoModelFactory[Round]):
    """The autumn round of 2026/27."""

    class Meta:
        model = Round
        django_get_or_create = ("year", "term")

    year = factory.SubFactory(YearFactory)
    term = TermName.AUTUMN
    opens = date(2026, 10, 1)
    closes = date(2026, 12, 11)


class SessionFactory(DjangoModelFactory[ChallengeSession]):
    """A confirmed session on Thursday 19 November 2026, 08:15 to 16:00 in London, without a team."""

    class Meta:
        model = ChallengeSession

    round = factory.SubFactory(RoundFactory)
    host = factory.SubFactory(SchoolFactory)
    group = factory.SubFactory(GroupFactory)
    starts_at = datetime(2026, 11, 19, 8, 15, tzinfo=UTC)
    planned_end_at = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
    state = "confirmed"
    focus_detail = "Reading in key stage 1"
    key_lines = "How well do the weakest readers catch up?"


class ReviewerFactory(DjangoModelFactory[Reviewer]):
    """A visiting headteacher."""

    class Meta:
        model = Reviewer

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)


class ReportFactory(DjangoModelFactory[Report]):
    """An empty report."""

    class Meta:
        model = Report

    session = factory.SubFactory(SessionFactory)


def appoint(person: User, role: Role, **place: Any) -> Appointment:
    """Give a person a post from September 2020 on: ``school=``, ``collaborative=``, ``starts=``, ``ends=``, ``acting=``."""
    place.setdefault("starts", date(2020, 9, 1))
    return Appointment.objects.create(person=person, role=role, **place)


def head_of(school: School, name: str = "") -> User:
    """A headteacher of the school."""
    person = UserFactory(name=name) if name else UserFactory()
    appoint(person, Role.HEADTEACHER, school=school)
    return person


def triad(
    name: str, collaborative: Collaborative, schools: list[School], year: AcademicYear | None = None
) -> Group:
    """A group of the year with these schools as members."""
    year = year or YearFactory()
    group = GroupFactory(name=name, collaborative=collaborative, year=year)
    for school in schools:
        GroupPlace.objects.create(group=group, school=school, year=year, additional=school.is_special)
        Membership.objects.get_or_create(school=school, year=year)
    return group


def lay_terms(year: AcademicYear) -> None:
    """Plausible terms of 2026/27."""
    days = {
        TermName.AUTUMN: ("2026-09-02", "2026-10-26", "2026-10-30", "2026-12-18"),
        TermName.SPRING: ("2027-01-04", "2027-02-15", "2027-02-19", "2027-03-25"),
        TermName.SUMMER: ("2027-04-12", "2027-05-31", "2027-06-04", "2027-07-21"),
    }
    for name, (starts, half, half_ends, ends) in days.items():
        Term.objects.create(
            year=year,
            name=name,
            starts=date.fromisoformat(starts),
            half_term_starts=date.fromisoformat(half),
            half_term_ends=date.fromisoformat(half_ends),
            ends=date.fromisoformat(ends),
        )


def lay_scheme(year: AcademicYear) -> None:
    """Two areas and the two directions of the year."""
    for position, name in enumerate(["Inclusion", "Curriculum and teaching"]):
        Area.objects.create(year=year, name=name, position=position)
    Direction.objects.create(year=year, code="improving", label="Improving", position=0)
    Direction.objects.create(year=year, code="vulnerable", label="Vulnerable", position=1, concern=True)


def text(slug: str, body: str = "Be kind.") -> Text:
    """A text with one version."""
    made = Text.objects.create(slug=slug, title=slug.replace("-", " ").capitalize(), purpose="For the test")
    moment = datetime(2026, 9, 1, 9, tzinfo=UTC)
    made.current = TextVersion.objects.create(text=made, number=1, body=body, at=moment)
    made.save(update_fields=["current"])
    return made


def prepared(session: ChallengeSession, at: datetime = datetime(2026, 11, 1, 9, tzinfo=UTC)) -> None:
    """Everything of a session's countdown is done: nobody is reminded of it."""
    Programme.objects.create(session=session, made_at=at, changed_at=at, host_agreed_at=at, lead_agreed_at=at)
    SelfEvaluation.objects.create(session=session, shared_at=at, shared_by=session.reviewers.all()[0].person)
    code = TextVersion.objects.filter(text__slug="code-of-conduct").first() or text("code-of-conduct").current
    session.reviewers.update(code_version=code, code_accepted_at=at)
    papers_given(session, at)
    PreVisit.objects.create(session=session, ready_at=at, ready_by=session.reviewers.all()[0].person)


def papers_given(session: ChallengeSession, at: datetime = datetime(2026, 11, 1, 9, tzinfo=UTC)) -> None:
    """The host has given the team a document, once."""
    blob, by = Blob.keep(b"%PDF"), session.reviewers.all()[0].person
    facts = {"kind": "plan", "title": "Plan", "filename": "plan.pdf", "size": 4, "blob": blob, "added_at": at}
    HostDocument.objects.get_or_create(
        session=session, sha256=blob.sha256, defaults={**facts, "added_by": by}
    )


def held(session: ChallengeSession, ended_at: datetime | None = None, hours: int = 48) -> ChallengeSession:
    """The session as it stands once its clock runs."""
    session.ended_at = ended_at or session.planned_end_at
    session.report_due_at = session.ended_at + timedelta(hours=hours)
    session.state = "held"
    session.save(update_fields=["ended_at", "report_due_at", "state"])
    return session


def moment(text: str) -> datetime:
    """``moment("2026-11-19 16:00")`` in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def module(name: str, **facts: Any) -> TrainingModule:
    """A module that a lead has needed since 2014 and refreshes after three years, unless told otherwise."""
    facts = {"needed_from": date(2014, 9, 1), "refresh_years": 3, **facts}
    facts.setdefault("position", TrainingModule.objects.count())
    return TrainingModule.objects.create(name=name, **facts)


def record(person: User, module: TrainingModule, day: date) -> TrainingRecord:
    """Training that a person has done."""
    due = module.refresh_due(day)
    return TrainingRecord.objects.create(
        person=person, module=module, day=day, provider="The partnership", refresh_due=due
    )


def train(*people: User, day: date = date(2026, 9, 10)) -> None:
    """Give people every module there is, on a day."""
    for person in people:
        for one in TrainingModule.objects.all():
            record(person, one, day)


def training_event(*modules: TrainingModule, day: str = "2026-12-03", **facts: Any) -> TrainingEvent:
    """An event for headteachers, 9am to midday in winter."""
    facts = {"title": "Training for leads", "venue": "Town Hall", "provider": "Ann Trainer", **facts}
    starts, ends = moment(f"{day} 09:00"), moment(f"{day} 12:00")
    event = TrainingEvent.objects.create(starts_at=starts, ends_at=ends, **facts)
    event.modules.set(modules)
    return event


def present(event: TrainingEvent, person: User) -> TrainingPlace:
    """Somebody who was there, with their records and a certificate's number."""
    place = TrainingPlace.objects.create(
        event=event, person=person, state="present", changed_at=event.ends_at, certificate="7K3F-9QDM-XB42"
    )
    for one in event.modules.all():
        due = one.refresh_due(event.day)
        TrainingRecord.objects.create(
            person=person, module=one, day=event.day, provider=event.provider, refresh_due=due, event=event
        )
    return place


def independent(year: AcademicYear, *people: User) -> None:
    """The declarations of QA reviewers who have no tie with anybody here."""
    for person in people:
        Independence(person=person, year=year, at=datetime(2026, 9, 1, 9, tzinfo=UTC)).save()
