"""The certificate of training: one page, made from the frozen facts alone."""

from typing import Any

from hlp import pdf
from hlp.documents import Progress


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of a certificate."""
    running = f"Certificate {source['number']}"
    return pdf.render(
        "schools/training/pdf.html",
        {**source, "title": "Certificate of training", "running": running},
        progress,
    )
