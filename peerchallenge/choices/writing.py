"""What a report is looked through for before it is sent."""

from django.db.models import TextChoices


class WarningKind(TextChoices):
    """What a warning is about."""

    NAME = "name", "Seems to name somebody"
    DISAGREEMENT = "disagreement", "Judgements that disagree"


class Keep(TextChoices):
    """Which of two texts somebody keeps."""

    THEIRS = "theirs", "The text that is stored"
    MINE = "mine", "My text"
    BOTH = "both", "Both, edited together"
