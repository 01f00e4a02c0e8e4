"""The final report: a new frozen version with what was corrected marked and the reply at its end. The first stays."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.transitions import WrongMove, move
from peerchallenge.choices import REPLY_MOVES, CorrectionState, EventKind, ReplyState
from peerchallenge.models import Reply, ReportVersion, SessionEvent
from peerchallenge.packs.paragraphs import corrected
from peerchallenge.services.findings import file_report
from peerchallenge.services.replies.opening import hosts, locked, notes_to, refresh, team
from peerchallenge.services.reports.annex import annex_of, contested_names
from peerchallenge.services.reports.carrying import carry_on
from peerchallenge.services.reports.sending import ask_final

Told = Callable[[dict[str, Any], ReportVersion], str]


@transaction.atomic
def send_final(*, reply: Reply, by: User, at: datetime | None = None) -> ReportVersion:
    """Send the final report once every correction is decided: lock, check, issue. Sending twice sends it once.

    Raises WrongMove before the host has answered, ValidationError while a correction is undecided.
    """
    row = locked(reply.session_id)
    if row.state == ReplyState.SETTLED:
        return row.session.versions.order_by("-number")[0]
    if row.state != ReplyState.ANSWERED:
        raise WrongMove(row.state, ReplyState.SETTLED)
    return issue_final(row=row, by=by, at=at or clock.now())


def issue_final(*, row: Reply, by: User, at: datetime) -> ReportVersion:
    """Issue the final report of a locked reply.

    In order: checks that nothing is undecided, freezes the new version and asks for its PDF, moves the reply, history,
    audit, messages to host and team. Raises ValidationError.
    """
    left = row.corrections.filter(state=CorrectionState.PROPOSED).count()
    if left:
        raise ValidationError(f"{_count(left, 'correction')} still to be decided.")
    version = issue_version(row, by, at, _told)
    row.settled_at = at
    move(row, to=ReplyState.SETTLED, table=REPLY_MOVES, by=by, at=at, update=("settled_at",))
    refresh(row, at)
    row.save(update_fields=["next_reminder_at"])
    detail = {"version": version.number}
    SessionEvent(
        thing=row.session, kind=EventKind.FINAL, to_state=row.session.state, at=at, by=by, detail=detail
    ).save()
    people = hosts(row) | team(row)
    outbox.write(
        notes_to(row, "report-final", people, "the final report was sent", number=version.number), at=at
    )
    return version


def issue_version(row: Reply, by: User, at: datetime, told: Told) -> ReportVersion:
    """The next version of the report, with the reply as it now stands. ``told`` says what is new, in sentences."""
    old = row.session.versions.filter(sealed_at=None).order_by("-number")[0]
    number = row.session.versions.order_by("-number")[0].number + 1
    annex = annex_of(row)
    texts = {c["paragraph"]: c["after"] for c in annex["corrections"] if c["accepted"]}
    erratum = f"This is version {number}, of {clock.when(at)}. {told(annex, old)}"
    data = {
        **corrected(old.data, texts),
        "number": number,
        "erratum": erratum,
        "stage": "Final report",
        "reply": annex,
        "contested": contested_names(annex),
    }
    carry_on(row.session, data, at)
    audit.record("report.final", about=row.session.about, by=by, at=at, version=number)
    version = ReportVersion.objects.create(
        session=row.session,
        number=number,
        data=data,
        document=ask_final(row.session, data, at),
        sent_at=old.sent_at,
        issued_at=at,
        sent_by=old.sent_by,
        ended_at=old.ended_at,
        due_at=old.due_at,
        erratum=erratum,
    )
    file_report(version=version, at=at)
    return version


def _told(annex: dict[str, Any], old: ReportVersion) -> str:
    rows = annex["corrections"]
    taken = sum(row["accepted"] for row in rows)
    parts = [f"It is the final report and follows version {old.number}, of {clock.when(old.issued_at)}."]
    if taken:
        verb = "was" if taken == 1 else "were"
        parts.append(f"{_count(taken, 'paragraph')} {verb} corrected at the school’s request and marked.")
    if len(rows) > taken:
        parts.append(f"{_count(len(rows) - taken, 'correction')} declined.")
    parts.append("The school’s reply is at the end.")
    return " ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
