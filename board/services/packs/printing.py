"""The PDF of one cut of a pack, from the facts that were frozen with it."""

import tempfile
from pathlib import Path
from typing import Any

from board.packs import assembly, front
from board.packs.pieces import PackContents, PackItem, PaperFile
from hlp.documents import Progress
from hlp.models import Blob


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """Print the front pages, add the papers. Each paper's bytes are on disk and not in memory."""
    with tempfile.TemporaryDirectory(prefix="pack-") as name:
        folder = Path(name)
        progress(10, "Fetching the papers")
        contents = _contents(source, folder)
        progress(20, "Printing the agenda")
        shell = front.print_front(contents, folder)
        target = folder / "pack.pdf"
        assembly.build(contents, shell, target, progress)
        return target.read_bytes()


def _contents(source: dict[str, Any], folder: Path) -> PackContents:
    meeting = source["meeting"]
    return PackContents(
        title=f"Board papers, {meeting['day']}",
        running=f"{meeting['title']}, {meeting['day'].partition(' ')[2]}",
        items=tuple(_item(item, folder) for item in source["items"]),
        author=source["partnership"],
        facts={
            "kicker": meeting["title"],
            "lead": f"{meeting['time']}{', ' + meeting['place'] if meeting['place'] else ''}",
            "facts": [{"key": "Version", "value": source["version"]}],
            "foot": "For its reader alone.",
            "changes": source["changes"],
            "version": source["version"],
            "demo": source["demo"],
        },
    )


def _item(item: dict[str, Any], folder: Path) -> PackItem:
    return PackItem(
        number=item["number"],
        title=item["title"],
        part=item["part"],
        facts=tuple((term, value) for term, value in item["facts"]),
        remark=item.get("remark", ""),
        papers=tuple(_paper(paper, folder) for paper in item["papers"]),
    )


def _paper(paper: dict[str, Any], folder: Path) -> PaperFile:
    path = folder / f"{paper['sha256']}.pdf"
    if not path.exists():
        path.write_bytes(Blob.objects.get(pk=paper["sha256"]).data)
    return PaperFile(
        letter=paper["letter"],
        title=paper["title"],
        path=path,
        pages=paper["pages"],
        note=" ".join(paper["notes"]),
        late=paper["late"],
    )
