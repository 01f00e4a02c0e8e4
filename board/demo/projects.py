"""The demonstration's projects: proposed, decided by the Board's meetings, worked on up to now, two of them finished."""

from datetime import datetime, time, timedelta
from typing import Any

from board.choices import Rhythm, Verdict
from board.demo.project_prose import ATTENDANCE, CALL, CALL_ASKS, INTEREST, PROJECTS, READING, Told
from board.demo.seats import Table
from board.models import AgendaItem, Meeting, Project
from board.services import room
from board.services.projects import (
    calls,
    closing,
    deciding,
    impact,
    meetings,
    milestones,
    proposing,
    reports,
    running,
)
from board.services.projects.calls import CallTerms
from board.services.projects.closing import Findings
from board.services.projects.deciding import Ruling
from board.services.projects.leading import Colleague
from board.services.projects.meetings import Plan, Seen
from board.services.projects.places import schools_of
from board.services.projects.proposing import UNDER, Proposal
from board.services.projects.reports import Account
from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.models import School, Theme
from schools.roles import people_with

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
AFTERNOON = time(14)
FINISHED, RUNNING = PROJECTS[:2], PROJECTS[2:]
AFTER_MEETING = 2 * WEEK  # from the Board's decision to a project's first day


def decide(meeting: Meeting, number: int, left: int, table: Table) -> None:
    """The first regular meeting approves the two projects that are finished now, the last two those that run.

    ``number`` counts the regular meetings that were held, ``left`` those that followed this one.
    """
    wanted = list(FINISHED) if number == 0 else [RUNNING[left == 0]] if left < len(RUNNING) else []
    item = _item(meeting)
    if item is None:
        return
    for told in wanted:
        put = meeting.starts_at - 3 * WEEK
        project = _propose(told, meeting.day + AFTER_MEETING, table, put - 2 * WEEK)
        proposing.put_to_board(project=project, item=item, by=table.director, at=put)
        there = [row.person.name for row in room.expected(meeting) if row.votes and row.present]
        moved, seconded = there[:2] if len(there) > 1 else ("", "")
        verdict = Verdict.CHANGES if told.changes else Verdict.APPROVE
        at = meeting.starts_at + timedelta(minutes=42)
        ruling = Ruling(verdict, told.changes, moved, seconded)
        deciding.decide(project=project, item=item, ruling=ruling, by=table.clerk, at=at)


def _item(meeting: Meeting) -> AgendaItem | None:
    return meeting.items.filter(title=UNDER, parent=None).first()


def _schools(invented: bool = False) -> list[School]:
    members = School.objects.members_on(clock.today()).filter(invented=invented).distinct()
    return list(members.order_by("urn"))


def _lead(told: Told) -> School:
    found = _schools(told.invented)
    return found[told.lead % len(found)]


def _propose(told: Told, starts: Any, table: Table, at: datetime) -> Project:
    names = (
        "title",
        "problem",
        "evidence",
        "approach",
        "indicator",
        "unit",
        "baseline",
        "target",
        "evaluation",
        "cost",
    )
    proposal = Proposal(
        **{name: getattr(told, name) for name in (*names, "funding")},
        theme=Theme.objects.get_or_create(name=told.theme)[0],
        baseline_source=f"{told.source}, {clock.local(at):%B %Y}",
        lead_school=_lead(told),
        colleague=Colleague(*told.colleague),
        starts=starts,
        ends=starts + told.weeks * WEEK,
        rhythm=Rhythm.HALF_TERMLY,
    )
    project = proposing.propose(proposal=proposal, by=table.director, at=at)
    if project.lead_person and not project.lead_person.phone:
        project.lead_person.phone = f"07700 900{980 + [*PROJECTS, ATTENDANCE, READING].index(told)}"
        project.lead_person.save(update_fields=["phone"])
    return project


# --- At work ----------------------------------------------------------------------------------------


def play(table: Table, now: datetime) -> None:
    """Let each approved project live up to now, then lay one proposal before the Board and open one call to schools."""
    by_title = {told.title: told for told in PROJECTS}
    for project in Project.objects.at_work().select_related("lead_person", "lead_school", "decision"):
        _work(project, by_title[project.title], table, now)
    _before_the_board(table, now)
    _open_to_schools(table, now)


def _work(project: Project, told: Told, table: Table, now: datetime) -> None:
    if project.starts is None or project.lead_person is None:
        return
    began = clock.at(project.starts, AFTERNOON)
    others = _schools()
    chosen = [others[place % len(others)] for place in told.others]
    running.set_members(project=project, schools=chosen, by=table.director, at=min(began - WEEK, now))
    lead = project.lead_person
    _meet(project, told, began, lead, now)
    for title, weeks in told.milestones:
        _reach(project, title, began, weeks, told, now)
    for weeks, value in told.figures:
        if began + weeks * WEEK < now:
            day = (began + weeks * WEEK).date()
            moment = began + weeks * WEEK + DAY
            impact.enter(project=project, value=value, on=day, source=told.source, by=lead, at=moment)
    _report(project, told, lead, now)
    project.refresh_from_db()
    running.publish_summary(
        project=project,
        text=told.summary,
        shown=True,
        version=project.version,
        by=table.director,
        at=min(began, now),
    )
    if told.outcome and project.ends and clock.at(project.ends, AFTERNOON) < now:
        words = {
            name: getattr(told, name) for name in ("findings", "worked", "did_not", "result", "question")
        }
        found = Findings(told.outcome, **words)
        closing.close(project=project, findings=found, by=lead, at=clock.at(project.ends, AFTERNOON))


def _reach(project: Project, title: str, began: datetime, weeks: int, told: Told, now: datetime) -> None:
    """A milestone, reached in its week; the invented school is late with the newest that is due."""
    lead, due = project.lead_person, (began + weeks * WEEK).date()
    assert lead is not None  # noqa: S101 asked by the caller
    made = milestones.add(project=project, title=title, due_on=due, by=lead, at=min(began, now))
    reached = began + weeks * WEEK - 2 * DAY
    late = told.invented and reached > now - 12 * WEEK
    if reached < now and not late:
        milestones.change(
            milestone=made, title=title, due_on=due, note="", done_on=reached.date(), version=made.version,
            by=lead, at=reached,
        )  # fmt: skip


def _meet(project: Project, told: Told, began: datetime, lead: User, now: datetime) -> None:
    place = project.lead_school.name if project.lead_school else "Hounslow House"
    for title, weeks, notes in told.meetings:
        starts = _weekday(began + weeks * WEEK)
        announced = starts - 4 * WEEK
        if announced > now and starts - 8 * WEEK > now:
            continue
        plan = Plan(title, starts, starts + timedelta(hours=2), place, about_it="")
        made = meetings.create(project=project, plan=plan, by=lead, at=min(announced, now))
        for number, school in enumerate(schools_of(project)):
            heads = people_with(Role.HEADTEACHER, school=school)
            if heads and number % 4 != 3:
                at = min(announced + DAY, now)
                meetings.reply(meeting=made, school=school, coming=number % 7 != 5, by=heads[0], at=at)
        if starts < now:
            there = {place.school_id: Seen(bool(place.coming)) for place in made.school_places.all()}
            after = starts + DAY
            meetings.note(
                meeting=made,
                seen=there,
                notes=notes or "Notes follow.",
                version=made.version,
                by=lead,
                at=after,
            )


def _weekday(moment: datetime) -> datetime:
    return moment + DAY * (7 - moment.weekday() if moment.weekday() > 4 else 0)


def _report(project: Project, told: Told, lead: User, now: datetime) -> None:
    """A report for each day that is past; the invented school still owes the last of them."""
    due = [row for row in project.reports.owed().order_by("due_on") if clock.at(row.due_on, AFTERNOON) < now]
    written = due[:-1] if told.invented and len(due) > 1 else due
    for number, report in enumerate(written):
        done, difference, coming = told.reports[min(number, len(told.reports) - 1)]
        at = clock.at(report.due_on - DAY, AFTERNOON)
        account = Account(done, difference, coming)
        reports.send(report=report, account=account, version=report.version, by=lead, at=at)


# --- What is to come ----------------------------------------------------------------------------------


def _before_the_board(table: Table, now: datetime) -> None:
    """A proposal that the coming meeting takes, or that waits for an agenda."""
    starts = clock.local(now).date() + 12 * WEEK
    project = _propose(READING, starts, table, now - 24 * DAY)
    item = AgendaItem.objects.filter(title__startswith="Proposal:", meeting__starts_at__gt=now).first()
    proposing.put_to_board(project=project, item=item, by=table.director, at=now - 20 * DAY)


def _open_to_schools(table: Table, now: datetime) -> None:
    """A proposal with an open call that four schools have answered; one of them is accepted."""
    today = clock.local(now).date()
    project = _propose(ATTENDANCE, today + 20 * WEEK, table, now - 16 * DAY)
    terms = CallTerms(CALL, today - 9 * DAY, today + 12 * DAY, CALL_ASKS, 6)
    call = calls.open_call(project=project, terms=terms, by=table.director, at=now - 9 * DAY)
    headed = [
        (school, head)
        for school in _schools()[20:]
        if (head := next(iter(people_with(Role.HEADTEACHER, school=school)), None))
    ]
    made = [
        calls.express(
            call=call, school=school, why=why, colleague=colleague, by=head, at=now - (6 - number) * DAY
        )
        for number, ((school, head), (why, colleague)) in enumerate(zip(headed, INTEREST, strict=False))
    ]
    if made:
        text = "Thank you. You were the first to answer, and we would like to begin with a visit to you."
        calls.answer(expression=made[0], accepted=True, text=text, by=table.director, at=now - 2 * DAY)
