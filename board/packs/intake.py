"""An uploaded file becomes a paper: recognised, turned into a PDF, made safe and ready. Or it is refused with a sentence."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from board.packs import office, refusals
from board.packs.kinds import Kind, recognise
from board.packs.refusals import Refused

ROOT = Path(__file__).parents[2]
SECONDS = 120


@dataclass(frozen=True)
class Ready:
    """A paper as it goes into packs and is read on its own: a safe PDF of upright A4 pages.

    ``scanned`` counts pages that are pictures without text; ``stripped`` says that something active was taken out.
    """

    pdf: bytes
    kind: Kind
    pages: int
    scanned: int
    tagged: bool
    stripped: bool

    @property
    def notes(self) -> list[str]:
        """What its author and its readers should know."""
        found = []
        if self.scanned:
            which = "This paper is" if self.scanned == self.pages else f"{self.scanned} of its pages are"
            found.append(
                f"{which} scanned: a screen reader cannot read it."
                if self.scanned == self.pages
                else f"{which} scanned: a screen reader cannot read them."
            )
        elif not self.tagged:
            found.append(
                "This paper has no tags for screen readers: its text is read, but not its headings and tables."
            )
        if self.stripped:
            found.append("Scripts, attached files or forms were taken out of it.")
        return found


def take(data: bytes) -> Ready:
    """The paper in a file. Raises Refused with a sentence for its author."""
    kind = recognise(data)
    pdf = data if kind.is_pdf else office.convert(data, kind)
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        source, target = Path(folder) / "source.pdf", Path(folder) / "target.pdf"
        source.write_bytes(pdf)
        found = _clean(source, target, salt=f"{sha256(data).hexdigest()[:10]}.")
        refusal = found.pop("refusal")
        if refusal:
            raise Refused(refusal)
        return Ready(target.read_bytes(), kind, **found)


def _clean(source: Path, target: Path, salt: str) -> dict[str, Any]:
    """Run the cleaning in a process of its own. Raises Refused where that does not come back."""
    words = [sys.executable, "-m", "board.packs.cleaning", str(source), str(target), salt]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 our own module
            words, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(refusals.BOMB) from error
    if done.returncode:
        raise Refused(refusals.BOMB if done.returncode < 0 else refusals.BROKEN)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
