"""Reports from before, in Word: one has been checked and filed, one waits to be checked. Both are of invented schools."""

import io
from datetime import timedelta
from typing import Any

from docx import Document

from peerchallenge.choices import FindingKind
from peerchallenge.demo import prose
from peerchallenge.demo.stage import Stage
from peerchallenge.demo.windows import office_hour
from peerchallenge.models import EarlierReport
from peerchallenge.services.findings import earlier
from schools.models import AcademicYear, School

UPLOADED, FILED = timedelta(days=4), timedelta(days=3)


def play(stage: Stage) -> None:
    """The Director uploads what was found in an old folder; it is read, and the first report is filed as it was read."""
    over = list(AcademicYear.objects.filter(ends__lt=stage.today).order_by("-starts"))
    told = prose.pool("earlier")["report"]
    for turn, one in enumerate(told):
        earlier.upload(
            data=word_file(one["part"]),
            name=one["name"],
            school=School.objects.get(urn=one["school"]),
            year=over[min(one["ago"], len(over)) - 1],
            by=stage.director,
            at=office_hour(stage.now - UPLOADED, turn),
        )
    while earlier.read_next(at=stage.now - UPLOADED):
        pass
    for turn, one in enumerate(told):
        if one["filed"]:
            _file(stage, EarlierReport.objects.get(name=one["name"]), turn)


def word_file(parts: list[dict[str, Any]]) -> bytes:
    """A short report as a Word file: headings with their lines below."""
    document, out = Document(), io.BytesIO()
    document.add_heading("Peer challenge report. Demonstration.", level=0)
    for part in parts:
        document.add_heading(part["heading"], level=1)
        for line in part["lines"]:
            document.add_paragraph(line, style="List Bullet")
    document.save(out)
    return out.getvalue()


def _file(stage: Stage, report: EarlierReport, turn: int) -> None:
    lines = [earlier.Line(FindingKind(one["kind"]), one["text"], one["place"]) for one in report.lines]
    earlier.file_lines(
        report=report, lines=lines, by=stage.director, at=office_hour(stage.now - FILED, turn + 3)
    )
