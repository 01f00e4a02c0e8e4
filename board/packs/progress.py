"""A progress report of a project as PDF."""

from typing import Any

from hlp import pdf
from hlp.documents import Progress


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """Print the frozen facts of a report."""
    running = f"{source['project']}: progress report {source['number']}"
    return pdf.render("board/project/report_pdf.html", {**source, "running": running}, progress)
