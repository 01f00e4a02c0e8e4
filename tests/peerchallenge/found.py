"""Findings for tests: of a report that was sent, and of an earlier one."""

import io
from datetime import UTC, datetime
from typing import Any

import factory
from docx import Document as WordDocument
from factory.django import DjangoModelFactory

from hlp.models import Document, User
from peerchallenge.choices import FindingKind, FindingOrigin
from peerchallenge.models import ChallengeSession, EarlierReport, Finding, FindingTheme, ReportVersion
from peerchallenge.services.findings import earlier
from schools.models import Theme
from tests.conftest import Cast
from tests.factories import SchoolFactory, UserFactory, YearFactory

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class FindingFactory(DjangoModelFactory[Finding]):
    """A strength of an earlier report, whose themes nobody has confirmed."""

    class Meta:
        model = Finding

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(YearFactory)
    kind = FindingKind.STRENGTH
    text = factory.Sequence(lambda n: f"Pupils in class {n} read with pleasure every day.")
    place = "Strengths"
    origin = FindingOrigin.WORD
    position = factory.Sequence(lambda n: n)
    made_at = MADE


def version_of(session: ChallengeSession) -> ReportVersion:
    """The sent version of a session's report, without text or bytes; made where there is none."""
    known = session.versions.order_by("-number").first()
    if known is not None:
        return known
    document = Document.objects.create(
        kind="report",
        about=session.about,
        title="Report",
        filename="report.pdf",
        source={},
        asked_at=MADE,
        digest=f"{session.pk:064}",
    )
    ended = session.ended_at or session.planned_end_at
    times = {"sent_at": MADE, "issued_at": MADE, "ended_at": ended, "due_at": session.report_due_at or MADE}
    by = UserFactory()
    return ReportVersion.objects.create(
        session=session, number=1, data={}, document=document, sent_by=by, **times
    )


def found(
    session: ChallengeSession, text: str = "Pupils read with pleasure.", *themes: Theme, **facts: Any
) -> Finding:
    """A finding of the session's report; with ``themes``, which ``by=`` (somebody) has confirmed."""
    by = facts.pop("by", None)
    version = version_of(session)
    position = session.findings.count() + 1
    place = {"school": session.host, "session": session, "round": session.round, "year": session.round.year}
    facts = {"kind": FindingKind.BETTER, "origin": FindingOrigin.REPORT, "position": position, **facts}
    row = FindingFactory(version=version, text=text, **place, **facts)
    if themes:
        confirmed(row, *themes, by=by)
    return row


def confirmed(row: Finding, *themes: Theme, by: User | None = None) -> Finding:
    """The finding with these themes, confirmed."""
    by = by or UserFactory()
    for theme in themes:
        FindingTheme.objects.create(
            finding=row, theme=theme, named=theme.name, confirmed=True, by=by, at=MADE
        )
    row.settled_at, row.settled_by = MADE, by
    row.save(update_fields=["settled_at", "settled_by"])
    return row


def proposed(row: Finding, *themes: Theme, score: float = 0.6) -> Finding:
    """The finding with these themes proposed."""
    for theme in themes:
        FindingTheme.objects.create(finding=row, theme=theme, named=theme.name, score=score, at=MADE)
    return row


def word(*blocks: tuple[str, str]) -> bytes:
    """A Word file of paragraphs, each with its style ("Heading 1", "List Bullet", "Normal", "bold")."""
    document = WordDocument()
    for style, text in blocks:
        if style == "bold":
            document.add_paragraph().add_run(text).bold = True
        else:
            document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


OLD_REPORT = (
    ("Title", "Peer challenge report"),
    ("Heading 1", "Context"),
    ("Normal", "The school has two classes in each year."),
    ("Heading 1", "Strengths"),
    ("List Bullet", "Phonics is taught every day"),
    ("List Bullet", "Pupils love the library"),
    ("Heading 1", "Even better if"),
    ("Normal", "Books were marked less often and better."),
    ("Heading 1", "Next steps"),
    ("List Bullet", "Try whole-class feedback"),
)


def uploaded(cast: Cast, data: bytes | None = None) -> EarlierReport:
    """An earlier report of the host school, not read yet."""
    return earlier.upload(
        data=data or word(*OLD_REPORT),
        name="report.docx",
        school=cast.host_school,
        year=cast.year,
        by=cast.director,
    )
