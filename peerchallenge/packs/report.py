"""The report as a PDF: two or three sides, made from the frozen data alone."""

from typing import Any

from hlp import pdf
from hlp.documents import Progress


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of a sent version or, where ``source`` says ``draft``, of a preview."""
    return pdf.render("peerchallenge/report/pdf.html", {**source, "running": _running(source)}, progress)


def _running(source: dict[str, Any]) -> str:
    version = f", version {source['number']}" if source.get("number", 1) > 1 else ""
    return f"{source['school']['name']}, {source['day']}{version}"
