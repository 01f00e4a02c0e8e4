"""Report and handbook: the first in a process (cold), the next ones (warm), and one that nobody changed."""

import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from hlp import documents
from hlp.models import Document
from tests.bench.table import Figure, timed

PART = "Documents"
COLD = """
import sys, time
began = time.perf_counter()
import django; django.setup()
from django.utils.module_loading import import_string
from django.conf import settings
from hlp.models import Document
document = Document.objects.get(pk=int(sys.argv[1]))
import_string(settings.DOCUMENT_BUILDERS[document.kind])(document.source, lambda percent, stage: None)
print(time.perf_counter() - began)
"""


def measure() -> list[Figure]:
    """Render the demonstration's longest report and one handbook."""
    figures = []
    for kind in ("report", "handbook"):
        document = _longest(kind)
        warm = timed(lambda d=document: _build(d), 5)  # type: ignore[misc]
        figures += [
            Figure(PART, f"{kind}, cold: a new process, imports included", _cold(document), "s"),
            Figure(PART, f"{kind}, warm", warm, "s"),
            _unchanged(document, warm),
        ]
    return figures


def _longest(kind: str) -> Document:
    return max(Document.objects.filter(kind=kind), key=lambda d: len(str(d.source)))


def _build(document: Document) -> bytes:
    builder: Any = import_string(settings.DOCUMENT_BUILDERS[document.kind])
    made: bytes = builder(document.source, lambda percent, stage: None)
    return made


def _cold(document: Document) -> float:
    words = [sys.executable, "-c", COLD, str(document.pk)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(done.stdout.splitlines()[-1])


def _unchanged(document: Document, warm: float) -> Figure:
    """Asking for a document whose facts have not changed, and reading its bytes."""
    documents.build(document.pk)
    document.refresh_from_db()
    began = time.perf_counter()
    again = documents.ask(
        document.kind,
        about=document.about,
        title=document.title,
        filename=document.filename,
        source=document.source,
    )
    documents.read(again)
    seconds = time.perf_counter() - began
    name = f"{document.kind}, asked for again with nothing changed"
    return Figure(PART, name, seconds, "s", seconds / warm, "a warm render")
