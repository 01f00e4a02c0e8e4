"""Evidence: what a note says."""

from django.db.models import TextChoices


class EvidenceKind(TextChoices):
    """What a note of the day is."""

    STRENGTH = "strength", "Strength"
    BETTER = "better", "Even better if"
    QUESTION = "question", "Question"
