"""States of what is minuted, decided, done and set."""

from django.db import models

from hlp.transitions import Table


class MinutesState(models.TextChoices):
    """How far the minutes of a meeting are."""

    DRAFT = "draft", "Draft with the clerk"
    WITH_CHAIR = "with_chair", "With the chair"
    WITH_BOARD = "with_board", "With the Board"
    CONFIRMED = "confirmed", "Confirmed"


MINUTES_MOVES: Table = {
    MinutesState.DRAFT: frozenset({MinutesState.WITH_CHAIR}),
    MinutesState.WITH_CHAIR: frozenset({MinutesState.DRAFT, MinutesState.WITH_BOARD}),
    MinutesState.WITH_BOARD: frozenset({MinutesState.CONFIRMED}),
    MinutesState.CONFIRMED: frozenset(),
}
# While they are written nobody but clerk, chair and Director reads them.
UNFINISHED_MINUTES = frozenset({MinutesState.DRAFT, MinutesState.WITH_CHAIR})


class Stays(models.TextChoices):
    """What somebody with an interest does while its item is taken."""

    STAYS = "stays", "Stays and takes part"
    LISTENS = "listens", "Stays, takes no part and does not vote"
    LEAVES = "leaves", "Leaves the meeting for the item"


class Attends(models.TextChoices):
    """How somebody attends."""

    ROOM = "room", "In the room"
    ONLINE = "online", "Online"


class Outcome(models.TextChoices):
    """What became of a proposal."""

    AGREED = "agreed", "Agreed"
    NOT_AGREED = "not_agreed", "Not agreed"
    DEFERRED = "deferred", "Deferred"


class ActionState(models.TextChoices):
    """How far an action of the Board is. Carried means that a later meeting gave it another date."""

    OPEN = "open", "Open"
    CARRIED = "carried", "Carried over"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


ACTION_RUNS = frozenset({ActionState.OPEN, ActionState.CARRIED})
ACTION_MOVES: Table = {
    ActionState.OPEN: frozenset({ActionState.CARRIED, ActionState.DONE, ActionState.DROPPED}),
    ActionState.CARRIED: frozenset({ActionState.CARRIED, ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.OPEN}),
    ActionState.DROPPED: frozenset({ActionState.OPEN}),
}


class RecordKind(models.TextChoices):
    """What a line of the record is."""

    DECISION = "decision", "Decision"
    MINUTES = "minutes", "Minutes"
    ARCHIVE = "archive", "Earlier paper"


class ArchiveKind(models.TextChoices):
    """What an uploaded paper of an earlier year is."""

    MINUTES = "minutes", "Minutes"
    PACK = "pack", "Pack of papers"
    OTHER = "other", "Another paper"


class ArchiveState(models.TextChoices):
    """How far the worker is with an uploaded paper."""

    READING = "reading", "Being read"
    READY = "ready", "Ready"
    PICTURES = "pictures", "Ready, but no text was found in it"
    FAILED = "failed", "Could not be read"


class ChallengeState(models.TextChoices):
    """How far an annual performance challenge is."""

    DRAFT = "draft", "Draft"
    SET = "set", "Set by the Board"
    PUBLISHED = "published", "Running"
    CLOSED = "closed", "Closed"


CHALLENGE_MOVES: Table = {
    ChallengeState.DRAFT: frozenset({ChallengeState.SET}),
    ChallengeState.SET: frozenset({ChallengeState.PUBLISHED}),
    ChallengeState.PUBLISHED: frozenset({ChallengeState.CLOSED}),
    ChallengeState.CLOSED: frozenset(),
}


class TargetOutcome(models.TextChoices):
    """What became of a target."""

    MET = "met", "Met"
    CLOSER = "closer", "Closer, not met"
    NOT_MET = "not_met", "Not met"
    UNKNOWN = "unknown", "No figure was published"


# What the kinds of messages are called where they are listed.
AFTER_LABELS = {
    "minutes-with-chair": "Minutes for the chair to pass",
    "minutes-returned": "Minutes returned to the clerk",
    "minutes-with-board": "Minutes of the Board",
    "board-action-given": "Action of the Board",
    "board-action-due": "Action of the Board due soon",
    "board-action-late": "Action of the Board late",
    "challenge-published": "Performance challenge published",
}
