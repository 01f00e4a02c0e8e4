"""Imports of figures, as ``schools.services.runs`` takes them through their steps."""

from datetime import datetime
from pathlib import Path
from typing import Any

from hlp.models import User
from schools.models import ImportRun
from schools.services import runs
from scorecard.services.imports.base import Ask, Importer, Tell
from scorecard.services.imports.registry import IMPORTERS
from scorecard.services.imports.taking import take_over

KIND = "figures"
CHANGED = "Figures were recorded after this preview was made, so nothing was taken over. Check the new one."


def ask_import(
    importer: Importer, ask: Ask, *, path: Path, name: str, by: User, at: datetime | None = None
) -> ImportRun:
    """Keep an uploaded file and have it read."""
    return runs.ask(KIND, path=path, name=name, options=ask.as_options(importer.kind), by=by, at=at)


def confirm_import(*, run: ImportRun, digest: str, by: User, at: datetime | None = None) -> None:
    """Have the figures of a preview recorded. Raises StaleEdit when ``digest`` is not that of the preview as it stands."""
    runs.confirm(run=run, digest=digest, choose=lambda _: [], by=by, at=at)


def importer_of(run: ImportRun) -> Importer:
    """The importer of a run."""
    return IMPORTERS[run.options["importer"]]


def read(run: ImportRun, path: Path, tell: Tell) -> tuple[dict[str, Any], str]:
    """What the file would change, and its digest. Raises Refused."""
    ask = Ask.from_options(run.options)
    outcome = take_over(
        importer_of(run), path, ask, name=run.name, write=False, by=run.asked_by, run=run, tell=tell
    )
    return outcome.as_json(), outcome.digest


def write(run: ImportRun, path: Path) -> None:
    """Record everything. Raises Moved, Refused."""
    ask = Ask.from_options(run.options)
    take_over(
        importer_of(run),
        path,
        ask,
        name=run.name,
        write=True,
        by=run.confirmed_by,
        expect=run.digest,
        run=run,
    )
