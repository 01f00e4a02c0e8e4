"""Factories of the board: each makes one row and what it cannot exist without."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from board.choices import Capacity, Constituency, ProjectState
from board.models import (
    AgendaItem,
    Attendance,
    Decision,
    Guest,
    Holding,
    Interest,
    Meeting,
    Milestone,
    Project,
    ProjectCall,
    Seat,
    StandingItem,
)
from hlp.models import User


class SeatFactory(DjangoModelFactory[Seat]):
    """A seat with a vote."""

    class Meta:
        model = Seat

    name = factory.Sequence(lambda n: f"Seat {n}")
    constituency = Constituency.GOVERNORS
    order = factory.Sequence(lambda n: 100 + n)
    votes = factory.LazyAttribute(lambda seat: seat.constituency != Constituency.CLERK)


class MeetingFactory(DjangoModelFactory[Meeting]):
    """A planned meeting on Wednesday 2 December 2026, 16:00 to 18:00 in London."""

    class Meta:
        model = Meeting

    year = factory.SubFactory("tests.factories.YearFactory")
    number = factory.Sequence(lambda n: n + 10)
    starts_at = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)
    ends_at = datetime(2026, 12, 2, 18, 0, tzinfo=UTC)
    changed_at = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
    place = "Hounslow House, 7 Bath Road, Hounslow TW3 3EB"


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    """An item of ten minutes in part I."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Item {n}")
    position = factory.Sequence(lambda n: n)


class StandingItemFactory(DjangoModelFactory[StandingItem]):
    """An item of every meeting."""

    class Meta:
        model = StandingItem

    title = factory.Sequence(lambda n: f"Standing item {n}")
    position = factory.Sequence(lambda n: n)


class GuestFactory(DjangoModelFactory[Guest]):
    """A guest with an account, for part I."""

    class Meta:
        model = Guest

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory("tests.factories.UserFactory")
    organisation = "Department for Education"


class InterestFactory(DjangoModelFactory[Interest]):
    """A registered interest."""

    class Meta:
        model = Interest

    person = factory.SubFactory("tests.factories.UserFactory")
    kind = "governance"
    organisation = "Bluebell Education Trust"
    declared_on = date(2026, 9, 10)


def seat(person: User, constituency: Constituency = Constituency.GOVERNORS, **facts: Any) -> Holding:
    """Seat a person from September 2020 on: ``starts=``, ``ends=``, ``as_alternate=``, ``seat=``, ``name=``."""
    facts.setdefault("starts", date(2020, 9, 1))
    name = {"name": facts.pop("name")} if "name" in facts else {}
    place = facts.pop("seat", None) or SeatFactory(constituency=constituency, **name)
    return Holding.objects.create(seat=place, person=person, **facts)


def attend(meeting: Meeting, holding: Holding, **facts: Any) -> Attendance:
    """Invite whoever holds a seat: ``reply=``, ``alternate=``, ``present=``."""
    clerk = holding.seat.constituency == Constituency.CLERK
    facts.setdefault("capacity", Capacity.CLERK if clerk else Capacity.MEMBER)
    return Attendance.objects.create(meeting=meeting, person=holding.person, seat=holding.seat, **facts)


class ProjectFactory(DjangoModelFactory[Project]):
    """A proposal that is still being written; ``approved()`` makes one that the Board approved."""

    class Meta:
        model = Project

    title = factory.Sequence(lambda n: f"Project {n}")
    problem = "Too few children write at length."
    proposer = factory.SubFactory("tests.factories.UserFactory")
    proposed_at = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


class ProjectCallFactory(DjangoModelFactory[ProjectCall]):
    """A call to the schools that is open from 2 to 27 November 2026."""

    class Meta:
        model = ProjectCall

    project = factory.SubFactory(ProjectFactory)
    text = "Three schools try paired writing for two terms."
    opens_on = date(2026, 11, 2)
    closes_on = date(2026, 11, 27)
    made_by = factory.LazyAttribute(lambda call: call.project.proposer)


class MilestoneFactory(DjangoModelFactory[Milestone]):
    """A milestone of a project, due on 11 December 2026."""

    class Meta:
        model = Milestone

    title = factory.Sequence(lambda n: f"Milestone {n}")
    due_on = date(2026, 12, 11)


def approved(decision: Decision, **facts: Any) -> Project:
    """A project that runs since 2 November 2026 by a decision of the Board."""
    facts = {"starts": date(2026, 11, 2), "ends": date(2027, 7, 16), "state": ProjectState.RUNNING, **facts}
    made: Project = ProjectFactory(decision=decision, item=decision.item, **facts)
    return made
