"""What became of a hypothesis."""

from django.db.models import TextChoices


class HypothesisOutcome(TextChoices):
    """How the day answered it."""

    OPEN = "open", "Not looked at yet"
    HOLDS = "holds", "It holds"
    PARTLY = "partly", "It holds in part"
    NOT = "not", "It does not hold"
