"""The cast: one small partnership in which everybody is somebody, and one of whom must see nothing."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from hlp.models import User
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services.clock import refresh
from schools.choices import Role
from schools.models import AcademicYear, Collaborative, Group, School
from tests import factories as make

# Monday 16 November 2026, three days before the session of the cast.
BEFORE = "2026-11-16 09:00+00:00"


@dataclass
class Cast:
    """The people, schools and the session that most tests need.

    ``session`` is hosted by ``host_school`` and stands confirmed for Thursday 19 November 2026, 08:15 to 16:00.
    """

    year: AcademicYear
    round: Round
    collaborative: Collaborative
    other_collaborative: Collaborative
    group: Group
    host_school: School
    lead_school: School
    reviewer_school: School
    far_school: School
    session: ChallengeSession
    director: User
    administrator: User
    host: User
    deputy: User  # prepares for the host school, and gets no copies of messages
    office: User  # of the host school, likewise
    lead: User
    reviewer: User
    lead_headteacher: User
    other_lead_headteacher: User
    qa_reviewer: User
    other_qa_reviewer: User
    la_officer: User
    outsider: User  # headteacher of a school elsewhere
    stranger: User  # signed in, without any post

    def people(self) -> dict[str, User]:
        """Everybody by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def person(name: str) -> User:
    """A person whose address says who they are."""
    return make.UserFactory(name=name, email=f"{name.lower().replace(' ', '.')}@school.example")


@pytest.fixture
def cast(db: None) -> Cast:
    """A partnership of two collaboratives with one session that is to come."""
    year = make.YearFactory()
    make.lay_terms(year)
    make.lay_scheme(year)
    north, south = make.CollaborativeFactory(name="North"), make.CollaborativeFactory(name="South")
    schools = {
        name: make.SchoolFactory(name=f"{name} Primary School")
        for name in ("Ash", "Beech", "Cedar", "Elm", "Fir")
    }
    group = make.triad("Triad 1", north, [schools["Ash"], schools["Beech"], schools["Cedar"]], year)
    make.triad("Triad 2", south, [schools["Elm"], schools["Fir"]], year)
    people = {
        "director": person("Dora Director"),
        "administrator": person("Adil Administrator"),
        "host": person("Hana Host"),
        "deputy": person("Delia Deputy"),
        "office": person("Oscar Office"),
        "lead": person("Leo Lead"),
        "reviewer": person("Rita Reviewer"),
        "lead_headteacher": person("Lena Leadhead"),
        "other_lead_headteacher": person("Omar Leadhead"),
        "qa_reviewer": person("Quinn Quality"),
        "other_qa_reviewer": person("Quentin Quality"),
        "la_officer": person("Laura Officer"),
        "outsider": person("Otto Outsider"),
        "stranger": person("Stella Stranger"),
    }
    make.appoint(people["director"], Role.DIRECTOR)
    make.appoint(people["administrator"], Role.ADMINISTRATOR)
    make.appoint(people["host"], Role.HEADTEACHER, school=schools["Ash"])
    make.appoint(people["deputy"], Role.DEPUTY, school=schools["Ash"], copies=False)
    make.appoint(people["office"], Role.SCHOOL_OFFICE, school=schools["Ash"], copies=False)
    make.appoint(people["lead"], Role.HEADTEACHER, school=schools["Beech"])
    make.appoint(people["reviewer"], Role.HEADTEACHER, school=schools["Cedar"])
    make.appoint(people["outsider"], Role.HEADTEACHER, school=schools["Fir"])
    make.appoint(people["lead_headteacher"], Role.LEAD_HEADTEACHER, collaborative=north)
    make.appoint(people["other_lead_headteacher"], Role.LEAD_HEADTEACHER, collaborative=south)
    make.appoint(people["qa_reviewer"], Role.QA_REVIEWER)
    make.appoint(people["other_qa_reviewer"], Role.QA_REVIEWER)
    make.independent(year, people["qa_reviewer"], people["other_qa_reviewer"])
    make.appoint(people["la_officer"], Role.LA_OFFICER)
    round_ = make.RoundFactory(year=year)
    session = make.SessionFactory(
        round=round_, host=schools["Ash"], group=group, qa_reviewer=people["qa_reviewer"]
    )
    make.ReviewerFactory(session=session, person=people["lead"], school=schools["Beech"], is_lead=True)
    make.ReviewerFactory(session=session, person=people["reviewer"], school=schools["Cedar"])
    refresh(session, datetime.fromisoformat(BEFORE))
    session.save(update_fields=["next_reminder_at"])
    return Cast(
        year=year,
        round=round_,
        collaborative=north,
        other_collaborative=south,
        group=group,
        host_school=schools["Ash"],
        lead_school=schools["Beech"],
        reviewer_school=schools["Cedar"],
        far_school=schools["Fir"],
        session=session,
        **people,
    )


class As:
    """Gives a client that is signed in as a person."""

    def __call__(self, user: User) -> Client:
        """A fresh client of that person."""
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


@pytest.fixture
def as_() -> As:
    """``as_(cast.lead).get(...)``."""
    return As()


def utc(text: str) -> datetime:
    """``utc("2026-11-19 16:00")`` as an aware moment."""
    return datetime.fromisoformat(f"{text}+00:00")
