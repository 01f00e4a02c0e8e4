"""Agreed actions after a report, and how they are going."""

from django.db.models import TextChoices


class ActionState(TextChoices):
    """How far an agreed action is."""

    PROMISED = "promised", "Promised"
    DONE = "done", "Done"
    DIFFERENCE = "difference", "Made a difference"


A = ActionState
ACTION_MOVES: dict[str, frozenset[str]] = {
    A.PROMISED: frozenset({A.DONE}),
    A.DONE: frozenset({A.PROMISED, A.DIFFERENCE}),
    A.DIFFERENCE: frozenset({A.DONE}),
}


class NoteKind(TextChoices):
    """What a note on an action tells."""

    PROGRESS = "progress", "Progress"
    EVIDENCE = "evidence", "Evidence"


class Going(TextChoices):
    """How the agreed actions are going, six to eight weeks later."""

    WELL = "well", "Well: the school needs nothing"
    SLOWLY = "slowly", "Slowly: the school knows what to do next"
    STUCK = "stuck", "Stuck: the school would like help"
