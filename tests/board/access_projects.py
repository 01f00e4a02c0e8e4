"""Who opens projects: a proposal with an open call, one before the Board, one that runs, one that is finished.

The Director proposed them; the host's deputy leads the running one, in which the lead reviewer's school takes part. That
school also answered the call.
"""

from datetime import date, timedelta
from typing import Any

from board.choices import ProjectState
from board.models import ImpactFigure, ProgressReport, ProjectDocument, ProjectMeeting
from board.services.projects import calls, running
from board.services.projects.calls import CallTerms
from hlp.models import Blob
from tests.board import minuted
from tests.board.factories import MilestoneFactory, ProjectFactory, approved
from tests.conftest import Cast, utc

NOW = utc("2026-11-16 09:00")

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {
    "GET board:project-list": "s 22 222 22 22 22 2 24 2224",
    "GET board:project-create": "s 22 444 44 22 44 4 44 4444",
    "POST board:project-create": "s 22 444 44 22 44 4 44 4444",
    "GET board:project-detail": "s 22 222 22 22 22 2 24 2224",
    "GET board:project-edit": "s 22 444 44 44 44 4 44 4444",
    "POST board:project-edit": "s 22 444 44 44 44 4 44 4444",
    "GET board:project-put": "s 2F 444 44 44 44 4 44 4444",
    "POST board:project-put": "s 2F 444 44 44 44 4 44 4444",
    "GET board:project-decide": "s 2F 444 44 44 44 4 44 2244",
    "POST board:project-decide": "s 2F 444 44 44 44 4 44 2244",
    "GET board:project-take-back": "s 55 555 55 55 55 5 55 5555",
    "POST board:project-take-back": "s 3F 444 44 44 44 4 44 3344",
    "GET board:project-withdraw": "s 22 444 44 44 44 4 44 4444",
    "POST board:project-withdraw": "s 22 444 44 44 44 4 44 4444",
    "GET board:call-edit": "s 22 444 44 44 44 4 44 4444",
    "POST board:call-edit": "s 22 444 44 44 44 4 44 4444",
    "GET board:call-close": "s 55 555 55 55 55 5 55 5555",
    "POST board:call-close": "s 33 444 44 44 44 4 44 4444",
    "GET board:expression-list": "s 22 444 44 44 44 4 44 4444",
    "GET board:project-members": "s 22 444 44 44 44 4 44 4444",
    "POST board:project-members": "s 33 444 44 44 44 4 44 4444",
    "GET board:call-detail": "s 22 222 22 22 44 4 24 2224",
    "POST board:call-detail": "s FF 222 FF FF 44 4 24 FFF4",
    "GET board:expression-answer": "s 22 4F4 44 44 44 4 44 4444",
    "POST board:expression-answer": "s 33 4F4 44 44 44 4 44 4444",
    "GET board:expression-withdraw": "s 55 555 55 55 55 5 55 5555",
    "POST board:expression-withdraw": "s 33 434 44 44 44 4 44 4444",
    "GET board:project-amend": "s 22 FFF FF FF FF F F4 FFF4",
    "POST board:project-amend": "s 22 FFF FF FF FF F F4 FFF4",
    "GET board:project-pause": "s 22 FFF FF FF FF F F4 FFF4",
    "POST board:project-pause": "s 22 FFF FF FF FF F F4 FFF4",
    "GET board:project-resume": "s 55 555 55 55 55 5 55 5555",
    "POST board:project-resume": "s 33 FFF FF FF FF F F4 FFF4",
    "GET board:project-stop": "s 22 FFF FF FF FF F F4 FFF4",
    "POST board:project-stop": "s 22 FFF FF FF FF F F4 FFF4",
    "GET board:project-public": "s 22 FFF FF FF FF F F4 FFF4",
    "POST board:project-public": "s 22 FFF FF FF FF F F4 FFF4",
    "GET board:project-close": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:project-close": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:project-ask-next": "s 22 FFF FF FF FF F F4 FFF4",
    "POST board:project-ask-next": "s 22 FFF FF FF FF F F4 FFF4",
    "GET board:milestone-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:milestone-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:milestone-edit": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:milestone-edit": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:milestone-done": "s 55 555 55 55 55 5 55 5555",
    "POST board:milestone-done": "s 33 FFF 3F FF FF F F4 FFF4",
    "GET board:milestone-remove": "s 55 555 55 55 55 5 55 5555",
    "POST board:milestone-remove": "s 33 FFF 3F FF FF F F4 FFF4",
    "GET board:project-report-detail": "s 22 222 22 22 22 2 24 2224",
    "GET board:project-report-edit": "s 22 444 24 44 44 4 44 4444",
    "POST board:project-report-edit": "s 33 444 34 44 44 4 44 4444",
    "GET board:project-report-download": "s 44 444 44 44 44 4 44 4444",
    "GET board:project-document-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:project-document-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:project-document-download": "s 22 222 22 22 22 2 24 2224",
    "GET board:project-document-remove": "s 55 555 55 55 55 5 55 5555",
    "POST board:project-document-remove": "s 33 FFF 3F FF FF F F4 FFF4",
    "GET board:figure-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:figure-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:figure-remove": "s 55 555 55 55 55 5 55 5555",
    "POST board:figure-remove": "s 33 FFF 3F FF FF F F4 FFF4",
    "GET board:project-meeting-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:project-meeting-create": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:project-meeting-detail": "s 22 222 22 22 22 2 24 2224",
    "POST board:project-meeting-detail": "s FF 22F 22 FF FF F F4 FFF4",
    "GET board:project-meeting-edit": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:project-meeting-edit": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:project-meeting-cancel": "s 55 555 55 55 55 5 55 5555",
    "POST board:project-meeting-cancel": "s 33 FFF 3F FF FF F F4 FFF4",
    "GET board:project-meeting-note": "s 22 FFF 2F FF FF F F4 FFF4",
    "POST board:project-meeting-note": "s 22 FFF 2F FF FF F F4 FFF4",
    "GET board:project-meeting-calendar": "s 22 222 22 22 22 2 24 2224",
    "GET board:public-project-list": "2 22 222 22 22 22 2 22 2222",
    "GET board:public-project-detail": "2 22 222 22 22 22 2 22 2222",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """What stands in the addresses."""
    proposal = ProjectFactory(proposer=cast.director)
    put = ProjectFactory(proposer=cast.director, state=ProjectState.WITH_BOARD, item=cast.board.item)
    terms = CallTerms("Schools try paired writing.", NOW.date(), NOW.date() + timedelta(days=9))
    call = calls.open_call(project=proposal, terms=terms, by=cast.director, at=NOW)
    answer = calls.express(call=call, school=cast.lead_school, why="We write little.", by=cast.lead, at=NOW)
    work = Work(cast)
    over = approved(
        minuted.decide(cast.board), state=ProjectState.FINISHED, outcome="met", findings="It worked.",
        proposer=cast.director, public_summary="Children write.", public_at=NOW,
    )  # fmt: skip
    verbs = {
        "project": {
            proposal: ("edit", "put", "withdraw", "members"),
            put: ("decide", "take-back"),
            work.project: ("detail", "amend", "pause", "resume", "stop", "public", "close"),
            over: ("ask-next",),
        },
        "call": {proposal: ("edit", "close")},
        "expression": {proposal: ("list",), answer: ("answer", "withdraw")},
    }
    known = {
        f"board:{noun}-{verb}": {"pk": thing.pk}
        for noun, things in verbs.items()
        for thing, names in things.items()
        for verb in names
    }
    return {
        **known,
        **work.known(),
        "board:call-detail": {"pk": call.pk},
        "board:public-project-detail": {"pk": over.pk},
    }


class Work:
    """A running project with one of everything."""

    def __init__(self, cast: Cast) -> None:
        decision = minuted.decide(cast.board)
        self.project = approved(
            decision, proposer=cast.director, lead_school=cast.host_school, lead_person=cast.deputy,
            state=ProjectState.RUNNING,
        )  # fmt: skip
        running.set_members(project=self.project, schools=[cast.lead_school], by=cast.director, at=NOW)
        self.milestone = MilestoneFactory(project=self.project)
        sent = {"done": "We began.", "sent_at": NOW, "written_by": cast.deputy, "facts": {"impact": {}}}
        self.sent = ProgressReport.objects.create(project=self.project, number=1, due_on=NOW.date(), **sent)
        self.owed = ProgressReport.objects.create(project=self.project, number=2, due_on=date(2026, 12, 18))
        blob = Blob.keep(b"%PDF-1.4")
        self.document = ProjectDocument.objects.create(
            project=self.project, title="Plan", filename="plan.pdf", original=blob, pdf=blob, state="ready",
            added_by=cast.deputy, added_at=NOW,
        )  # fmt: skip
        self.figure = ImpactFigure.objects.create(
            project=self.project,
            value=4,
            on=NOW.date(),
            source="Sample",
            entered_by=cast.deputy,
            entered_at=NOW,
        )
        hours = {"starts_at": utc("2026-12-01 14:00"), "ends_at": utc("2026-12-01 16:00"), "changed_at": NOW}
        self.meeting = ProjectMeeting.objects.create(
            project=self.project, title="First", place="Civic Centre", made_by=cast.deputy, **hours
        )

    def known(self) -> dict[str, dict[str, Any]]:
        """Addresses of what belongs to the running project."""
        pk, milestone = self.project.pk, self.milestone.pk
        made = {"milestone": ("edit", "done", "remove")}
        rows = {f"board:milestone-{verb}": {"pk": pk, "milestone": milestone} for verb in made["milestone"]}
        new = ("milestone", "project-document", "figure", "project-meeting")
        rows |= {f"board:{noun}-create": {"pk": pk} for noun in new}
        rows |= {f"board:project-report-{verb}": {"pk": self.sent.pk} for verb in ("detail", "download")}
        rows |= {
            "board:project-report-edit": {"pk": self.owed.pk},
            "board:figure-remove": {"pk": self.figure.pk},
        }
        rows |= {
            f"board:project-document-{verb}": {"pk": self.document.pk} for verb in ("download", "remove")
        }
        verbs = ("detail", "edit", "cancel", "note", "calendar")
        return rows | {f"board:project-meeting-{verb}": {"pk": self.meeting.pk} for verb in verbs}
