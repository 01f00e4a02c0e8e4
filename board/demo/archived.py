"""Papers of the years before the system: small typed PDFs, as a clerk would scan them in."""

import io
from datetime import date, datetime

import pikepdf

from board.choices import ArchiveKind
from board.demo import prose
from board.services import archive
from hlp import clock
from hlp.models import User

HELVETICA = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}
LINE, TOP, LEFT, WIDE = 20, 770, 60, 88  # points, and characters of a line


def file(clerk: User, now: datetime) -> None:
    """Upload them as the clerk did when the system was new, and read their text."""
    year = clock.local(now).year
    for before, title, lines in prose.EARLIER:
        held = date(year - before, 6, 15)
        kind = ArchiveKind.PACK if title.startswith("Pack") else ArchiveKind.MINUTES
        full = f"{title}, {held:%B %Y}"
        archive.upload(
            data=typed([full, "", "Demonstration: invented content.", "", *lines]),
            kind=kind, title=full, held_on=held, part=1, by=clerk, at=now,
        )  # fmt: skip
    while archive.read_next(at=now):
        pass


def typed(lines: list[str]) -> bytes:
    """A page of typed lines as PDF; a long line is broken between words."""
    rows = [row for line in lines for row in _broken(line)]
    text = " ".join(f"({_escaped(row)}) Tj T*" for row in rows)
    stream = f"BT /F1 12 Tf {LINE} TL {LEFT} {TOP} Td {text} ET"
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        names = {f"/{key}": pikepdf.Name(value) for key, value in HELVETICA.items()}
        font = made.make_indirect(pikepdf.Dictionary(names))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(stream.encode("cp1252", "replace"))
        made.docinfo["/Title"] = lines[0]
        made.save(out, deterministic_id=True)
    return out.getvalue()


def _broken(line: str) -> list[str]:
    rows = [""]
    for word in line.split():
        if len(rows[-1]) + len(word) >= WIDE:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _escaped(row: str) -> str:
    return row.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
