"""The import of people, as ``schools.services.runs`` takes it through its steps."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from hlp import clock
from hlp.models import User
from schools.choices import ImportKind
from schools.models import ImportRun
from schools.services import runs
from schools.services.roster.people import take_in

CHANGED = (
    "People or posts were changed after this preview was made, so nothing was taken over. Check the new one."
)
POST_TIME = time(8, 0)  # when invitations go out that wait for a day


def ask_roster(*, path: Path, name: str, by: User, at: datetime | None = None) -> ImportRun:
    """Keep an uploaded table of people and have it read."""
    return runs.ask(ImportKind.PEOPLE, path=path, name=name, by=by, at=at)


def confirm_roster(
    *, run: ImportRun, digest: str, invite_on: date | None, by: User, at: datetime | None = None
) -> None:
    """Have the people of a preview taken in, and invited at once or on a day.

    Raises StaleEdit when ``digest`` is not that of the preview as it stands.
    """
    chosen = [invite_on.isoformat()] if invite_on else []
    runs.confirm(run=run, digest=digest, choose=lambda _: chosen, by=by, at=at)


def read(run: ImportRun, path: Path, progress: Callable[[int, str], None]) -> tuple[dict[str, Any], str]:
    """Who the file would bring, and the digest of that. Raises Refused."""
    progress(40, "Every row is tried.")
    outcome = take_in(path, write=False, by=run.asked_by)
    return outcome.as_json(), outcome.digest


def write(run: ImportRun, path: Path) -> None:
    """Take everybody in. Raises Moved, Refused."""
    day = date.fromisoformat(run.confirmed[0]) if run.confirmed else None
    invite_at = clock.at(day, POST_TIME) if day else None
    take_in(path, write=True, by=run.confirmed_by or run.asked_by, expect=run.digest, invite_at=invite_at)
