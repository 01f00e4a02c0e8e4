"""Themes of a round and the summary of outcomes: pupil groups that findings speak of, and states."""

from django.db.models import TextChoices


class PupilGroup(TextChoices):
    """A group of pupils that a finding speaks of, recognised by its words."""

    DISADVANTAGED = "disadvantaged", "Disadvantaged pupils"
    SEND = "send", "Pupils with SEND"
    EAL = "eal", "Pupils with EAL"
    MORE_ABLE = "more-able", "More able pupils"
    EARLY_YEARS = "early-years", "Children in the early years"


class OutcomesState(TextChoices):
    """Where a summary of outcomes stands."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced by a newer version"
    DROPPED = "dropped", "Dropped"


OUTCOMES_MOVES: dict[str, frozenset[str]] = {
    OutcomesState.DRAFT: frozenset({OutcomesState.PUBLISHED, OutcomesState.DROPPED}),
    OutcomesState.PUBLISHED: frozenset({OutcomesState.REPLACED}),
    OutcomesState.REPLACED: frozenset(),
    OutcomesState.DROPPED: frozenset(),
}
OUTCOMES_OUT = frozenset({OutcomesState.PUBLISHED, OutcomesState.REPLACED})

THEME_LABELS = {
    "themes-published": "Themes of a round published",
    "outcomes-published": "Summary of outcomes published",
}
