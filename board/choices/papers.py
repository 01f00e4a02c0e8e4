"""Papers and packs: their states, steps and messages."""

from django.db.models import TextChoices


class PaperState(TextChoices):
    """How far a paper is. A paper that was replaced keeps its last good version until the new one is ready."""

    ASKED = "asked", "Asked for"
    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Not accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


P = PaperState
PAPER_MOVES: dict[str, frozenset[str]] = {
    P.ASKED: frozenset({P.CHECKING, P.WITHDRAWN}),
    P.CHECKING: frozenset({P.READY, P.REFUSED, P.CHECKING, P.WITHDRAWN}),
    P.READY: frozenset({P.CHECKING, P.WITHDRAWN}),
    P.REFUSED: frozenset({P.CHECKING, P.WITHDRAWN}),
    P.WITHDRAWN: frozenset(),
}
PAPER_COLOURS = {
    P.ASKED: "grey",
    P.CHECKING: "yellow",
    P.READY: "green",
    P.REFUSED: "red",
    P.WITHDRAWN: "grey",
}


class VersionState(TextChoices):
    """One file of a paper, on its way through the check."""

    WAITING = "waiting", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Not accepted"


class Opened(TextChoices):
    """What a reader opened of a pack."""

    INDEX = "index", "The list of papers"
    PACK = "pack", "The whole pack"
    PAPER = "paper", "A single paper"


PAPER_LABELS = {
    "board-paper-asked": "Paper for the Board asked for",
    "board-paper-reminder": "Paper for the Board still to come",
    "board-paper-late": "Paper for the Board late",
    "board-paper-refused": "Paper for the Board not accepted",
    "board-pack": "Board papers published",
}
