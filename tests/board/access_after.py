"""Who opens the meeting itself and what follows: minutes, decisions, actions, the record, the challenge.

The meeting of the cast is held and its minutes are a draft; the member owns an action of part I. The challenge is a
draft. Before it there was a meeting with public minutes.
"""

from datetime import date
from typing import Any

from board.models import ChallengeTarget, DeclaredInterest, Minutes
from hlp.models import Blob
from tests.board import minuted, set_challenge
from tests.conftest import Cast

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the board: chair, clerk, member, observer
TABLE = {
    "GET board:room-detail": "s 24 444 44 44 44 4 44 2244",
    "POST board:room-detail": "s 34 444 44 44 44 4 44 3344",
    "GET board:declaration-create": "s 55 555 55 55 55 5 55 5555",
    "POST board:declaration-create": "s 24 444 44 44 44 4 44 2244",
    "GET board:room-end": "s 34 444 44 44 44 4 44 3344",
    "POST board:room-end": "s 34 444 44 44 44 4 44 3344",
    "GET board:room-item": "s 24 444 44 44 44 4 44 2244",
    "POST board:room-item": "s 24 444 44 44 44 4 44 2244",
    "GET board:minute-save": "s 55 555 55 55 55 5 55 5555",
    "POST board:minute-save": "s 24 444 44 44 44 4 44 2244",
    "GET board:decision-create": "s 55 555 55 55 55 5 55 5555",
    "POST board:decision-create": "s 24 444 44 44 44 4 44 2244",
    "GET board:action-create": "s 55 555 55 55 55 5 55 5555",
    "POST board:action-create": "s 24 444 44 44 44 4 44 2244",
    "GET board:declaration-remove": "s 55 555 55 55 55 5 55 5555",
    "POST board:declaration-remove": "s 34 444 44 44 44 4 44 3344",
    "GET board:minutes-detail": "s 24 444 44 44 44 4 44 2244",
    "GET board:minutes-send": "s 55 555 55 55 55 5 55 5555",
    "POST board:minutes-send": "s 34 444 44 44 44 4 44 F344",
    "GET board:minutes-return": "s F4 444 44 44 44 4 44 2F44",
    "POST board:minutes-return": "s F4 444 44 44 44 4 44 2F44",
    "GET board:minutes-pass": "s 55 555 55 55 55 5 55 5555",
    "POST board:minutes-pass": "s F4 444 44 44 44 4 44 3F44",
    "GET board:minutes-correct": "s 24 444 44 44 44 4 44 F244",
    "POST board:minutes-correct": "s 24 444 44 44 44 4 44 F244",
    "GET board:minutes-confirm": "s 55 555 55 55 55 5 55 5555",
    "POST board:minutes-confirm": "s 34 444 44 44 44 4 44 F344",
    "GET board:minutes-publish": "s F4 444 44 44 44 4 44 F344",
    "POST board:minutes-publish": "s F4 444 44 44 44 4 44 F344",
    "GET board:minutes-version": "s 24 444 44 44 44 4 44 2224",
    "GET board:minutes-download": "s 24 444 44 44 44 4 44 2224",
    "GET board:chairs-action-create": "s 24 444 44 44 44 4 44 2244",
    "POST board:chairs-action-create": "s 24 444 44 44 44 4 44 2244",
    "GET board:decision-detail": "s 24 444 44 44 44 4 44 2224",
    "GET board:decision-edit": "s 24 444 44 44 44 4 44 22F4",
    "POST board:decision-edit": "s 24 444 44 44 44 4 44 22F4",
    "GET board:decision-strike": "s 24 444 44 44 44 4 44 22F4",
    "POST board:decision-strike": "s 24 444 44 44 44 4 44 22F4",
    "GET board:action-list": "s 24 444 44 44 44 4 44 2224",
    "GET board:action-detail": "s 24 444 44 44 44 4 44 2224",
    "POST board:action-detail": "s 24 444 44 44 44 4 44 F224",
    "GET board:action-edit": "s 24 444 44 44 44 4 44 22F4",
    "POST board:action-edit": "s 24 444 44 44 44 4 44 22F4",
    "GET board:action-drop": "s 24 444 44 44 44 4 44 22F4",
    "POST board:action-drop": "s 24 444 44 44 44 4 44 22F4",
    "GET board:action-carry": "s 24 444 44 44 44 4 44 22F4",
    "POST board:action-carry": "s 24 444 44 44 44 4 44 22F4",
    "GET board:action-reopen": "s 55 555 55 55 55 5 55 5555",
    "POST board:action-reopen": "s 34 444 44 44 44 4 44 33F4",
    "GET board:record-list": "s 24 444 44 44 44 4 44 2224",
    "GET board:archive-create": "s 24 444 44 44 44 4 44 F2F4",
    "POST board:archive-create": "s 24 444 44 44 44 4 44 F2F4",
    "GET board:archive-detail": "s 24 444 44 44 44 4 44 2224",
    "GET board:archive-download": "s 24 444 44 44 44 4 44 2224",
    "GET board:challenge-list": "s 22 222 22 22 22 2 24 2224",
    "GET board:challenge-create": "s 24 444 44 44 44 4 44 2244",
    "POST board:challenge-create": "s 24 444 44 44 44 4 44 2244",
    "GET board:challenge-detail": "s 24 444 44 44 44 4 44 2224",
    "GET board:challenge-edit": "s 24 444 44 44 44 4 44 22F4",
    "POST board:challenge-edit": "s 24 444 44 44 44 4 44 22F4",
    "GET board:challenge-targets": "s 24 444 44 44 44 4 44 22F4",
    "POST board:challenge-targets": "s 24 444 44 44 44 4 44 22F4",
    "GET board:target-take": "s 55 555 55 55 55 5 55 5555",
    "POST board:target-take": "s 44 444 44 44 44 4 44 44F4",
    "GET board:target-remove": "s 55 555 55 55 55 5 55 5555",
    "POST board:target-remove": "s 34 444 44 44 44 4 44 33F4",
    "GET board:challenge-set": "s 24 444 44 44 44 4 44 22F4",
    "POST board:challenge-set": "s 24 444 44 44 44 4 44 22F4",
    "GET board:challenge-publish": "s 55 555 55 55 55 5 55 5555",
    "POST board:challenge-publish": "s 34 444 44 44 44 4 44 33F4",
    "GET board:challenge-close": "s 34 444 44 44 44 4 44 33F4",
    "POST board:challenge-close": "s 34 444 44 44 44 4 44 33F4",
    "GET board:public-minutes-list": "2 22 222 22 22 22 2 22 2222",
    "GET board:public-minutes-detail": "2 22 222 22 22 22 2 22 2222",
    "GET board:public-minutes-download": "2 22 222 22 22 22 2 22 2222",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """The held meeting of the cast with everything in it, and its drafted challenge."""
    board = minuted.earlier(cast.board, date(2026, 10, 7), 3)
    minuted.held(board)
    meeting = {"pk": board.meeting.pk}
    item = {**meeting, "item": board.item.pk}
    before = minuted.published(minuted.earlier(cast.board, date(2026, 6, 10), 8))
    _print(before)
    earlier = {"pk": before.meeting_id}
    version = {**earlier, "number": 2}
    decision, action = board.meeting.decisions.get(part=1), board.meeting.actions.get(part=1)
    challenge = set_challenge.drafted(cast)
    target = ChallengeTarget.objects.get(challenge=challenge)
    archived = minuted.archived(board)
    return {
        **{f"board:room-{verb}": meeting for verb in ("detail", "end")},
        "board:declaration-create": meeting,
        "board:declaration-remove": {"pk": DeclaredInterest.objects.get(meeting=board.meeting).pk},
        **{
            f"board:{name}": item for name in ("room-item", "minute-save", "decision-create", "action-create")
        },
        **{
            f"board:minutes-{verb}": meeting
            for verb in ("detail", "send", "return", "pass", "confirm", "publish")
        },
        "board:minutes-correct": {**item, "part": 1},
        **{f"board:minutes-{verb}": version for verb in ("version", "download")},
        **{f"board:decision-{verb}": {"pk": decision.pk} for verb in ("detail", "edit", "strike")},
        **{
            f"board:action-{verb}": {"pk": action.pk}
            for verb in ("detail", "edit", "drop", "carry", "reopen")
        },
        **{f"board:archive-{verb}": {"pk": archived.pk} for verb in ("detail", "download")},
        **{
            f"board:challenge-{verb}": {"pk": challenge.pk}
            for verb in ("detail", "edit", "targets", "set", "publish", "close")
        },
        "board:target-take": {"pk": challenge.pk, "measure": target.measure.code},
        "board:target-remove": {"pk": challenge.pk, "target": target.pk},
        **{f"board:public-minutes-{verb}": earlier for verb in ("detail", "download")},
    }


def _print(minutes: Minutes) -> None:
    """The PDFs of the newest version and of the public one are there."""
    version = minutes.versions.get(number=2)
    for document in (version.document, version.open_document, minutes.public_document):
        assert document is not None
        document.blob, document.state, document.ready_at = Blob.keep(b"%PDF"), "ready", version.at
        document.save()
