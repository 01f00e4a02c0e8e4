"""Plans of dates: who hosts, asking, planning, changing a line, publishing, and the ledger."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from hlp import mail
from hlp.models import AuditEntry, Message, User
from hlp.transitions import StaleEdit
from peerchallenge.models import Availability, ChallengeSession, DatesLine, DatesPlan, Round
from peerchallenge.planner import Visitor
from peerchallenge.services.dates import drafts, hosting, ledger, publishing
from peerchallenge.services.dates.preview import preview
from schools.choices import TermName
from schools.models import ClosedPeriod, School, TrainingModule
from tests import factories as make
from tests.conftest import Cast, utc

AT = "2026-11-16 09:00+00:00"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def spring(cast: Cast) -> Round:
    """The spring round, in which nothing stands yet; the far group is a triad too."""
    gum = make.SchoolFactory(name="Gum Primary School")
    group = cast.year.groups.get(name="Triad 2")
    group.places.create(school=gum, year=cast.year)
    for school in group.schools.exclude(pk=cast.far_school.pk):
        make.head_of(school, f"{school.name[0]} Head")
    days = {"opens": date(2027, 1, 11), "closes": date(2027, 3, 19)}
    return make.RoundFactory(year=cast.year, term=TermName.SPRING, **days)


def planned(cast: Cast, round_: Round | None, **wishes: object) -> DatesPlan:
    """A draft as the worker makes it."""
    plan = drafts.ask_plan(year=cast.year, round=round_, wishes=wishes, by=cast.director)
    assert drafts.work(plan.pk)
    plan.refresh_from_db()
    return plan


def line_at(plan: DatesPlan, school: School) -> DatesLine:
    """The line of a host."""
    return plan.lines.get(host=school)


def days_of(plan: DatesPlan) -> list[date | None]:
    """The days of all lines."""
    return list(plan.lines.values_list("day", flat=True))


def visitors(line: DatesLine) -> list[Visitor]:
    """The team of a line as the planner writes it."""
    return [Visitor(seat.person_id, seat.school_id) for seat in line.seats.all()]


# --- Who hosts --------------------------------------------------------------------------------


def test_every_school_of_a_group_hosts_in_the_main_rounds_unless_chosen_otherwise(
    cast: Cast, spring: Round
) -> None:
    summer = make.RoundFactory(year=cast.year, term=TermName.SUMMER)
    everybody = set(cast.year.groups.values_list("places__school", flat=True))
    rounds = [cast.round, spring, summer]
    assert hosting.hosts_in(rounds) == {cast.round.pk: everybody, spring.pk: everybody, summer.pk: set()}

    version = hosting.hosting_version(rounds)
    chosen: dict[Round, list[School]] = {
        cast.round: [cast.host_school],
        spring: [],
        summer: [cast.lead_school],
    }
    for _ in range(2):
        hosting.choose_hosts(year=cast.year, chosen=chosen, version=version, by=cast.director)

    assert hosting.hosts_in(rounds) == {
        cast.round.pk: {cast.host_school.pk},
        spring.pk: set(),
        summer.pk: {cast.lead_school.pk},
    }
    assert AuditEntry.objects.filter(action="hosts.chosen").count() == 1
    with pytest.raises(StaleEdit):
        hosting.choose_hosts(
            year=cast.year, chosen={**chosen, spring: [cast.host_school]}, version=version, by=cast.director
        )


# --- Planning ----------------------------------------------------------------------------------


def test_a_round_is_planned_and_proved_best(cast: Cast, spring: Round) -> None:
    plan = planned(cast, spring)

    assert (plan.state, plan.outcome["proved"], plan.outcome["cost"]) == (
        "draft",
        True,
        6,
    )  # Beech has led in autumn already
    assert plan.lines.count() == 6
    assert all(day and spring.opens <= day <= spring.closes for day in days_of(plan))
    assert {line.seats.filter(is_lead=True).count() for line in plan.lines.all()} == {1}
    assert preview(plan).blocked == []
    assert ChallengeSession.objects.count() == 1  # nothing is published
    assert Message.objects.filter(kind="dates-published").count() == 0


def test_dates_that_stand_are_kept_and_closed_days_and_absence_avoided(cast: Cast) -> None:
    days = [date(2026, 11, 16) + timedelta(days=n) for n in range(26)]
    free = {date(2026, 12, 1), date(2026, 12, 2)}
    ClosedPeriod.objects.create(
        year=cast.year, kind="other", name="Show", starts=date(2026, 12, 3), ends=date(2026, 12, 11)
    )
    answer = Availability.objects.create(
        person=cast.reviewer, year=cast.year, answered_at=utc("2026-06-01 09:00"), answered_by=cast.reviewer
    )
    for day in set(days) - free:
        answer.days.create(starts=day, ends=day)
    plan = planned(cast, cast.round)

    own = plan.lines.filter(group=cast.group)
    assert {line.host for line in own} == {cast.lead_school, cast.reviewer_school}
    assert {line.day for line in own} == free


def test_a_host_without_a_day_is_named_with_its_causes(cast: Cast) -> None:
    plan = planned(cast, cast.round)
    missing = [row for row in preview(plan).unplaced if row.line.host == cast.far_school]

    # Elm has no headteacher, so nobody can lead at Fir
    assert [row.causes for row in missing] == [
        ("Fewer than 1 headteachers of its group could visit Fir Primary School",)
    ]


def test_who_is_not_trained_leads_only_when_that_is_overruled(cast: Cast, spring: Round) -> None:
    module = TrainingModule.objects.create(name="Leading", needed_from=date(2026, 9, 1))
    for person in (cast.host, cast.lead):
        person.training_records.create(module=module, day=date(2026, 9, 10), provider="HLP")

    strict = planned(cast, spring)
    eased = planned(cast, spring, overruled="Rita is trained in March")

    assert strict.lines.filter(group=cast.group, day=None).count() == 1
    flags = [row.flags for row in preview(eased).placed if row.line.group == cast.group]
    assert sorted(map(len, flags)) == [0, 0, 1]
    assert ("Rita Reviewer’s training is not in date",) in flags
    strict.refresh_from_db()
    assert strict.state == "dropped"


def test_asking_twice_asks_once_and_work_is_done_once(cast: Cast, spring: Round) -> None:
    first = drafts.ask_plan(year=cast.year, round=spring, by=cast.director)
    assert drafts.ask_plan(year=cast.year, round=spring, by=cast.director) == first
    assert [drafts.work(first.pk), drafts.work(first.pk)] == [True, False]


def test_a_year_without_groups_is_told_so(cast: Cast) -> None:
    summer = make.RoundFactory(
        year=cast.year, term=TermName.SUMMER, opens=date(2027, 4, 12), closes=date(2027, 7, 2)
    )
    plan = planned(cast, summer)
    assert (plan.state, plan.notice) == ("failed", drafts.NOBODY)


def test_a_plan_of_the_year_spans_its_rounds(cast: Cast, spring: Round) -> None:
    plan = planned(cast, None)
    assert set(plan.lines.values_list("round", flat=True)) == {cast.round.pk, spring.pk}


# --- One line by hand --------------------------------------------------------------------------


def test_a_line_is_changed_and_checked_at_once(cast: Cast, spring: Round) -> None:
    plan = planned(cast, spring)
    line = line_at(plan, cast.host_school)
    team = visitors(line)
    other = line_at(plan, cast.lead_school).day
    lead = team[0].person
    change = {"line": line, "lead": lead, "team": team, "by": cast.director}

    with pytest.raises(ValidationError) as refusal:
        publishing.change_line(day=other, version=1, **change)
    assert len(refusal.value.messages) >= 1
    assert "is at" in refusal.value.messages[0]
    with pytest.raises(ValidationError) as refusal:
        publishing.change_line(day=date(2027, 2, 16), version=1, **change)
    assert refusal.value.messages == [
        "Ash Primary School is not open to a challenge on Tuesday 16 February 2027"
    ]
    publishing.change_line(day=date(2027, 3, 17), version=1, **change)
    line.refresh_from_db()
    assert (line.day, line.by_hand) == (date(2027, 3, 17), True)
    publishing.change_line(day=date(2027, 3, 17), version=1, **change)  # the same again
    with pytest.raises(StaleEdit):
        publishing.change_line(day=date(2027, 3, 18), version=1, **change)


# --- Publishing --------------------------------------------------------------------------------


def told(plan: DatesPlan) -> dict[User, list[str]]:
    """Who was told of which hosts."""
    rows = Message.objects.filter(kind="dates-published", about=f"dates:{plan.pk}").select_related("person")
    return {m.person: sorted(f"{d['host']}: {d['part']}" for d in m.context["dates"]) for m in rows}


def test_publishing_plans_every_session_and_tells_everybody_once(cast: Cast, spring: Round) -> None:
    plan = planned(cast, spring)
    made = publishing.publish(plan=plan, version=plan.version, by=cast.director)
    again = publishing.publish(plan=plan, version=plan.version, by=cast.director)

    assert (len(made), again) == (6, [])
    assert {session.state for session in made} == {"planned"}
    assert spring.sessions.count() == 6
    days = dict(plan.lines.values_list("host", "day"))
    assert {s.host_id: s.starts_at.date() for s in made} == days
    messages = told(plan)
    assert {len(dates) for dates in messages.values()} == {3}
    assert "Ash Primary School: host" in messages[cast.host]
    assert len(messages) == 6
    assert Message.objects.filter(kind="session-planned").count() == 0
    subject, body = mail.render(Message.objects.filter(kind="dates-published", person=cast.host).get())
    assert subject == "Your dates: Spring round 2026/27"
    assert "Ash Primary School, your own school" in body


def test_where_nobody_is_trained_the_director_gives_a_reason(cast: Cast, spring: Round) -> None:
    TrainingModule.objects.create(name="Leading", needed_from=date(2026, 9, 1))
    plan = planned(cast, spring)
    assert len(preview(plan).untrained) == 6

    for person, reason in [(cast.director, ""), (cast.administrator, "All are trained in May")]:
        with pytest.raises(ValidationError):
            publishing.publish(plan=plan, version=1, by=person, reason=reason)
    assert spring.sessions.count() == 0
    assert len(publishing.publish(plan=plan, version=1, by=cast.director, reason="Trained in May")) == 6


def test_what_appeared_meanwhile_refuses_the_whole(cast: Cast, spring: Round) -> None:
    plan = planned(cast, spring)
    line = line_at(plan, cast.host_school)
    ClosedPeriod.objects.create(year=cast.year, kind="inset", name="INSET", starts=line.day, ends=line.day)

    with pytest.raises(ValidationError) as refusal:
        publishing.publish(plan=plan, version=plan.version, by=cast.director)

    assert all("is not open to a challenge on" in sentence for sentence in refusal.value.messages)
    assert spring.sessions.count() == 0
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_session_planned_meanwhile_blocks_its_line(cast: Cast, spring: Round) -> None:
    plan = planned(cast, spring)
    make.SessionFactory(
        round=spring,
        host=cast.host_school,
        group=cast.group,
        starts_at=utc("2027-03-18 08:15"),
        planned_end_at=utc("2027-03-18 16:00"),
    )

    assert [row.line.host for row in preview(plan).blocked] == [cast.host_school]
    with pytest.raises(ValidationError):
        publishing.publish(plan=plan, version=plan.version, by=cast.director)


def test_publishing_an_older_state_is_refused(cast: Cast, spring: Round) -> None:
    plan = planned(cast, spring)
    with pytest.raises(StaleEdit):
        publishing.publish(plan=plan, version=plan.version + 1, by=cast.director)


# --- The ledger and the command ------------------------------------------------------------------


def test_the_ledger_counts_what_is_given_and_received(cast: Cast) -> None:
    sessions = list(ledger.counted())
    entries = {e.of: e.total for e in ledger.school_entries([cast.host_school, cast.lead_school], sessions)}
    people = {e.of: e.total for e in ledger.person_entries(sessions)}

    assert entries[cast.host_school] == ledger.Account(hosted=1, leads_received=1, reviews_received=2)
    assert entries[cast.lead_school] == ledger.Account(leads_given=1, reviews_given=1)
    assert people == {
        cast.lead: ledger.Account(leads_given=1, reviews_given=1),
        cast.reviewer: ledger.Account(reviews_given=1),
    }
    assert ledger.surplus() == {
        cast.host_school.pk: -1,
        cast.lead_school.pk: 1,
        cast.reviewer_school.pk: 0,
    }


def test_sessions_taken_off_do_not_count(cast: Cast) -> None:
    cast.session.state = "cancelled"
    cast.session.save()
    assert ledger.surplus() == {}


def test_the_command_prints_one_object_and_changes_nothing(cast: Cast, spring: Round) -> None:
    out = StringIO()
    call_command("plan_dates", year="2026/27", round="spring", json=True, stdout=out)
    found = json.loads(out.getvalue())

    assert (found["proved"], found["cost"], found["gap"], len(found["sessions"])) == (True, 6, 0, 6)
    assert found["unplaced"] == []
    assert DatesPlan.objects.count() == 0
    assert ChallengeSession.objects.count() == 1
