"""What quality assurance asks of whom: lines of the home page, and reminders of the hourly job."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from hlp import clock
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.choices import OFF, QA_STATES, REPORT_SENT
from peerchallenge.models import ChallengeSession, Independence, QAJudgement
from peerchallenge.services.qa import coverage, judging
from schools.choices import Role
from schools.models import AcademicYear
from schools.roles import people_with

BEFORE = timedelta(days=2)  # a reminder before a QA report is due
OLD = timedelta(days=365)  # what is left unwritten for so long is not asked for any more


def items(user: User, at: datetime) -> list[dict[str, Any]]:
    """The lines of a QA reviewer's home page: the declaration, own judgements, reports to write."""
    return [*_declaration(user), *_forms(user, at)]


def _declaration(user: User) -> Iterator[dict[str, Any]]:
    year = AcademicYear.objects.current()
    if year and not Independence.objects.filter(person=user, year=year).exists():
        yield {
            "title": f"Declare your independence for {year}",
            "href": reverse("peerchallenge:qa-declare", args=[year.slug]),
            "text": "Before that nobody can name you for a session.",
            "status": "Needed",
            "colour": "yellow",
        }


def _open_sessions(at: datetime) -> Any:
    rows = ChallengeSession.objects.filter(state__in=QA_STATES, qa_reviewer__isnull=False)
    return rows.filter(qa_review__sent_at=None, ended_at__gt=at - OLD).order_by("starts_at", "pk")


def _forms(user: User, at: datetime) -> Iterator[dict[str, Any]]:
    rows = list(_open_sessions(at).filter(qa_reviewer=user).select_related("host"))
    judged = set(QAJudgement.objects.filter(session__in=rows).values_list("session", flat=True))
    dues = judging.dues(rows)
    for row in rows:
        due = dues.get(row.pk)
        late = due is not None and due < at
        own = row.pk not in judged
        yield {
            "title": f"{'Record your own judgement on' if own else 'Write the QA report on'} {row.host}",
            "href": reverse("peerchallenge:qa-tasks", args=[row.pk]),
            "text": f"Due {clock.when(due)}." if due else "Before you read the team’s report.",
            "status": "Late" if late else "Open",
            "colour": "red" if late else "purple",
        }


def notes(at: datetime) -> list[Note]:
    """What is owed now: QA reports due or late, declarations, groups without QA. Keys make a second writing harmless."""
    today = clock.local(at).date()
    return [*_due(at), *_undeclared(at), *_uncovered(at)] if AcademicYear.objects.at(today) else []


def _note(key: str, person: User, path: str, why: str, about: str = "", **facts: Any) -> Note:
    return Note(
        key=f"{key}:user={person.pk}",
        kind=key.partition(":")[0],
        person=person,
        context={"path": path, **facts},
        about=about,
        why=why,
    )


def _due(at: datetime) -> Iterator[Note]:
    """Two days before a QA report is due, and when it is late; then to the Director too."""
    rows = list(_open_sessions(at).filter(state__in=REPORT_SENT).select_related("qa_reviewer", "qa_review"))
    dues = judging.dues(rows)
    for row in rows:
        due = dues.get(row.pk)
        if due is None or at < due - BEFORE:
            continue
        path, why = reverse("peerchallenge:qa-tasks", args=[row.pk]), "they assure the quality of a session"
        about = row.qa_review.about if hasattr(row, "qa_review") else ""
        if at < due:
            key = f"qa-due:session={row.pk}"
            yield _note(key, row.qa_reviewer, path, why, about, on=clock.when(due))
            continue
        key = f"qa-late:session={row.pk}"
        yield _note(key, row.qa_reviewer, path, why, about, on=clock.when(due))
        for person in people_with(Role.DIRECTOR):
            here = row.get_absolute_url()
            yield _note(key, person, here, "a QA report is late", about, on=clock.when(due))


def _undeclared(at: datetime) -> Iterator[Note]:
    """Once a year to each QA reviewer who has not declared."""
    year = AcademicYear.objects.at(clock.local(at).date())
    if year is None:
        return
    declared = set(Independence.objects.filter(year=year).values_list("person", flat=True))
    path = reverse("peerchallenge:qa-declare", args=[year.slug])
    for person in people_with(Role.QA_REVIEWER):
        if person.pk not in declared:
            yield _note(f"qa-declare:year={year.pk}", person, path, "they are a QA reviewer", year=str(year))


def _uncovered(at: datetime) -> Iterator[Note]:
    """Once a month to the Director, from the day that sessions stand in the calendar until every group has its QA."""
    day = clock.local(at).date()
    year = AcademicYear.objects.at(day)
    if year is None or not ChallengeSession.objects.filter(round__year=year).exclude(state__in=OFF).exists():
        return
    found = coverage.coverage(year)
    if found.percent == 100 or not found.lines:
        return
    facts: dict[str, Any] = {"none": found.none, "days": found.days_left(day), "year": str(year)}
    key, path = f"qa-coverage:year={year.pk}:month={day:%Y-%m}", reverse("peerchallenge:qa-coverage")
    for person in people_with(Role.DIRECTOR):
        yield _note(key, person, path, "every group is to be assured once a year", **facts)
