"""Sending the report: frozen, receipted, and told to the host. And its preview."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from hlp import audit, clock, documents, outbox
from hlp.choices import DocumentState
from hlp.models import Document, User
from hlp.outbox import Note
from hlp.transitions import move
from peerchallenge.choices import SESSION_MOVES, TO_COME, SessionState
from peerchallenge.models import ChallengeSession, Reply, Report, ReportVersion
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.concerns import raise_from_report
from peerchallenge.services.findings import file_report
from peerchallenge.services.replies.opening import open_reply
from peerchallenge.services.reports.answers import answers_of
from peerchallenge.services.reports.carrying import carry_on
from peerchallenge.services.reports.completeness import problems
from peerchallenge.services.reports.drafting import locked
from peerchallenge.services.reports.snapshot import Data, punctuality, snapshot, stamped
from peerchallenge.services.reports.warnings import open_warnings
from peerchallenge.services.support.cases import open_from_report
from peerchallenge.services.teams import still_to_accept
from schools.choices import Role
from schools.roles import people_with

PREVIEW, FINAL = "report-preview", "report"


@transaction.atomic
def send_report(*, session: ChallengeSession, by: User, at: datetime | None = None) -> ReportVersion:
    """Send the report to the host.

    In order: locks session and report, starts the clock if the planned end has passed unnoticed, checks that
    nothing is missing and no warning is open, freezes the data and asks for the PDF, moves the session to reported,
    withdraws reminders, destroys previews, audits, carries the agreed actions on, files the findings, opens the host's
    reply, writes to the host's headteachers and the team, puts a decision before the Director where the direction is a
    concern, and opens a need where support is wanted. It is on time if sent by ``report_due_at``, to the second.
    Sending twice returns what was sent the first time. Raises ValidationError.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    if row.is_report_sent:
        return row.versions.order_by("-number")[0]
    row = _held(row, moment)
    if still_to_accept(row, by):
        raise ValidationError("Accept the code of conduct for this session before you send its report.")
    report = _complete(row)
    version = _freeze(row, report, by, moment)
    row.next_reminder_at = None
    move(row, to=SessionState.REPORTED, table=SESSION_MOVES, by=by, at=moment, update=("next_reminder_at",))
    outbox.cancel(about=row.about, kinds=deadline_clock.CLOCK_KINDS)
    destroy_previews(row)
    audit.record("report.sent", about=row.about, by=by, at=moment, on_time=version.on_time, version=1)
    carry_on(row, version.data, moment)
    file_report(version=version, at=moment)
    reply = open_reply(session=row, at=moment)
    outbox.write(_notes(row, version, reply), at=moment)
    raise_from_report(session=row, report=report, at=moment)
    open_from_report(session=row, report=report, at=moment)
    return version


def _held(row: ChallengeSession, moment: datetime) -> ChallengeSession:
    """The session with its clock running. Raises ValidationError when it has not ended."""
    if row.state in TO_COME and row.planned_end_at <= moment:
        row = deadline_clock.end_session(session=row, by=None, at=moment)
    if row.state in TO_COME:
        raise ValidationError(
            f"The session has not ended yet: it is planned until {clock.when(row.planned_end_at)}. If it ended "
            "early, the lead reviewer says so on the session’s page first."
        )
    if row.state != SessionState.HELD:
        raise ValidationError(
            f"This session is {row.get_state_display().lower()}, so its report cannot be sent."
        )
    return row


def _complete(row: ChallengeSession) -> Report:
    report = Report.objects.select_for_update().filter(session=row).first()
    if report is None:
        raise ValidationError("Nothing has been written yet.")
    report.session = row
    answers = answers_of(report)
    if found := problems(answers):
        raise ValidationError([problem.message for problem in found])
    if warned := open_warnings(report, answers):
        raise ValidationError(
            [f"{one.section}: {one.message}. Change the text, or the lead overrules it" for one in warned]
        )
    return report


def _freeze(row: ChallengeSession, report: Report, by: User, moment: datetime) -> ReportVersion:
    assert row.ended_at is not None  # noqa: S101 a held session has both, the database sees to it
    assert row.report_due_at is not None  # noqa: S101
    times = {"sent_at": moment, "ended_at": row.ended_at, "due_at": row.report_due_at}
    data = stamped(snapshot(row, report), number=1, **times)
    return ReportVersion.objects.create(
        session=row,
        number=1,
        data=data,
        document=ask_final(row, data, moment),
        issued_at=moment,
        sent_by=by,
        **times,
    )


def ask_final(session: ChallengeSession, data: Data, at: datetime) -> Document:
    """Ask for the PDF of a sent version."""
    return documents.ask(
        FINAL,
        about=session.about,
        title=f"Report on {session.host.name}",
        filename=filename(session, f"-version-{data['number']}" if data["number"] > 1 else ""),
        source={**data, "draft": False},
        at=at,
    )


def filename(session: ChallengeSession, ending: str = "") -> str:
    """``peer-challenge-report-beech-primary-school-2026-11-19.pdf``."""
    day = clock.local(session.starts_at).date()
    return f"peer-challenge-report-{slugify(session.host.name)}-{day:%Y-%m-%d}{ending}.pdf"


def destroy_previews(session: ChallengeSession) -> None:
    """Make every preview of the report unreadable."""
    previews = Document.objects.filter(kind=PREVIEW, about=session.about)
    for document in previews.exclude(state=DocumentState.SEALED):
        documents.seal(document)


@transaction.atomic
def ask_preview(*, session: ChallengeSession, by: User, at: datetime | None = None) -> Document:
    """Ask for a PDF of the report as it stands, marked as a draft; the same text gives the same document.

    Raises Closed when the report is sent or the session is off.
    """
    report = locked(Report.objects.get(session=session))
    row = ChallengeSession.objects.with_people().get(pk=session.pk)
    report.session = row
    return documents.ask(
        PREVIEW,
        about=row.about,
        title=f"Draft report on {row.host.name}",
        filename=filename(row, "-draft"),
        source={**snapshot(row, report), "draft": True},
        at=at,
    )


def _notes(row: ChallengeSession, version: ReportVersion, reply: Reply) -> list[Note]:
    facts = {
        **deadline_clock.context_of(row),
        "sent": clock.when(version.sent_at),
        "stamp": punctuality(version.sent_at, version.ended_at, version.due_at),
        "on_time": version.on_time,
        "reply_due": clock.when(reply.reply_due_at),
    }
    hosts = people_with(Role.HEADTEACHER, school=row.host)
    team = [reviewer.person for reviewer in row.reviewers.all()]
    return [
        *(
            _note(row, person, "report-sent", facts, "the report on their school was sent")
            for person in hosts
        ),
        *(_note(row, person, "report-receipt", facts, "they wrote the report") for person in team),
    ]


def _note(row: ChallengeSession, person: User, kind: str, facts: dict[str, Any], why: str) -> Note:
    return Note(
        key=f"{kind}:session={row.pk}:user={person.pk}",
        kind=kind,
        person=person,
        context=facts,
        about=row.about,
        why=why,
    )
