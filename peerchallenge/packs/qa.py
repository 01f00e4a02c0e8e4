"""The QA report as a PDF, made from the frozen facts alone."""

from typing import Any

from hlp import pdf
from hlp.documents import Progress


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of one version of a QA report."""
    shown = {**source, "running": f"{source['title']}, {source['day']}"}
    return pdf.render("peerchallenge/qa/pdf.html", shown, progress)
