"""The QA report: checked, frozen, printed twice, and told to its readers."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from hlp import audit, clock, documents, outbox
from hlp.models import Document, User
from hlp.outbox import Note
from peerchallenge.choices import REPORT_SENT, Accuracy, QARating, QAVerdict
from peerchallenge.models import AreaJudgement, ChallengeSession, QAJudgement, QAReview, Report
from peerchallenge.packs.qa_parts import QA_PARTS, QAPart, missing
from peerchallenge.services.qa.judging import due_of, locked
from schools.choices import Role
from schools.roles import people_with

KIND = "qa-report"
FOR_FULL = "the lead reviewer, the Director and the QA reviewer who wrote it."
FOR_SHARED = "the Director, the lead headteacher of the collaborative, the review team and the QA reviewer."
Facts = dict[str, Any]


@transaction.atomic
def send(*, review: QAReview, by: User, at: datetime | None = None) -> QAReview:
    """Send the QA report.

    In order: lock, check, freeze the facts, ask for both documents, withdraw reminders, audit, a message to
    Director, lead headteacher and review team. Sending twice is once. Raises ValidationError.
    """
    moment, row = at or clock.now(), locked(review)
    if row.sent_at is not None:
        return row
    _check(row)
    session = ChallengeSession.objects.with_people().get(pk=row.session_id)
    row.data, row.sent_at, row.due_at = facts_of(row, session, moment), moment, due_of(session)
    row.full, row.shared = _print(row, session, moment)
    row.save(update_fields=["data", "sent_at", "due_at", "full", "shared"])
    outbox.cancel(about=row.about)
    audit.record("qa.sent", about=session.about, by=by, at=moment, late=row.is_late(moment))
    outbox.write(_notes(row, session, moment), at=moment)
    return row


def _check(row: QAReview) -> None:
    if not QAJudgement.objects.filter(session=row.session_id).exists():
        raise ValidationError("Record your own judgement first")
    if row.session.state not in REPORT_SENT:
        raise ValidationError("The team’s report has not been sent yet. The QA report looks at it too")
    problems = [f"{part.title}: {point.label}" for part, point in missing(row.answers)]
    if problems:
        raise ValidationError([f"Still to come: {problem}" for problem in problems])


def facts_of(row: QAReview, session: ChallengeSession, at: datetime) -> Facts:
    """The QA report as plain data, with every label in it."""
    return {
        "title": f"Quality assurance: {session.host.name}",
        "school": session.host.name,
        "day": clock.day(session.starts_at),
        "round": str(session.round),
        "group": f"{session.group}, {session.group.collaborative}",
        "team": [f"{r.person}{' (lead reviewer)' if r.is_lead else ''}" for r in session.reviewers.all()],
        "qa_reviewer": row.by.name,
        "sent": clock.when(at),
        "comparison": comparison(session),
        "parts": [_part(part, row.answers.get(part.slug, {})) for part in QA_PARTS],
    }


def _part(part: QAPart, answers: dict[str, str]) -> Facts:
    points = []
    for point in part.points:
        value = answers.get(point.name, "")
        if point.kind == "rating":
            value = f"{value} of 4: {QARating(value).label.lower()}" if value else ""
        elif point.kind == "verdict":
            value = QAVerdict(value).label if value else ""
        points.append({"label": point.label, "value": value, "text": point.kind == "text"})
    return {"slug": part.slug, "title": part.title, "skills": part.skills, "points": points}


def comparison(session: ChallengeSession) -> list[dict[str, str]]:
    """The QA reviewer's own judgement beside the team's, line by line; nothing before it is recorded."""
    own = QAJudgement.objects.filter(session=session).select_related("direction").first()
    report = Report.objects.filter(session=session).select_related("direction").first()
    if own is None or report is None or not session.is_report_sent:
        return []
    team = {row.area_id: row.accuracy for row in AreaJudgement.objects.filter(report=report)}
    lines = [_line("Self-evaluation overall", own.overall, report.overall_accuracy, own.overall_evidence)]
    lines += [
        _line(str(row.area), row.accuracy, team.get(row.area_id, ""))
        for row in own.areas.select_related("area")
    ]
    theirs = report.direction
    same = "Agrees" if theirs == own.direction else "Differs"
    lines.append(
        {
            "label": "Direction",
            "own": own.direction.label,
            "team": theirs.label if theirs else "",
            "verdict": same if theirs else "",
            "evidence": own.direction_evidence,
        }
    )
    return lines


# The more the self-evaluation is thought to claim, the stricter the judgement on it.
STRICTNESS = {Accuracy.MORE_CAUTIOUS: 0, Accuracy.ACCURATE: 1, Accuracy.MORE_POSITIVE: 2}


def _line(label: str, own: str, team: str, evidence: str = "") -> dict[str, str]:
    verdict = ""
    if own in STRICTNESS and team in STRICTNESS:
        apart = STRICTNESS[Accuracy(team)] - STRICTNESS[Accuracy(own)]
        verdict = "Agrees" if apart == 0 else "Team stricter" if apart > 0 else "Team more generous"
    return {
        "label": label,
        "own": Accuracy(own).label if own else "",
        "team": Accuracy(team).label if team else "Not judged",
        "verdict": verdict,
        "evidence": evidence,
    }


def without_skills(data: Facts) -> Facts:
    """The facts without what only the lead reviewer and the Director read."""
    return {**data, "parts": [part for part in data["parts"] if not part["skills"]]}


def _print(row: QAReview, session: ChallengeSession, at: datetime) -> tuple[Document, Document]:
    name = f"qa-{slugify(session.host.name)}-{clock.local(session.starts_at):%Y-%m-%d}"
    versions = (
        ("full", "-lead", {**row.data, "readers": FOR_FULL}),
        ("shared", "", {**without_skills(row.data), "readers": FOR_SHARED}),
    )
    full, shared = (
        documents.ask(
            KIND,
            about=f"{row.about}:{which}",
            title="The QA report",
            filename=f"{name}{ending}.pdf",
            source=source,
            at=at,
        )
        for which, ending, source in versions
    )
    return full, shared


def _notes(row: QAReview, session: ChallengeSession, at: datetime) -> list[Note]:
    heads = {p.pk for p in people_with(Role.HEADTEACHER, school=session.host)}
    leads = people_with(Role.LEAD_HEADTEACHER, collaborative=session.group.collaborative)
    people = [*people_with(Role.DIRECTOR), *(one for one in leads if one.pk not in heads)]
    people += [reviewer.person for reviewer in session.reviewers.all()]
    return [
        Note(
            key=f"qa-sent:qa={row.pk}:user={person.pk}",
            kind="qa-sent",
            person=person,
            context={"path": row.get_absolute_url(), "on": clock.day(session.starts_at)},
            about=row.about,
            why="a QA report is there for them to read",
        )
        for person in dict.fromkeys(people)
    ]
