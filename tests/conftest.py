"""The cast: one small partnership in which everybody is somebody, and one of whom must see nothing."""

import gc
import os
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path

import pytest
from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from hlp.models import User
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services.clock import refresh
from schools.choices import Role
from schools.models import AcademicYear, Collaborative, Group, School
from tests import factories as make
from tests.board.seated import Board, lay_board
from tests.laid import copy_sqlite
from tests.once import Once

# Monday 16 November 2026, three days before the session of the cast.
BEFORE = "2026-11-16 09:00+00:00"


WITH_DATABASE = {"db", "transactional_db", "live_server"}
WITH_SERVERS = ("django_db", "postgres", "redis", "processes")
PART = os.environ.get("PART")  # of a whole run: postgres or sqlite


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a whole run, share the tests out: what asks no database answers the same beside any, and runs beside SQLite."""
    if not PART:
        return
    ours = [item for item in items if (_on_postgres if PART == "postgres" else _on_sqlite)(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(ours)])
    items[:] = ours


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of collected tests stay until the end: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _asks(item: pytest.Item) -> bool:
    return _marked(item, *WITH_SERVERS) or not WITH_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


def _on_postgres(item: pytest.Item) -> bool:
    return _asks(item) and not _marked(item, "one_machine")


def _on_sqlite(item: pytest.Item) -> bool:
    return not _marked(item, "postgres", "redis") and not (_asks(item) and _marked(item, "one_engine"))


def _marked(item: pytest.Item, *names: str) -> bool:
    return any(item.get_closest_marker(name) for name in names)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_keepdb: bool) -> None:
    """Begin with tables that are there already: see tests.laid.

    ``TEST_DATABASE_FILE=/tmp/hlp-tests.sqlite3 pytest --reuse-db`` keeps SQLite's tables from run to run.
    """
    wanted = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        wanted["TEMPLATE"] = os.environ.get("TEST_DATABASE_TEMPLATE")
    elif django_db_keepdb:
        wanted["NAME"] = os.environ.get("TEST_DATABASE_FILE") or str(_laid_file())


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Whether tables stay or were laid before: then SQLite's file is not begun anew."""
    laid = connection.vendor == "sqlite" and _laid_file().exists()
    return bool(request.config.getvalue("reuse_db")) or laid


@cache
def _laid_file() -> Path:
    """A copy of the migrated SQLite file for this run alone, where there is one."""
    file = Path(os.environ["VAR_DIR"]) / "tests.sqlite3"
    copy_sqlite(file)
    return file


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

    @cached_property
    def board(self) -> Board:
        """The board of the cast, made when a test first asks for it: seats, people and one published meeting."""
        return lay_board(self.year)

    @property
    def chair(self) -> User:
        """Holds the independent chair's seat, and no post."""
        return self.board.chair

    @property
    def clerk(self) -> User:
        """Holds the clerk's seat, and no post."""
        return self.board.clerk

    @property
    def member(self) -> User:
        """A councillor: a seat with a vote, and no post in any school."""
        return self.board.member

    @property
    def observer(self) -> User:
        """Guest of the board's meeting, for part I alone."""
        return self.board.observer

    def people(self) -> dict[str, User]:
        """Everybody by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def person(name: str) -> User:
    """A person whose address says who they are."""
    return make.UserFactory(name=name, email=f"{name.lower().replace(' ', '.')}@school.example")


@pytest.fixture(scope="session")
def cast_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Once[Cast]:
    """The cast, made when a test first asks for it."""
    with django_db_blocker.unblock():
        return Once(_make_cast)


@pytest.fixture
def cast(cast_once: Once[Cast], db: None) -> Cast:
    """A partnership of two collaboratives with one session that is to come."""
    return cast_once.again()


def _make_cast() -> Cast:
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
        """A fresh client of that person. Nobody is told of the sign-in: it is none."""
        client, told = Client(), user_logged_in.receivers
        user_logged_in.receivers = []
        try:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        finally:
            user_logged_in.receivers = told
        return client


@pytest.fixture
def as_() -> As:
    """``as_(cast.lead).get(...)``."""
    return As()


def utc(text: str) -> datetime:
    """``utc("2026-11-19 16:00")`` as an aware moment."""
    return datetime.fromisoformat(f"{text}+00:00")
