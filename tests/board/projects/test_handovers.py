"""A project led by a headteacher who leaves: it goes to the successor, and never stays without anybody."""

from datetime import date

import pytest
import time_machine

from board.models import Project, ProjectEvent
from hlp.models import Message
from schools.models import Appointment
from schools.services import handovers, headships
from schools.services.handovers import Successor, hand_over
from tests.board.projects.life import TITLE, decided
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
NOW = "2026-12-03 09:00+00:00"


@pytest.fixture
def project(cast: Cast) -> Project:
    """Runs, and is led by the headteacher of the host school."""
    made = decided(cast)
    Project.objects.filter(pk=made.pk).update(lead_person=cast.host)
    made.refresh_from_db()
    return made


def leaves(cast: Cast, successor: Successor | None) -> Appointment:
    post = Appointment.objects.get(person=cast.host, role="headteacher")
    hand_over(post=post, ends=date(2027, 1, 31), successor=successor, by=cast.director)
    post.refresh_from_db()
    return post


def pass_on(post: Appointment, cast: Cast) -> list[str]:
    keys = [place.key for place in handovers.places(post) if place.key.startswith("project:")]
    to = headships.successor_of(post)
    return handovers.pass_on(post=post, chosen=keys, to=to, by=cast.director)


@time_machine.travel(NOW, tick=False)
def test_the_successor_leads_it_and_is_told_once(cast: Cast, project: Project) -> None:
    post = leaves(cast, Successor(date(2027, 2, 1), person=cast.stranger))
    found = [p for p in handovers.places(post) if p.key == project.about]
    assert [(p.title, p.text) for p in found] == [
        (f"Leads the project ‘{TITLE}’", "until Friday 16 July 2027")
    ]
    assert pass_on(post, cast) == []
    assert pass_on(post, cast) == []
    project.refresh_from_db()
    assert project.lead_person == cast.stranger
    told = Message.objects.filter(kind="project-lead", person=cast.stranger)
    assert told.count() == 1
    event = ProjectEvent.objects.get(thing=project, kind="amended")
    assert (event.by, event.reason) == (
        cast.director,
        "The headship of Ash Primary School changes hands",
    )


@time_machine.travel(NOW, tick=False)
def test_without_a_successor_it_stays(cast: Cast, project: Project) -> None:
    (sentence,) = pass_on(leaves(cast, None), cast)
    assert "Somebody has to lead it" in sentence
    project.refresh_from_db()
    assert project.lead_person == cast.host


@time_machine.travel(NOW, tick=False)
def test_a_project_of_another_school_or_colleague_stays(cast: Cast, project: Project) -> None:
    post = leaves(cast, Successor(date(2027, 2, 1), person=cast.stranger))
    Project.objects.filter(pk=project.pk).update(lead_school=cast.far_school)
    assert [p for p in handovers.places(post) if p.key == project.about] == []
    Project.objects.filter(pk=project.pk).update(lead_school=cast.host_school, lead_person=cast.deputy)
    assert [p for p in handovers.places(post) if p.key == project.about] == []
