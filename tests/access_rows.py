"""The rows of the peer challenge in the table of access (``tests/test_access.py`` says how to read them).

First the session of the cast as it is confirmed, then as it stands when everything has been handed over.
"""

from typing import Any

from hlp import texts
from hlp.models import Blob, Document, Text
from peerchallenge.models import Area, Reviewer
from peerchallenge.services import handbooks, reports, selfevaluations
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger
TABLE = {
    # Rounds and the year's scheme
    "GET peerchallenge:round-list": "s 22 222 22 22 22 2 22",
    "GET peerchallenge:round-create": "s 22 FFF FF FF FF F FF",
    "POST peerchallenge:round-create": "s 22 FFF FF FF FF F FF",
    "GET peerchallenge:round-detail": "s 22 222 22 22 22 2 24",
    "GET peerchallenge:round-edit": "s 22 FFF FF FF FF F F4",
    "POST peerchallenge:round-edit": "s 22 FFF FF FF FF F F4",
    "GET peerchallenge:reminder-table": "s 22 FFF FF FF FF F FF",
    "GET peerchallenge:scheme-edit": "s 2F FFF FF FF FF F F4",
    "POST peerchallenge:scheme-edit": "s 2F FFF FF FF FF F F4",
    # Sessions: what is planned
    "GET peerchallenge:session-list": "s 22 222 22 22 22 2 22",
    "GET peerchallenge:session-create": "s 22 FFF FF FF FF F FF",
    "POST peerchallenge:session-create": "s 22 FFF FF FF FF F FF",
    "GET peerchallenge:session-detail": "s 22 222 22 24 24 4 44",
    "GET peerchallenge:session-edit": "s 22 FFF FF F4 F4 4 44",
    "POST peerchallenge:session-edit": "s 22 FFF FF F4 F4 4 44",
    "GET peerchallenge:session-confirm": "s 33 3FF 33 F4 F4 4 44",
    "POST peerchallenge:session-confirm": "s 33 3FF 33 F4 F4 4 44",
    "GET peerchallenge:session-postpone": "s 22 FFF FF 24 F4 4 44",
    "POST peerchallenge:session-postpone": "s 22 FFF FF 24 F4 4 44",
    "GET peerchallenge:session-reschedule": "s 22 FFF FF 24 F4 4 44",
    "POST peerchallenge:session-reschedule": "s 22 FFF FF 24 F4 4 44",
    "GET peerchallenge:session-cancel": "s 22 FFF FF F4 F4 4 44",
    "POST peerchallenge:session-cancel": "s 22 FFF FF F4 F4 4 44",
    "GET peerchallenge:session-end": "s FF F3F FF F4 F4 4 44",
    "POST peerchallenge:session-end": "s FF F3F FF F4 F4 4 44",
    "GET peerchallenge:session-correct-end": "s 3F FFF FF F4 F4 4 44",
    "POST peerchallenge:session-correct-end": "s 3F FFF FF F4 F4 4 44",
    "GET peerchallenge:session-close": "s 3F FFF FF F4 F4 4 44",
    "POST peerchallenge:session-close": "s 3F FFF FF F4 F4 4 44",
    "GET peerchallenge:session-team": "s 22 FFF FF 24 F4 4 44",
    "POST peerchallenge:session-team": "s 22 FFF FF 24 F4 4 44",
    "GET peerchallenge:session-lead": "s 33 FFF FF 34 F4 4 44",
    "POST peerchallenge:session-lead": "s 33 FFF FF 34 F4 4 44",
    "GET peerchallenge:session-cover": "s 22 FFF FF 24 F4 4 44",
    "GET peerchallenge:session-cover-for": "s 22 FFF FF 24 F4 4 44",
    "POST peerchallenge:session-cover-for": "s 22 FFF FF 24 F4 4 44",
    "GET peerchallenge:session-accept-code": "s FF F22 FF F4 F4 4 44",
    "POST peerchallenge:session-accept-code": "s FF F22 FF F4 F4 4 44",
    # The host writes; there is nothing to read before they begin, and for others before they share
    "GET peerchallenge:selfevaluation-read": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:selfevaluation-edit": "s FF 2FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-part": "s FF 2FF FF F4 F4 4 44",
    "POST peerchallenge:selfevaluation-part": "s FF 2FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-save": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:selfevaluation-save": "s FF 2FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-share": "s FF 2FF FF F4 F4 4 44",
    "POST peerchallenge:selfevaluation-share": "s FF 3FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-text": "s FF 2FF FF F4 F4 4 44",
    "POST peerchallenge:selfevaluation-text": "s FF 2FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-text-save": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:selfevaluation-text-save": "s FF 2FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-start": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:selfevaluation-start": "s FF 3FF FF F4 F4 4 44",
    "GET peerchallenge:selfevaluation-paper": "s 44 444 44 44 44 4 44",
    "POST peerchallenge:selfevaluation-paper": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:selfevaluation-download": "s 44 444 44 44 44 4 44",
    # Reviewers accept the code of conduct first
    "GET peerchallenge:handbook-detail": "s 22 233 22 24 24 4 44",
    "POST peerchallenge:handbook-detail": "s 33 333 33 34 34 4 44",
    "GET peerchallenge:handbook-download": "s 22 233 22 24 24 4 44",
    # The team writes; its working text is nobody else's
    "GET peerchallenge:report-blank": "s 22 222 22 22 22 2 2F",
    "GET peerchallenge:report-blank-word": "s 22 222 22 22 22 2 2F",
    "GET peerchallenge:report-tasks": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:report-section": "s 44 422 44 44 44 4 44",
    "POST peerchallenge:report-section": "s 44 433 44 44 44 4 44",
    "GET peerchallenge:report-save": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:report-save": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:report-around": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:report-section-around": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:report-choose": "s 44 433 44 44 44 4 44",
    "POST peerchallenge:report-choose": "s 44 433 44 44 44 4 44",
    "GET peerchallenge:report-warnings": "s 44 422 44 44 44 4 44",
    "POST peerchallenge:report-warnings": "s 44 42F 44 44 44 4 44",  # only the lead overrules
    "GET peerchallenge:report-check": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:report-preview": "s 44 433 44 44 44 4 44",
    "POST peerchallenge:report-preview": "s 44 433 44 44 44 4 44",
    "GET peerchallenge:report-preview-download": "s 44 433 44 44 44 4 44",
    "GET peerchallenge:report-send": "s 44 422 44 44 44 4 44",
    "POST peerchallenge:report-send": "s 44 422 44 44 44 4 44",
    # Nothing is sent yet, so there is nothing to read
    "GET peerchallenge:report-receipt": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:report-read": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:report-progress": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:report-download": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:report-print": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:report-print": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:report-seal": "s 44 444 44 44 44 4 44",
    "POST peerchallenge:report-seal": "s 44 444 44 44 44 4 44",
    "GET peerchallenge:report-nominate": "s 55 555 55 55 55 5 55",
    "POST peerchallenge:report-nominate": "s 44 444 44 44 44 4 44",
}

# The self-evaluation is shared, the code accepted, the report sent. The QA reviewer's own judgement is not recorded.
HANDED_OVER = {
    "GET peerchallenge:session-detail": "s 22 222 22 24 24 4 44",
    "GET peerchallenge:selfevaluation-read": "s 24 222 44 24 24 4 44",
    "GET peerchallenge:selfevaluation-paper": "s 24 222 44 24 24 4 44",
    "POST peerchallenge:selfevaluation-paper": "s 34 333 44 34 34 4 44",
    "GET peerchallenge:selfevaluation-download": "s 24 222 44 24 24 4 44",
    "GET peerchallenge:handbook-detail": "s 22 222 22 24 24 4 44",
    "GET peerchallenge:handbook-download": "s 23 222 33 24 24 4 44",
    "GET peerchallenge:report-receipt": "s 44 422 44 44 44 4 44",
    "GET peerchallenge:report-read": "s 24 222 44 24 44 4 44",
    "GET peerchallenge:report-progress": "s 34 333 44 34 44 4 44",
    "GET peerchallenge:report-download": "s 24 222 44 24 44 4 44",
    "POST peerchallenge:report-print": "s 34 333 44 34 44 4 44",
    "GET peerchallenge:report-seal": "s 24 FFF 44 F4 44 4 44",
    "POST peerchallenge:report-seal": "s 24 FFF 44 F4 44 4 44",
    "POST peerchallenge:report-nominate": "s 34 333 44 34 44 4 44",
    "GET peerchallenge:session-close": "s 2F FFF FF F4 F4 4 44",
    "POST peerchallenge:session-close": "s 3F FFF FF F4 F4 4 44",
    "POST peerchallenge:report-section": "s 44 422 44 44 44 4 44",  # told that it has gone
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses of these rows. A handbook is made, and its bytes are there."""
    _handbook(cast)
    session = {"pk": cast.session.pk}
    names = {row.split()[1] for row in TABLE if "session" in row or "evaluation" in row or "report-" in row}
    bare = {"session-list", "session-create", "report-blank", "report-blank-word"}
    area = {**session, "area": Area.objects.get(year=cast.year, name="Inclusion").pk}
    return {
        **{name: session for name in names if name.partition(":")[2] not in bare},
        **{f"peerchallenge:round-{verb}": {"pk": cast.round.pk} for verb in ("detail", "edit")},
        **{f"peerchallenge:selfevaluation-{verb}": area for verb in ("part", "save")},
        **{
            f"peerchallenge:selfevaluation-{verb}": {**session, "text": "focus"}
            for verb in ("text", "text-save")
        },
        "peerchallenge:selfevaluation-download": {**session, "version": 1},
        **{
            f"peerchallenge:report-{verb}": {**session, "slug": "context"}
            for verb in ("section", "save", "choose", "section-around")
        },
        **{
            f"peerchallenge:report-{v}": {**session, "number": 1}
            for v in ("progress", "download", "print", "seal")
        },
        "peerchallenge:report-nominate": {**session, "paragraph": "good_practice-0"},
        "peerchallenge:session-cover-for": {**session, "person": cast.reviewer.pk},
        "peerchallenge:scheme-edit": {"name": "2026-27"},
        "peerchallenge:handbook-detail": session,
        "peerchallenge:handbook-download": {**session, "version": 1},
    }


def _handbook(cast: Cast) -> None:
    _ready(handbooks.ask_handbook(session=cast.session).document)


def _ready(document: Document) -> None:
    document.blob, document.state, document.ready_at = Blob.keep(b"%PDF"), "ready", document.asked_at
    document.save()


def hand_over(cast: Cast) -> None:
    """The self-evaluation is shared, the code accepted, and the report sent in time."""
    texts.ensure_defaults()
    evaluation = selfevaluations.open_self_evaluation(session=cast.session)
    selfevaluations.share(self_evaluation=evaluation, by=cast.host)
    _ready(selfevaluations.ask_paper(self_evaluation=evaluation))
    code = Text.objects.get(slug="code-of-conduct").current
    team = Reviewer.objects.filter(session=cast.session)
    team.update(code_version=code, code_accepted_at=utc("2026-11-01 09:00"))
    full_report.write(make.held(cast.session), cast.lead)
    version = reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 23:00"))
    _ready(version.document)
