"""The dry run of a year: one test for each kind of clash, the page and the command."""

import json
from collections.abc import Iterator
from datetime import date, time
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from hlp import clock
from hlp.models import AuditEntry, User
from peerchallenge.models import (
    Availability,
    AwayDays,
    ChallengeSession,
    DatesLine,
    DatesPlan,
    DatesSeat,
    RoundHost,
)
from peerchallenge.services.dryruns import dry_run
from schools.models import Appointment, ClosedPeriod, Group, GroupPlace, School, Term, TrainingModule
from tests import factories as make
from tests.conftest import As, Cast, utc

TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-09-10T09:00:00Z", tick=False):
        yield


@pytest.fixture
def calm(cast: Cast) -> Cast:
    """The cast with nothing to mend: triads of three headed schools, everybody has answered, all have a session."""
    elm = School.objects.get(name="Elm Primary School")
    make.head_of(elm, "Ella Head")
    third = make.SchoolFactory(name="Gorse Primary School")
    make.head_of(third, "Gus Head")
    far = cast.far_school.groups.get()
    make.triad("Spare", cast.other_collaborative, [third], cast.year)
    Group.objects.filter(name="Spare").update(name="Old")
    GroupPlace.objects.filter(school=third).update(group=far)
    Group.objects.filter(name="Old").delete()
    for head in User.objects.filter(appointments__role="headteacher"):
        Availability.objects.create(
            person=head, year=cast.year, answered_at=utc("2026-06-10 09:00"), answered_by=head
        )
    RoundHost.objects.bulk_create(
        RoundHost(round=cast.round, school=place.school, hosts=place.school == cast.host_school)
        for place in GroupPlace.objects.all()
    )
    Term.objects.filter(name="autumn").update(half_term_starts="2026-09-21", half_term_ends="2026-09-25")
    return cast


def found(cast: Cast) -> dict[str, list[str]]:
    """What a dry run says, by kind; that spring is not open is left out."""
    kinds: dict[str, list[str]] = {}
    for finding in dry_run(cast.year).as_json()["findings"]:
        kinds.setdefault(finding["kind"], []).append(finding["text"])
    kinds.pop("no-round", None)
    return kinds


def session(cast: Cast, day: date, host: School, **team: School) -> ChallengeSession:
    """A session on a day: ``lead`` and ``second`` are the schools whose headteachers come."""
    hours = {"starts_at": clock.at(day, time(8, 15)), "planned_end_at": clock.at(day, time(16, 0))}
    group = GroupPlace.objects.get(school=host).group
    made = make.SessionFactory(round=cast.round, host=host, group=group, **hours)
    for name, school in team.items():
        person = Appointment.objects.get(role="headteacher", school=school).person
        make.ReviewerFactory(session=made, person=person, school=school, is_lead=name == "lead")
    return made


# --- Before any session ---------------------------------------------------------------------------


def test_nothing_is_found_where_nothing_clashes(calm: Cast) -> None:
    assert found(calm) == {}
    assert dry_run(calm.year).ready
    assert dry_run(calm.year).looked_at == {
        "members": 6, "groups": 2, "rounds": 1, "sessions": 1, "drafts": 0,
    }  # fmt: skip


def test_a_dry_run_writes_nothing(calm: Cast) -> None:
    before = AuditEntry.objects.count()
    dry_run(calm.year)
    assert AuditEntry.objects.count() == before


def test_a_member_without_a_group_and_a_place_without_membership(calm: Cast) -> None:
    GroupPlace.objects.filter(school=calm.far_school).delete()
    assert found(calm)["no-group"] == ["Fir Primary School is in no group"]
    calm.lead_school.memberships.all().delete()
    assert found(calm)["left"] == ["Beech Primary School is in Triad 1 and not a member in 2026/27"]


def test_a_school_whose_headteacher_leaves_before_the_round(calm: Cast) -> None:
    Appointment.objects.filter(school=calm.far_school).update(ends="2026-09-30")
    assert found(calm)["no-head"] == ["Fir Primary School has no headteacher on Thursday 1 October 2026"]


def test_a_group_in_which_too_few_can_review(calm: Cast) -> None:
    GroupPlace.objects.filter(school=calm.reviewer_school).delete()
    assert found(calm)["few-reviewers"] == [
        "Triad 1: one headteacher alone can review Ash Primary School from the group",
        "Triad 1: one headteacher alone can review Beech Primary School from the group",
    ]


def test_terms_and_rounds_that_are_missing_or_meet_holidays(calm: Cast) -> None:
    Term.objects.filter(name="summer").delete()
    Term.objects.filter(name="autumn").update(half_term_starts="2026-10-26", half_term_ends="2026-10-30")
    calm.round.closes = date(2026, 12, 19)
    calm.round.save()
    kinds = found(calm)
    assert kinds["no-terms"] == ["2026/27 has 2 of its three terms"]
    assert kinds["holiday"] == [
        "The Autumn round 2026/27 ends on Saturday 19 December 2026, which is not a school day",
        "The Autumn round 2026/27 goes over the half term of 26 Oct to 30 Oct",
    ]
    assert "no-round" in json.dumps(dry_run(calm.year).as_json())


def test_a_host_for_which_no_day_is_left(calm: Cast) -> None:
    RoundHost.objects.filter(school=calm.far_school).update(hosts=True)
    assert found(calm)["not-planned"] == ["Fir Primary School, Autumn round 2026/27"]
    answer = Availability.objects.get(person__name="Gus Head")
    AwayDays.objects.create(availability=answer, starts=calm.round.opens, ends=calm.round.closes)
    (text,) = found(calm)["no-day"]
    assert text.startswith("Fir Primary School in the Autumn round 2026/27: of ")
    assert text.endswith("two of its group are never free together")
    own = Availability.objects.get(person=calm.outsider)
    AwayDays.objects.create(availability=own, starts=calm.round.opens, ends=calm.round.closes)
    assert found(calm)["no-day"][0].endswith("the school itself cannot on any")


def test_who_has_not_answered(calm: Cast) -> None:
    Availability.objects.filter(person=calm.reviewer).delete()
    assert found(calm) == {"no-answer": ["Rita Reviewer, Cedar Primary School"]}


# --- Sessions ------------------------------------------------------------------------------------------


def test_a_session_on_a_closed_day_and_outside_its_round(calm: Cast) -> None:
    week = {"starts": date(2026, 11, 19), "ends": date(2026, 11, 20), "year": calm.year}
    ClosedPeriod.objects.create(kind="inset", name="INSET", school=calm.host_school, **week)
    calm.round.closes = date(2026, 11, 18)
    calm.round.save()
    kinds = found(calm)
    name = "Ash Primary School, Thursday 19 November 2026"
    assert kinds["closed"] == [
        f"{name}: No challenge is held on Thursday 19 November 2026: INSET at Ash Primary School"
    ]
    assert kinds["outside"] == [
        f"{name}: the round runs from Thursday 1 October 2026 to Wednesday 18 November 2026"
    ]


def test_a_person_twice_on_one_day_as_reviewer_and_as_host(calm: Cast) -> None:
    gorse = School.objects.get(name="Gorse Primary School")
    session(calm, date(2026, 11, 19), gorse, lead=calm.reviewer_school, second=calm.host_school)
    assert found(calm)["twice"] == [
        "Hana Host on Thursday 19 November 2026: Ash Primary School and Gorse Primary School",
        "Rita Reviewer on Thursday 19 November 2026: Ash Primary School and Gorse Primary School",
    ]


def test_schools_that_lead_each_other(calm: Cast) -> None:
    session(calm, TUESDAY, calm.lead_school, lead=calm.host_school, second=calm.reviewer_school)
    assert found(calm) == {
        "reciprocal": ["Ash Primary School and Beech Primary School in the Autumn round 2026/27"]
    }


def test_teams_without_a_lead_alone_untrained_away_in_conflict_or_gone(calm: Cast) -> None:
    name = "Ash Primary School, Thursday 19 November 2026"
    TrainingModule.objects.create(name="Leading", needed_from=date(2026, 1, 1))
    answer = Availability.objects.get(person=calm.reviewer)
    AwayDays.objects.create(availability=answer, starts=date(2026, 11, 19), ends=date(2026, 11, 19))
    School.objects.filter(pk__in=[calm.host_school.pk, calm.reviewer_school.pk]).update(trust="One Trust")
    Appointment.objects.filter(person=calm.lead).update(ends="2026-11-10")
    make.appoint(make.UserFactory(name="New Head"), "headteacher", school=calm.lead_school)
    kinds = found(calm)
    assert kinds["untrained"] == [f"{name}: Leo Lead is not trained until the round ends"]
    assert kinds["away"] == [f"{name}: Rita Reviewer cannot"]
    assert kinds["conflict"] == [
        f"{name}: Rita Reviewer, Cedar Primary School. Both belong to the trust One Trust"
    ]
    assert kinds["not-a-head"] == [f"{name}: Leo Lead does not head Beech Primary School on that day"]

    calm.session.reviewers.filter(person=calm.reviewer).delete()
    assert found(calm)["alone"] == [f"{name}: Leo Lead"]
    calm.session.reviewers.all().delete()
    assert found(calm)["no-lead"] == [name]


def test_what_is_over_or_postponed(calm: Cast) -> None:
    ChallengeSession.objects.update(state="postponed")
    assert found(calm) == {"no-date": ["Ash Primary School, postponed from Thursday 19 November 2026"]}


# --- Drafts --------------------------------------------------------------------------------------------


def draft(cast: Cast, day: date | None, asked_at: str, state: str = "draft") -> DatesPlan:
    """A plan of dates in which Fir Primary School hosts on a day, led from Ash."""
    facts = {"year": cast.year, "round": cast.round, "asked_by": cast.director, "state": state}
    plan = DatesPlan.objects.create(asked_at=utc(asked_at), **facts)
    far = GroupPlace.objects.get(school=cast.far_school).group
    line = DatesLine.objects.create(plan=plan, round=cast.round, host=cast.far_school, group=far, day=day)
    DatesSeat.objects.create(line=line, person=cast.host, school=cast.host_school, is_lead=True)
    return plan


def test_the_newest_draft_is_looked_at(calm: Cast) -> None:
    draft(calm, date(2026, 11, 25), "2026-09-01 09:00")
    draft(calm, date(2026, 11, 19), "2026-09-02 09:00")
    draft(calm, date(2026, 11, 26), "2026-09-03 09:00", state="published")
    kinds = found(calm)
    assert kinds["twice"] == [
        "Hana Host on Thursday 19 November 2026: Ash Primary School and Fir Primary School"
    ]
    assert kinds["alone"] == ["Fir Primary School, Thursday 19 November 2026, draft: Hana Host"]
    assert dry_run(calm.year).looked_at["drafts"] == 1


def test_a_drafted_host_without_a_day(calm: Cast) -> None:
    draft(calm, None, "2026-09-02 09:00")
    assert found(calm)["no-date"] == [
        "Fir Primary School in the Autumn round 2026/27: the draft has no day for it"
    ]


# --- The page and the command ---------------------------------------------------------------------------


def test_the_page_shows_what_to_mend_first_with_links(calm: Cast, as_: As) -> None:
    calm.session.reviewers.all().delete()
    Availability.objects.filter(person=calm.reviewer).delete()
    page = as_(calm.administrator).get(f"/calendar/{calm.year.pk}/dry-run/").content.decode()
    assert "Some things must be mended" in page
    assert page.index("Sessions without a lead reviewer (1)") < page.index(
        "have not said when they cannot (1)"
    )
    assert f'href="{calm.session.get_absolute_url()}"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_dry_run_needs_the_same_queries(
    calm: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for day in range(number):
        host = make.SchoolFactory()
        make.triad(f"Triad X{day}", calm.collaborative, [host], calm.year)
        make.head_of(host)
        session(calm, date(2026, 11, 23 + day), host, lead=calm.far_school)
    with django_assert_num_queries(28):
        dry_run(calm.year)


def test_the_command_prints_one_object_or_lines(calm: Cast) -> None:
    calm.session.reviewers.all().delete()
    assert json.loads(printed("--json")) == {
        "year": "2026/27",
        "ready": False,
        "looked_at": {"members": 6, "groups": 2, "rounds": 1, "sessions": 1, "drafts": 0},
        "findings": [
            {
                "severity": "stops",
                "kind": "no-lead",
                "text": "Ash Primary School, Thursday 19 November 2026",
                "href": calm.session.get_absolute_url(),
            },
            {
                "severity": "open",
                "kind": "no-round",
                "text": "The spring round of 2026/27 is not open yet",
                "href": "/rounds/new/",
            },
        ],
    }
    assert printed().splitlines()[:2] == [
        "Mend before anything is published",
        "  Sessions without a lead reviewer: 1",
    ]
    with pytest.raises(CommandError, match="There is no academic year 2031/32"):
        call_command("dry_run", year="2031/32")


def printed(*options: Any) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("dry_run", "--year", "2026/27", *options, stdout=out)
    return out.getvalue()
