"""A project at work: calls, members, reports on their days, meetings, figures, and its end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from board.choices import ExpressionState, MilestoneStatus, ProjectOutcome, ProjectState
from board.deadlines import report_days, report_step
from board.models import Milestone, ProgressReport, ProjectMeetingPlace
from board.services.projects import calls, closing, impact, meetings, milestones, reminding, reports, running
from board.services.projects.calls import CallTerms
from board.services.projects.closing import Findings
from board.services.projects.meetings import Plan, Seen
from board.services.projects.reports import Account
from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.models import ThemeReason
from schools.choices.practice import PracticeKind
from schools.models import Membership, School
from scorecard.models import PartnershipFigure
from tests.board.factories import MilestoneFactory
from tests.board.projects import life
from tests.conftest import BEFORE, Cast, utc
from tests.scorecard.factories import MeasureFactory

NOW = utc("2026-12-08 09:00")
OPEN = CallTerms("Three schools try paired writing.", date(2026, 11, 16), date(2026, 11, 27), places=1)


def members(cast: Cast) -> None:
    """The schools of the cast belong to the partnership this year."""
    for school in School.objects.all():
        Membership.objects.get_or_create(
            school=school, year=cast.year, defaults={"starts": cast.year.starts, "ends": cast.year.ends}
        )


# --- Days -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (1, [date(2026, 10, 23), date(2026, 12, 18), date(2027, 2, 12), date(2027, 3, 31)]),
        (2, [date(2026, 12, 18), date(2027, 3, 31)]),
    ],
)
def test_reports_are_due_at_the_ends_of_half_terms_and_at_the_end(every: int, expected: list[date]) -> None:
    halves = [date(2026, 10, 23), date(2026, 12, 18), date(2027, 2, 12), date(2027, 4, 1)]
    assert report_days(date(2026, 9, 1), date(2027, 3, 31), halves, every) == expected


def test_beyond_the_known_terms_reports_follow_every_seven_weeks() -> None:
    days = report_days(date(2027, 9, 1), date(2028, 2, 1), [])
    assert days == [date(2027, 10, 20), date(2027, 12, 8), date(2028, 2, 1)]


@pytest.mark.parametrize(
    ("days", "step"),
    [(-8, None), (-7, 1), (-1, 1), (0, 2), (2, 2), (3, 3), (9, 3), (10, 4), (38, 4), (39, None)],
)
def test_each_reminder_lasts_until_the_next(days: int, step: int | None) -> None:
    due = date(2027, 2, 12)
    assert report_step(due, due + timedelta(days=days)) == step


@pytest.mark.parametrize(
    ("on", "done", "status"),
    [
        (date(2026, 12, 11), None, MilestoneStatus.ON_THE_WAY),
        (date(2026, 12, 12), None, MilestoneStatus.LATE),
        (date(2027, 1, 1), date(2026, 12, 20), MilestoneStatus.DONE),
    ],
)
def test_milestone_status_follows_from_its_days(on: date, done: date | None, status: MilestoneStatus) -> None:
    assert Milestone(title="A", due_on=date(2026, 12, 11), done_on=done).status(on) == status


# --- Calls ------------------------------------------------------------------------------------------


def test_call_tells_headteachers_once_on_its_first_day(cast: Cast) -> None:
    members(cast)
    made = life.proposed(cast)
    early = utc("2026-11-12 09:00")
    call = calls.open_call(project=made, terms=OPEN, by=cast.director, at=early)
    assert not Message.objects.filter(kind="project-call").exists()
    for _ in range(2):
        reminding.tell_due(at=utc("2026-11-16 09:00"))
    told = Message.objects.filter(kind="project-call").values_list("person__name", flat=True)
    assert sorted(told) == ["Leo Lead", "Otto Outsider", "Rita Reviewer"]
    assert calls.open_call(project=made, terms=OPEN, by=cast.director) == call


def test_school_answers_once_and_is_accepted_or_thanked(cast: Cast) -> None:
    members(cast)
    call = calls.open_call(project=life.proposed(cast), terms=OPEN, by=cast.director, at=NOW)
    at = utc("2026-11-18 12:00")
    answer = {"call": call, "school": cast.lead_school, "why": "We write little.", "by": cast.lead, "at": at}
    first = calls.express(**answer)
    assert calls.express(**answer) == first
    calls.withdraw(expression=first, by=cast.lead, at=at)
    assert calls.express(**answer).state == ExpressionState.SENT
    other = calls.express(call=call, school=cast.far_school, why="We too.", by=cast.outsider, at=at)
    for _ in range(2):
        calls.answer(expression=first, accepted=True, by=cast.director, at=at)
    with pytest.raises(ValidationError):
        calls.answer(expression=other, accepted=True, by=cast.director, at=at)
    calls.answer(expression=other, accepted=False, by=cast.director, at=at)
    assert [row.school for row in call.project.members.all()] == [cast.lead_school]
    kinds = Message.objects.filter(kind__startswith="project-expression-").values_list("kind", "person__name")
    assert sorted(kinds) == [
        ("project-expression-accepted", "Leo Lead"),
        ("project-expression-thanked", "Otto Outsider"),
    ]
    with pytest.raises(ValidationError):
        calls.express(**answer)
    other.refresh_from_db()
    assert other.answer == calls.THANKS


@pytest.mark.parametrize("day", ["2026-11-15", "2026-11-28"])
def test_closed_call_takes_no_answer(cast: Cast, day: str) -> None:
    call = calls.open_call(project=life.proposed(cast), terms=OPEN, by=cast.director, at=NOW)
    with pytest.raises(ValidationError):
        calls.express(call=call, school=cast.lead_school, why="Late", by=cast.lead, at=utc(f"{day} 12:00"))


def test_silent_schools_are_told_before_the_last_day(cast: Cast) -> None:
    members(cast)
    call = calls.open_call(
        project=life.proposed(cast), terms=OPEN, by=cast.director, at=utc("2026-11-16 09:00")
    )
    calls.express(call=call, school=cast.lead_school, why="Yes", by=cast.lead, at=utc("2026-11-18 12:00"))
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        reminding.tell_due(at=utc(f"{day} 09:00"))
    told = Message.objects.filter(kind="project-call-closing").values_list("person__name", flat=True)
    assert sorted(told) == ["Otto Outsider", "Rita Reviewer"]


# --- Reports ----------------------------------------------------------------------------------------


def test_report_is_kept_sent_once_and_frozen(cast: Cast) -> None:
    project = life.decided(cast)
    MilestoneFactory(project=project, title="Pairs are formed")
    report = project.reports.first()
    assert report is not None
    kept = reports.save(report=report, account=Account("We"), version=1, by=cast.deputy, at=NOW)
    with pytest.raises(StaleEdit):
        reports.save(report=report, account=Account("They"), version=1, by=cast.director, at=NOW)
    with pytest.raises(ValidationError):
        reports.send(report=report, account=Account(""), version=kept.version, by=cast.deputy, at=NOW)
    sent = reports.send(
        report=report, account=Account("We began."), version=kept.version, by=cast.deputy, at=NOW
    )
    again = reports.send(report=report, account=Account("Other"), version=9, by=cast.deputy, at=NOW)
    assert (again.done, again.sent_at) == ("We began.", NOW)
    milestones.change(
        milestone=project.milestones.get(), title="Pairs are formed", due_on=date(2026, 12, 11), note="",
        done_on=date(2026, 12, 8), version=1, by=cast.deputy, at=NOW,
    )  # fmt: skip
    sent.refresh_from_db()
    assert [row["status"] for row in sent.facts["milestones"]] == ["On the way"]
    assert Message.objects.filter(kind="project-report-sent").count() == 1


def test_reminders_of_a_report_reach_lead_then_director_and_rest_while_paused(cast: Cast) -> None:
    project = life.decided(cast)
    due = project.reports.earliest("due_on").due_on
    for days in (-7, -6, 0, 3, 10):
        for _ in range(2):
            reminding.tell_due(
                at=NOW.replace(year=due.year, month=due.month, day=due.day) + timedelta(days=days)
            )
    told = Message.objects.filter(kind__startswith="project-report-").values_list("kind", "person__name")
    assert sorted(told) == [
        ("project-report-due", "Delia Deputy"),
        ("project-report-due", "Delia Deputy"),
        ("project-report-late", "Delia Deputy"),
        ("project-report-late", "Delia Deputy"),
        ("project-report-late", "Dora Director"),
    ]
    Message.objects.all().delete()
    running.pause(project=project, reason="The lead is ill.", by=cast.director)
    Message.objects.all().delete()
    reminding.tell_due(at=NOW.replace(year=due.year, month=due.month, day=due.day))
    assert not Message.objects.exists()


def test_shorter_project_asks_for_fewer_reports_and_keeps_what_was_sent(cast: Cast) -> None:
    project = life.decided(cast)
    report = project.reports.earliest("due_on")
    reports.send(report=report, account=Account("We began."), version=1, by=cast.deputy, at=NOW)
    before = project.reports.count()
    running.amend(
        project=project, changes={"ends": date(2027, 3, 25)}, reason="Money ends earlier.", version=project.version,
        by=cast.director, at=NOW,
    )  # fmt: skip
    rows = list(project.reports.order_by("number").values_list("number", "due_on", "sent_at"))
    assert len(rows) < before
    assert (rows[0][2], rows[-1][1]) == (NOW, date(2027, 3, 25))
    assert [number for number, _, _ in rows] == list(range(1, len(rows) + 1))
    event = project.events.get(kind="amended")
    assert event.detail == {"ends": ["2027-07-16", "2027-03-25"]}


# --- Meetings ---------------------------------------------------------------------------------------


def plan(day: int = 15) -> Plan:
    """A meeting in the Civic Centre in January 2027."""
    return Plan("First meeting", utc(f"2027-01-{day} 14:00"), utc(f"2027-01-{day} 16:00"), "Civic Centre")


def test_meeting_is_announced_moved_and_noted(cast: Cast) -> None:
    project = life.decided(cast)
    running.set_members(
        project=project, schools=[cast.lead_school, cast.far_school], by=cast.director, at=NOW
    )
    meeting = meetings.create(project=project, plan=plan(), by=cast.deputy, at=NOW)
    assert meetings.create(project=project, plan=plan(), by=cast.deputy, at=NOW) == meeting
    told = Message.objects.filter(kind="project-meeting").values_list("person__name", flat=True)
    assert sorted(told) == ["Delia Deputy", "Hana Host", "Leo Lead", "Otto Outsider"]
    meetings.reply(meeting=meeting, school=cast.lead_school, coming=True, by=cast.lead, at=NOW)
    meetings.change(meeting=meeting, plan=plan(22), version=1, by=cast.deputy, at=NOW)
    assert not ProjectMeetingPlace.objects.filter(coming=True).exists()
    assert Message.objects.filter(kind="project-meeting-moved").count() == 4
    seen = {cast.lead_school.pk: Seen(True, "Ms Vane"), cast.far_school.pk: Seen(False)}
    with pytest.raises(ValidationError):
        meetings.note(meeting=meeting, seen=seen, notes="", version=2, by=cast.deputy, at=NOW)
    after = utc("2027-01-23 09:00")
    meetings.note(meeting=meeting, seen=seen, notes="We agreed a text.", version=2, by=cast.deputy, at=after)
    there = meeting.school_places.filter(present=True).values_list("school__name", "people")
    assert list(there) == [("Beech Primary School", "Ms Vane")]
    with pytest.raises(ValidationError):
        meetings.cancel(meeting=meeting, by=cast.deputy, at=after)


# --- What it changed --------------------------------------------------------------------------------


def test_impact_reads_the_score_card_and_what_was_entered(cast: Cast) -> None:
    measure = MeasureFactory(code="rwm", name="Reading, writing and maths")
    project = life.decided(cast)
    project.measure, project.indicator, project.baseline_year = measure, "", 2025
    project.save()
    PartnershipFigure.objects.create(measure=measure, year=2025, value=Decimal(40), schools=9)
    PartnershipFigure.objects.create(measure=measure, year=2026, value=Decimal(50), schools=9)
    impact.enter(
        project=project, value=Decimal("45"), on=date(2026, 12, 1), source="sample", by=cast.deputy, at=NOW
    )
    found = [(one.when, one.shown, one.words) for one in impact.readings(project)]
    assert found == [("1 December 2026", "45%", "25% of the way"), ("2026/27", "50%", "50% of the way")]
    with pytest.raises(ValidationError):
        impact.enter(
            project=project, value=Decimal(9), on=date(2026, 12, 9), source="x", by=cast.deputy, at=NOW
        )


def test_closing_keeps_the_findings_and_can_ask_the_next_round(cast: Cast) -> None:
    project = life.decided(cast)
    with pytest.raises(WrongMove):
        closing.ask_next(project=project, round=cast.round, question="Why?", version=1, by=cast.director)
    found = Findings(ProjectOutcome.CLOSER, "Children write more.", "Pairs.", "Too little time.", Decimal(55))
    with pytest.raises(ValidationError):
        closing.close(project=project, findings=Findings(ProjectOutcome.MET, ""), by=cast.deputy, at=NOW)
    for _ in range(2):
        done = closing.close(project=project, findings=found, by=cast.deputy, at=NOW)
    assert (done.state, done.closed_on, done.reports.count()) == (ProjectState.FINISHED, date(2026, 12, 8), 0)
    assert done.entry is not None
    assert (done.entry.school, done.entry.kind) == (cast.host_school, PracticeKind.PROJECT_OUTCOME)
    assert [theme.name for theme in done.entry.themes.all()] == ["Writing"]
    version = cast.round.version
    for _ in range(2):
        closing.ask_next(
            project=project,
            round=cast.round,
            question="Does it last?",
            version=version,
            by=cast.director,
            at=NOW,
        )
    reason = ThemeReason.objects.get(round=cast.round, theme__name="Writing")
    assert reason.text == "After the project ‘Writing at length’: Does it last?"


@time_machine.travel(BEFORE, tick=False)
def test_stopped_project_asks_for_nothing_and_leaves_the_public_site(cast: Cast) -> None:
    project = life.decided(cast)
    running.publish_summary(
        project=project, text="Children write more.", shown=True, version=project.version, by=cast.director
    )
    assert type(project).objects.public().exists()
    call = calls.open_call(project=project, terms=OPEN, by=cast.director)
    running.stop(project=project, reason="The lead left.", by=cast.director, at=NOW)
    call.refresh_from_db()
    assert call.closed_at == NOW
    assert not type(project).objects.public().exists()
    assert not ProgressReport.objects.exists()
    with pytest.raises(WrongMove):
        running.resume(project=project, by=cast.director)
