"""The report as a PDF: two or three sides, made from the frozen data alone."""

from typing import Any

from hlp import pdf
from hlp.documents import Progress
from peerchallenge.packs.audience import PRINTED_REPORT, Audience
from peerchallenge.packs.paragraphs import numbered


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of a sent version or, where ``source`` says ``draft``, of a preview."""
    shown = {**numbered(source), "running": _running(source), "readers": _readers(source)}
    return pdf.render("peerchallenge/report/pdf.html", shown, progress)


def _readers(source: dict[str, Any]) -> str:
    return Audience.REPORT_DRAFT if source.get("draft") else PRINTED_REPORT


def _running(source: dict[str, Any]) -> str:
    version = f", version {source['number']}" if source.get("number", 1) > 1 else ""
    reader = f". For {source['reader']} only" if source.get("reader") else ""
    return f"{source['school']['name']}, {source['day']}{version}{reader}"
