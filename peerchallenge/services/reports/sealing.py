"""Sealing: the one exception from "what is sent stays as it was sent"."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, documents, outbox, text
from hlp.choices import DocumentState
from hlp.models import Document, User
from hlp.outbox import Note
from peerchallenge.choices import EventKind
from peerchallenge.models import ChallengeSession, Report, ReportVersion, SessionEvent, ShareLink
from peerchallenge.packs.sections import SECTIONS, Section
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.findings import file_report
from peerchallenge.services.reports.answers import Answers, answers_of, pick, store, tidied
from peerchallenge.services.reports.carrying import carry_on
from peerchallenge.services.reports.completeness import problems
from peerchallenge.services.reports.drafting import check_lengths
from peerchallenge.services.reports.reply_texts import overwrite_reply
from peerchallenge.services.reports.sending import ask_final, destroy_previews
from peerchallenge.services.reports.snapshot import Data, with_texts
from peerchallenge.services.reports.warnings import forget_words
from peerchallenge.services.support.cases import rewrite_need
from schools.choices import Role
from schools.roles import people_with

SHARED = "report-shared"


@transaction.atomic
def seal_version(
    *, version: ReportVersion, reason: str, replacement: dict[str, str], by: User, at: datetime | None = None
) -> ReportVersion:
    """Make a sent version unreadable and send its replacement in the same act.

    ``replacement`` holds new texts by the names that ``texts_of`` and ``reply_texts`` give, and ``note`` for the
    confidential note; what it leaves out stays. In order: locks session, versions and report; empties the data, the
    document and every preview of this version and of all that hold the same texts; overwrites the working text, the
    note, the need of support, the reply and the session's focus and key lines, and empties the handbooks that hold
    other ones; issues the next version with an erratum and puts its findings in place of the old ones; history row,
    audit, message to host and team. Sealing twice returns the replacement. Raises ValidationError by field.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(version.session_id)
    old = ReportVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if old.is_sealed:
        return row.versions.order_by("-number")[0]
    reason = text.tidy(reason)
    if not reason:
        raise ValidationError({"reason": "Enter the reason for sealing this version"})
    texts = {name: text.tidy(value) for name, value in replacement.items()}
    others = row.versions.select_for_update(of=("self",)).filter(sealed_at=None).order_by("number")
    whole = list(others.select_related("document"))
    data = with_texts(whole[-1].data, texts)
    _overwrite(row, texts)
    if annex := overwrite_reply(row, data, texts):
        data = {**data, **annex}
    for version in whole:
        _empty(version, reason, by, moment)
    destroy_previews(row)
    forget_words(row)
    seal_shared(list(row.share_links.all()))
    carry_on(row, data, moment)
    rewrite_need(session=row)
    new = _issue(row, old, data, reason, moment)
    file_report(version=new, at=moment)
    detail = {"version": old.number, "replaced_by": new.number}
    SessionEvent(thing=row, kind=EventKind.SEALED, at=moment, by=by, reason=reason, detail=detail).save()
    audit.record("report.sealed", about=row.about, by=by, at=moment, **detail)
    outbox.write(_notes(row, new), at=moment)
    return new


def seal_shared(links: list[ShareLink]) -> None:
    """Make every PDF unreadable that was made for the readers of these links."""
    made = Document.objects.filter(kind=SHARED, about__in=[link.about for link in links])
    for document in made.exclude(state=DocumentState.SEALED):
        documents.seal(document)


def _overwrite(row: ChallengeSession, texts: dict[str, str]) -> None:
    """Write the new texts over the working ones. Raises ValidationError for what a report may not lack."""
    report = Report.objects.select_for_update().get(session=row)
    report.session = row
    answers = _replaced(answers_of(report), texts)
    if found := problems(answers):
        raise ValidationError({problem.box.removeprefix("id_"): problem.message for problem in found})
    for section in SECTIONS:
        _put(report, section, answers)
    report.save()
    row.key_lines = texts.get("key_lines", row.key_lines)
    if "focus" in texts:
        row.focus_detail = texts["focus"].removeprefix(f"{row.focus}: ")[:300]
    row.save(update_fields=["key_lines", "focus_detail"])
    _empty_handbooks(row)


def _empty_handbooks(row: ChallengeSession) -> None:
    """Make unreadable each handbook with another focus or other key lines than the session has now."""
    for handbook in row.handbooks.select_related("document"):
        source = handbook.document.source
        if (source.get("focus_detail"), source.get("key_lines")) != (row.focus_detail, row.key_lines):
            documents.seal(handbook.document)


def _put(report: Report, section: Section, answers: Answers) -> None:
    data = tidied(section, pick(answers, section), answers)
    check_lengths(section, data)
    if data["note"] if section.confidential else True:
        store(report, section, data)
    elif hasattr(report, "note"):
        report.note.delete()


def _replaced(answers: Answers, texts: dict[str, str]) -> Answers:
    after: Answers = {name: texts.get(name, value) for name, value in answers.items()}
    after["areas"] = [
        {**area, "evidence": texts.get(f"evidence_{area['id']}", area["evidence"])}
        for area in answers["areas"]
    ]
    after["actions"] = [
        {key: texts.get(f"{key}_{place}", value) for key, value in action.items()}
        for place, action in enumerate(answers["actions"])
    ]
    return after


def _empty(old: ReportVersion, reason: str, by: User, moment: datetime) -> None:
    documents.seal(old.document)
    old.data = {}
    old.sealed_at, old.sealed_by, old.seal_reason = moment, by, reason
    old.save(update_fields=["data", "sealed_at", "sealed_by", "seal_reason"])


def _issue(
    row: ChallengeSession, old: ReportVersion, data: Data, reason: str, moment: datetime
) -> ReportVersion:
    number = row.versions.order_by("-number")[0].number + 1
    erratum = (
        f"This is version {number}, of {clock.when(moment)}. It replaces version {old.number}, which the Director "
        f"sealed. Reason: {reason}"
    )
    data = {**data, "number": number, "erratum": erratum}
    return ReportVersion.objects.create(
        session=row,
        number=number,
        data=data,
        document=ask_final(row, data, moment),
        issued_at=moment,
        sent_at=old.sent_at,
        sent_by=old.sent_by,
        ended_at=old.ended_at,
        due_at=old.due_at,
        erratum=erratum,
    )


def _notes(row: ChallengeSession, new: ReportVersion) -> list[Note]:
    people = {person.pk: person for person in people_with(Role.HEADTEACHER, school=row.host)}
    people |= {reviewer.person_id: reviewer.person for reviewer in row.reviewers.all()}
    return [
        Note(
            key=f"report-replaced:session={row.pk}:version={new.number}:user={person.pk}",
            kind="report-replaced",
            person=person,
            context={**deadline_clock.context_of(row), "number": new.number},
            about=row.about,
            why="the Director replaced a version of the report",
        )
        for person in people.values()
    ]
