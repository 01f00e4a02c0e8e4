"""The meeting of the cast with papers: one each of part I and part II, taken in, and a published pack of them."""

import io
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf

from board.models import Pack, Paper
from board.services.gathering import checking, giving
from board.services.packs import making, publishing
from hlp import documents
from tests.board import files_made as files
from tests.board.seated import CANARY, Board

PUBLISHED = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass
class Papered:
    """The two papers: one everybody reads, one with the canary in its title, text and bookmarks."""

    open: Paper
    restricted: Paper


def give_papers(board: Board) -> Papered:
    """Add a paper under an item of each part, and check both."""
    read = giving.add(
        item=board.item,
        title="Outcomes in autumn",
        data=files.tagged(),
        filename="outcomes.pdf",
        by=board.clerk,
    )
    secret = giving.add(
        item=board.restricted,
        title=f"{CANARY} school",
        data=files.tagged(2, title=f"{CANARY} school", word=CANARY),
        filename=f"{CANARY}.pdf",
        by=board.clerk,
    )
    checking.check_all()
    return Papered(Paper.objects.get(pk=read.pk), Paper.objects.get(pk=secret.pk))


def made(board: Board) -> Pack:
    """Put the pack together and print its files."""
    pack = making.make(meeting=board.meeting, by=board.clerk)
    while documents.build_next():
        pass
    return pack


def published(board: Board, at: datetime = PUBLISHED) -> Pack:
    """The same, given out."""
    return publishing.publish(pack=made(board), by=board.clerk, at=at)


def holds(data: bytes, word: str) -> bool:
    """Whether a PDF holds a word anywhere: in what is read, or in any byte once everything is unfolded."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        mode = pikepdf.ObjectStreamMode.disable
        pdf.save(out, object_stream_mode=mode, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
    said = word.lower().encode()
    raw = out.getvalue().lower()
    wide = word.lower().encode("utf-16-be")
    return (
        said in raw
        or wide in raw
        or wide.hex().encode() in raw
        or said.hex().encode() in raw
        or said in text.lower()
    )
