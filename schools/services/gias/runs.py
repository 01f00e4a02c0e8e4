"""The import from the register, as ``schools.services.runs`` takes it through its steps."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from hlp.models import User
from schools.choices import ImportKind
from schools.models import ImportRun
from schools.roles import roles_of
from schools.services import runs
from schools.services.downloads import Refused, sources, table
from schools.services.gias.columns import Columns, is_establishments
from schools.services.gias.links import is_links
from schools.services.gias.register import Progress, take_over
from schools.services.runs import SILENCE, is_silent, tell, wake, work

__all__ = ["SILENCE", "ask_import", "check_upload", "confirm_import", "is_silent", "tell", "wake", "work"]

CHANGED = "Schools were changed after this preview was made, so nothing was taken over. Check the new one."


def check_upload(path: Path) -> None:
    """Raise Refused for a file whose first rows show already that it cannot be used."""
    with sources(path) as found:
        kinds = []
        for source in found:
            with table(*source) as one:
                if is_establishments(one):
                    Columns(one)
                kinds.append(is_establishments(one) or is_links(one))
    if not any(kinds):
        raise Refused(
            "This is not a file from Get Information about Schools: there are no columns"
            " ‘URN’ and ‘EstablishmentName’."
        )


def ask_import(*, path: Path, name: str, las: list[str], by: User, at: datetime | None = None) -> ImportRun:
    """Keep an uploaded file of the register and have it read for these local authorities."""
    return runs.ask(ImportKind.REGISTER, path=path, name=name, las=las, by=by, at=at)


def confirm_import(
    *, run: ImportRun, digest: str, confirmed: Iterable[str], by: User, at: datetime | None = None
) -> None:
    """Have the changes of a preview taken over, with the links that were ticked. Only the Director's links count.

    Raises StaleEdit when ``digest`` is not that of the preview as it stands.
    """
    ticked = set(confirmed) if roles_of(by).director else set()

    def choose(locked: ImportRun) -> list[str]:
        return sorted({item["key"] for item in locked.outcome["proposals"]} & ticked)

    runs.confirm(run=run, digest=digest, choose=choose, by=by, at=at)


def read(run: ImportRun, path: Path, progress: Progress) -> tuple[dict[str, Any], str]:
    """What the file would change, and its digest. Raises Refused."""
    outcome = take_over(path, las=run.las, write=False, by=None, progress=progress)
    return outcome.as_json(), outcome.digest


def write(run: ImportRun, path: Path) -> None:
    """Take everything over. Raises Moved, Refused."""
    take_over(path, las=run.las, write=True, by=run.confirmed_by, expect=run.digest, confirmed=run.confirmed)
