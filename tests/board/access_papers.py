"""Who opens papers and packs (``tests/test_access.py`` says how to read the rows).

The meeting of the cast has a published pack with a paper of each part; the reviewer was asked for a further paper. A
second meeting has a pack that is not published.
"""

from datetime import date, timedelta
from typing import Any

from board.models import Pack, PackFile, Paper, PaperVersion
from board.services.packs import contents, making
from hlp.models import Blob
from tests.board.files_made import blank
from tests.board.seated import CANARY
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {
    "GET board:paper-list": "s 24 444 44 44 44 4 44 2244",
    "GET board:paper-ask": "s 24 444 44 44 44 4 44 2244",
    "POST board:paper-ask": "s 24 444 44 44 44 4 44 2244",
    "GET board:paper-create": "s 24 444 44 44 44 4 44 2244",
    "POST board:paper-create": "s 24 444 44 44 44 4 44 2244",
    "GET board:paper-draw": "s 24 444 44 44 44 4 44 2244",
    "POST board:paper-draw": "s 34 444 44 44 44 4 44 3344",
    # The author sees and gives what they were asked for, and nothing beside it
    "GET board:paper-mine": "s 44 442 44 44 44 4 44 4444",
    "GET board:paper-detail": "s 24 442 44 44 44 4 44 2244",
    "POST board:paper-detail": "s 24 442 44 44 44 4 44 2244",
    "GET board:paper-version": "s 24 442 44 44 44 4 44 2244",
    "GET board:paper-edit": "s 24 44F 44 44 44 4 44 2244",
    "POST board:paper-edit": "s 24 44F 44 44 44 4 44 2244",
    "GET board:paper-withdraw": "s 24 44F 44 44 44 4 44 2244",
    "POST board:paper-withdraw": "s 34 44F 44 44 44 4 44 3344",
    "GET board:paper-move": "s 55 555 55 55 55 5 55 5555",
    "POST board:paper-move": "s 34 44F 44 44 44 4 44 3344",
    "GET board:pack-create": "s 55 555 55 55 55 5 55 5555",
    "POST board:pack-create": "s 34 444 44 44 44 4 44 3344",
    "GET board:pack-detail": "s 24 444 44 44 44 4 44 2244",
    "GET board:pack-publish": "s 24 444 44 44 44 4 44 2244",
    "POST board:pack-publish": "s 34 444 44 44 44 4 44 3344",
    "GET board:pack-preview": "s 24 444 44 44 44 4 44 2244",
    # Everybody at the table reads what is published; the guest has part I of it
    "GET board:pack-read": "s 24 444 44 44 44 4 44 2222",
    "GET board:pack-download": "s 24 444 44 44 44 4 44 2222",
    "GET board:pack-paper": "s 24 444 44 44 44 4 44 2224",
}

DATA: dict[str, dict[str, Any]] = {"POST board:paper-draw": {"source": "qa-digest"}}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """Papers, a published pack and one that is not; their bytes are there."""
    board = cast.board
    pdf = Blob.keep(blank())
    asked = _paper(cast, board.item, "Reading", pdf)
    asked.author, asked.due_on = cast.reviewer, date(2026, 11, 20)
    asked.save()
    restricted = _paper(cast, board.restricted, f"{CANARY} school", pdf)
    pack = _pack(cast, published=True)
    meeting = {"pk": board.meeting.pk}
    names = ("list", "ask", "create", "draw", "mine")
    return {
        "board:paper-list": meeting,
        **{f"board:paper-{verb}": {"pk": board.item.pk} for verb in names[1:4]},
        **{f"board:paper-{verb}": {"pk": asked.pk} for verb in ("detail", "edit", "withdraw", "move")},
        "board:paper-version": {"pk": asked.pk, "number": 1},
        **{f"board:pack-{verb}": meeting for verb in ("create", "read", "download")},
        **{f"board:pack-{verb}": {"pk": pack.pk} for verb in ("detail", "publish", "preview")},
        "board:pack-paper": {**meeting, "paper": restricted.pk},
    }


def _paper(cast: Cast, item: Any, title: str, pdf: Blob) -> Paper:
    at = cast.session.starts_at - timedelta(days=10)
    paper = Paper.objects.create(item=item, title=title, state="ready")
    facts = {"paper": paper, "number": 1, "filename": "a.pdf", "added_by": cast.board.clerk, "added_at": at}
    paper.current = PaperVersion.objects.create(state="ready", pdf=pdf, pages=1, **facts)
    paper.save()
    return paper


def _pack(cast: Cast, *, published: bool) -> Pack:
    at = cast.session.starts_at - timedelta(days=5)
    clerk, meeting = cast.board.clerk, cast.board.meeting
    facts = {"published_at": at, "published_by": clerk} if published else {}
    pack = Pack.objects.create(
        meeting=meeting, version=1, contents=contents.gather(meeting), made_at=at, made_by=clerk, **facts
    )
    making.ask_for_files(pack)
    for file in PackFile.objects.filter(pack=pack).select_related("document"):
        file.document.blob, file.document.state = Blob.keep(blank()), "ready"
        file.document.ready_at = at
        file.document.save()
    return pack
